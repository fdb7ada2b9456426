import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useMe } from '../../shared/api/session';
import type { CallbackQuota, SetCallbackQuota } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { currentLanguage } from '../../shared/i18n/i18n';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DataTable } from '../../shared/ui/data-table';
import { DayItem } from '../../shared/ui/day-item';
import { QueryState } from '../../shared/ui/query-state';
import { DepartmentSelect } from '../../shared/ui/reference-select';
import styles from './callbacks.module.css';
import { quotasOptions } from './queries';

/** How many of a hundred are called, by level; every version with its source. */
export function QuotasTab() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const me = useMe();
  const queryClient = useQueryClient();
  const query = useQuery(quotasOptions());
  const [setting, setSetting] = useState(false);
  const sourceOf = (row: CallbackQuota) =>
    (currentLanguage() === 'en' ? row.source_en : null) ?? row.source;
  return (
    <>
      <p>{t('callbacks.quotaNote')}</p>
      {me.nav.includes('callback_quota_new') && (
        <div className={styles.views}>
          <Button type="primary" onClick={() => setSetting(true)}>
            {t('callbacks.set')}
          </Button>
        </div>
      )}
      <QueryState query={query} rows={4}>
        {({ items }) => (
          <DataTable<CallbackQuota>
            label={t('callbacks.tabs.quotas')}
            rows={items}
            empty={t('callbacks.quotasEmpty')}
            columns={[
              { title: t('callbacks.level'), cell: (row) => enumName('level', row.level) },
              {
                title: t('callbacks.unit'),
                cell: (row) => row.department?.name ?? t('callbacks.everyUnit'),
              },
              {
                title: t('callbacks.percent'),
                cell: ({ percent }) => t('callbacks.percentOf', { percent }),
              },
              { title: t('callbacks.validFrom'), cell: (row) => row.valid_from },
              {
                title: t('callbacks.state'),
                cell: (row) => (
                  <>
                    {row.is_in_force ? t('callbacks.inForce') : t('callbacks.notInForce')}
                    <span className={styles.soft}>
                      {t('callbacks.version', { version: row.version })}
                    </span>
                  </>
                ),
              },
              { title: t('callbacks.source'), width: 320, cell: sourceOf },
            ]}
          />
        )}
      </QueryState>
      {setting && (
        <SetQuotaDialog
          onSet={() => void queryClient.invalidateQueries(quotasOptions())}
          onClose={() => setSetting(false)}
        />
      )}
    </>
  );
}

function SetQuotaDialog({ onSet, onClose }: { onSet: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const levels = useEnumOptions('level');
  const required = (label: string) => ({
    required: true,
    message: t('common.required', { label }),
  });
  return (
    <CreateDialog<SetCallbackQuota, CallbackQuota>
      title={t('callbacks.set')}
      initialValues={{ valid_from: today() }}
      create={(body, header) =>
        unwrap(client.POST('/api/v1/callbacks/quotas', { params: { header }, body }))
      }
      onCreated={onSet}
      onClose={onClose}
    >
      <Form.Item name="level" label={t('callbacks.level')} rules={[required(t('callbacks.level'))]}>
        <Select options={levels} />
      </Form.Item>
      <Form.Item name="department_id" label={t('callbacks.unit')} extra={t('callbacks.unitHelp')}>
        <DepartmentSelect />
      </Form.Item>
      <Form.Item
        name="percent"
        label={t('callbacks.percent')}
        rules={[required(t('callbacks.percent'))]}
      >
        <InputNumber min={0} max={100} precision={0} suffix="%" style={{ width: '100%' }} />
      </Form.Item>
      <DayItem
        name="valid_from"
        label={t('callbacks.validFrom')}
        first={today()}
        rules={[required(t('callbacks.validFrom'))]}
      />
      <Form.Item
        name="source"
        label={t('callbacks.source')}
        rules={[{ ...required(t('callbacks.source')), whitespace: true }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </CreateDialog>
  );
}
