import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/api/types';
import { CaseTypeSelect } from '../../../shared/ui/reference-select';
import { TextField } from './action-fields';

const MOST = 10;

/** Each further matter with what it is about and whom it concerns; this case stays as it is. */
export function SplitFields({ seen }: { seen: CaseView }) {
  const { t } = useTranslation();
  return (
    <>
      <Form.List name="parts">
        {(parts, { add, remove }) => (
          <>
            {parts.map(({ key, name }) => (
              <fieldset key={key}>
                <legend>
                  {t('cases.split.part', { number: name + 1 })}{' '}
                  {parts.length > 1 && (
                    <Button
                      type="text"
                      icon={<MinusCircleOutlined />}
                      aria-label={t('cases.split.removePart', { number: name + 1 })}
                      onClick={() => remove(name)}
                    />
                  )}
                </legend>
                <Part at={name} parties={seen.parties} />
              </fieldset>
            ))}
            {parts.length < MOST && (
              <Form.Item>
                <Button icon={<PlusOutlined />} onClick={() => add({})}>
                  {t('cases.split.add')}
                </Button>
              </Form.Item>
            )}
          </>
        )}
      </Form.List>
      <TextField name="reason" />
    </>
  );
}

function Part({ at, parties }: { at: number; parties: CaseView['parties'] }) {
  const { t } = useTranslation();
  const required = (label: string) => [
    { required: true, whitespace: true, message: t('common.required', { label }) },
  ];
  const [title, narrative] = [t('cases.field.title'), t('cases.field.narrative')];
  return (
    <>
      <Form.Item name={[at, 'title']} label={title} rules={required(title)}>
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
      <Form.Item name={[at, 'narrative']} label={narrative} rules={required(narrative)}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={10_000} />
      </Form.Item>
      <Form.Item name={[at, 'type_code']} label={t('cases.field.type_code')}>
        <CaseTypeSelect />
      </Form.Item>
      <Form.Item name={[at, 'people_count']} label={t('cases.field.people_count')}>
        <InputNumber min={0} max={1_000_000} precision={0} />
      </Form.Item>
      {parties.length > 1 && (
        <Form.Item name={[at, 'party_nos']} label={t('cases.split.parties')}>
          <Checkbox.Group
            options={parties.map(({ party_no, name }) => ({
              value: party_no,
              label: t('cases.split.party', { number: party_no, name }),
            }))}
          />
        </Form.Item>
      )}
    </>
  );
}
