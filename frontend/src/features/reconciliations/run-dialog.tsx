import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, DatePicker, Form, Input, Upload } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api, client } from '../../shared/api/client';
import type { Reconciliation } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { thisMonth } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { MOST, parseList, textOf } from './parse-list';

interface RunDialogProps {
  onDone: (made: Reconciliation) => void;
  onClose: () => void;
}

interface Values {
  source_system: string;
  month: Dayjs;
  list: string;
}

/** A source's list, pasted from a sheet or taken from a file. */
export function RunDialog({ onDone, onClose }: RunDialogProps) {
  const { t } = useTranslation();
  // Without them a name is typed.
  const { data: systems } = useQuery(api.queryOptions('get', '/api/v1/adapters'));
  const required = (label: string) => [
    { required: true, message: t('common.required', { label }) },
  ];
  const source = t('reconciliations.source');
  const month = t('reconciliations.month');
  return (
    <CreateDialog<Values, Reconciliation>
      title={t('reconciliations.run')}
      initialValues={{ month: dayjs(`${thisMonth()}-01`).subtract(1, 'month') }}
      create={({ source_system, month, list }, header) =>
        unwrap(
          client.POST('/api/v1/reconciliations', {
            params: { header },
            body: {
              source_system: source_system.trim(),
              month: month.format('YYYY-MM'),
              numbers: parseList(list),
            },
          }),
        )
      }
      onCreated={onDone}
      onClose={onClose}
    >
      <Form.Item
        name="source_system"
        label={source}
        extra={t('reconciliations.sourceHelp')}
        rules={required(source)}
      >
        <AutoComplete
          maxLength={50}
          options={(systems?.items ?? []).map(({ system, name }) => ({
            value: system,
            label: `${system}（${name}）`,
          }))}
        />
      </Form.Item>
      <Form.Item name="month" label={month} rules={required(month)}>
        <DatePicker picker="month" allowClear={false} />
      </Form.Item>
      <ListItem />
    </CreateDialog>
  );
}

function ListItem() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Values>();
  const text = Form.useWatch<string | undefined>('list', form) ?? '';
  const label = t('reconciliations.list');
  const rows = parseList(text);
  const [first] = rows;
  return (
    <>
      <Form.Item
        name="list"
        label={label}
        extra={t('reconciliations.listHelp')}
        rules={[
          {
            validator: async (_, value: string | undefined) => {
              const found = parseList(value ?? '').length;
              if (found === 0) throw new Error(t('common.required', { label }));
              if (found > MOST) throw new Error(t('reconciliations.tooMany', { most: MOST }));
            },
          },
        ]}
      >
        <Input.TextArea rows={8} />
      </Form.Item>
      <Upload
        accept=".csv,.txt,text/csv,text/plain"
        showUploadList={false}
        beforeUpload={async (file) => {
          form.setFieldsValue({ list: await textOf(file) });
          return false;
        }}
      >
        <Button>{t('reconciliations.fromFile')}</Button>
      </Upload>
      <p aria-live="polite">{t('reconciliations.read', { count: rows.length })}</p>
      {first && (
        <p>
          {t('reconciliations.firstRead', {
            number: first.number,
            unit: first.unit ?? t('reconciliations.noUnit'),
            day: first.received_on ?? t('reconciliations.noUnit'),
          })}
        </p>
      )}
    </>
  );
}
