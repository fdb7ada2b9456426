import { DeleteOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { Agreement, RecordAgreement } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { toFen } from '../../shared/lib/money';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import styles from './agreements.module.css';
import { refreshAgreements } from './queries';

/** Somebody who can promise or receive something. */
export interface AgreementParty {
  party_no: number;
  label: string;
}

interface ItemValues {
  party_no?: number;
  to_party_no?: number;
  what?: string;
  yuan?: number | null;
  due_on?: string;
}

interface RecordValues {
  form?: RecordAgreement['form'];
  terms?: string;
  concluded_on?: string;
  is_status_only?: boolean;
  items?: (ItemValues | undefined)[];
}

interface RecordAgreementDialogProps {
  caseId: string;
  mediationId?: string;
  parties: AgreementParty[];
  onClose: () => void;
}

/** What was agreed on, and who does what by when. */
export function RecordAgreementDialog(props: RecordAgreementDialogProps) {
  const { caseId, mediationId, parties, onClose } = props;
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const forms = useEnumOptions('agreementForm');
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<RecordValues, Agreement>
      form="agreements_record"
      title={t('agreements.record')}
      initialValues={{ form: 'written', concluded_on: today(), items: [{}] }}
      create={(values, header) =>
        unwrap(
          client.POST('/api/v1/cases/{case_id}/agreements', {
            params: { path: { case_id: caseId }, header },
            body: toRequest(values, mediationId),
          }),
        )
      }
      onCreated={() => void refreshAgreements(queryClient)}
      onClose={onClose}
    >
      <Form.Item name="form" {...required(t('agreements.form'))}>
        <Radio.Group options={forms} />
      </Form.Item>
      <DayItem name="concluded_on" last={today()} {...required(t('agreements.concludedOn'))} />
      <Form.Item
        name="terms"
        {...required(t('agreements.terms'))}
        extra={t('agreements.termsHelp')}
      >
        <Input.TextArea rows={6} maxLength={20_000} />
      </Form.Item>
      <Form.Item
        name="is_status_only"
        valuePropName="checked"
        extra={t('agreements.statusOnlyHelp')}
      >
        <Checkbox>{t('agreements.statusOnly')}</Checkbox>
      </Form.Item>
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <fieldset key={key} className={styles.item}>
                <legend>{t('agreements.itemNo', { no: name + 1 })}</legend>
                <ItemFields at={name} parties={parties} required={required} />
                {fields.length > 1 && (
                  <Button icon={<DeleteOutlined />} onClick={() => remove(name)}>
                    {t('agreements.removeItem')}
                  </Button>
                )}
              </fieldset>
            ))}
            <Button onClick={() => add({})}>{t('agreements.addItem')}</Button>
          </>
        )}
      </Form.List>
    </CreateDialog>
  );
}

interface ItemFieldsProps {
  at: number;
  parties: AgreementParty[];
  required: (label: string) => object;
}

function ItemFields({ at, parties, required }: ItemFieldsProps) {
  const { t } = useTranslation();
  const options = parties.map(({ party_no, label }) => ({ value: party_no, label }));
  return (
    <>
      <div className={styles.pair}>
        <Form.Item name={[at, 'party_no']} {...required(t('agreements.who'))}>
          <Select options={options} />
        </Form.Item>
        <Form.Item name={[at, 'to_party_no']} label={t('agreements.whom')}>
          <Select allowClear options={options} />
        </Form.Item>
      </div>
      <Form.Item name={[at, 'what']} {...required(t('agreements.what'))}>
        <Input maxLength={500} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name={[at, 'yuan']} label={t('agreements.amount')}>
          <InputNumber min={0.01} precision={2} suffix={t('common.yuan')} />
        </Form.Item>
        <DayItem name={[at, 'due_on']} {...required(t('agreements.dueOn'))} />
      </div>
    </>
  );
}

function toRequest(values: RecordValues, mediationId: string | undefined): RecordAgreement {
  const { form = 'written', terms = '', concluded_on = '', items = [] } = values;
  return {
    form,
    terms,
    concluded_on,
    is_status_only: values.is_status_only ?? false,
    ...(mediationId && { mediation_id: mediationId }),
    items: items.map((item) => ({
      party_no: item?.party_no ?? 0,
      what: item?.what ?? '',
      due_on: item?.due_on ?? '',
      ...(item?.to_party_no && { to_party_no: item.to_party_no }),
      ...(item?.yuan && { amount_fen: toFen(item.yuan) }),
    })),
  };
}
