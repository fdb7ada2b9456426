import { Checkbox, Form, type FormInstance, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEnumOptions } from '../../../shared/i18n/use-enum-name';
import { isTouch } from '../../../shared/lib/is-touch';
import { CaseTypeSelect, RegionSelect } from '../../../shared/ui/reference-select';
import { PhoneField } from './phone-field';
import styles from './register.module.css';
import type { RegisterValues } from './register-values';

const TITLE_MAX = 200;
const NARRATIVE_MAX = 10_000;

/** Who and what first, in the order a citizen tells it. */
export function MainFields({ form }: { form: FormInstance<RegisterValues> }) {
  const { t } = useTranslation();
  const channels = useEnumOptions('channel');
  const anonymous = Form.useWatch('anonymous', form) ?? false;
  const required = (label: string) => ({
    required: true,
    whitespace: true,
    message: t('common.required', { label }),
  });

  // Pasted text is not cut off behind one's back: it is said to be too long.
  const tooLong = (max: number) => ({ max, message: t('cases.register.tooLong', { max }) });

  return (
    <>
      <div className={styles.row}>
        {!anonymous && (
          <>
            <Form.Item
              name={['parties', 0, 'name']}
              label={t('cases.field.name')}
              rules={[required(t('cases.field.name'))]}
            >
              <Input autoFocus={!isTouch} autoComplete="off" maxLength={100} />
            </Form.Item>
            <PhoneField name={['parties', 0, 'phone']} label={t('cases.field.phone')} />
          </>
        )}
        <Form.Item name="anonymous" valuePropName="checked" label={t('cases.register.identity')}>
          <Checkbox>{t('cases.register.anonymous')}</Checkbox>
        </Form.Item>
      </div>
      <Form.Item
        name="title"
        label={t('cases.field.title')}
        extra={t('cases.register.titleHelp')}
        rules={[required(t('cases.field.title')), tooLong(TITLE_MAX)]}
      >
        <Input autoComplete="off" count={{ max: TITLE_MAX }} />
      </Form.Item>
      <Form.Item
        name="narrative"
        label={t('cases.field.narrative')}
        rules={[required(t('cases.field.narrative')), tooLong(NARRATIVE_MAX)]}
      >
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 12 }} count={{ max: NARRATIVE_MAX }} />
      </Form.Item>
      <div className={styles.row}>
        <Form.Item name="channel" label={t('cases.field.channel')} rules={[{ required: true }]}>
          <Select options={channels} />
        </Form.Item>
        <Form.Item name={['place', 'region_id']} label={t('cases.field.region')}>
          <RegionSelect placeholder={t('common.optional')} />
        </Form.Item>
        <Form.Item name="type_code" label={t('cases.field.type_code')}>
          <CaseTypeSelect placeholder={t('cases.register.typeHelp')} />
        </Form.Item>
      </div>
    </>
  );
}
