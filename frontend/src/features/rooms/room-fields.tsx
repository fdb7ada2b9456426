import { Checkbox, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';

/** What there is to say of a room. */
export function RoomFields() {
  const { t } = useTranslation();
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <>
      <Form.Item name="name" {...required(t('rooms.name'))}>
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="place" label={t('rooms.place')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="seats" {...required(t('rooms.seats'))}>
        <InputNumber min={2} max={500} precision={0} />
      </Form.Item>
      <Form.Item name="is_video" valuePropName="checked">
        <Checkbox>{t('rooms.isVideo')}</Checkbox>
      </Form.Item>
    </>
  );
}
