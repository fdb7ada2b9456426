import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Radio, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import { useMe } from '../../shared/api/session';
import type { CaseListQuery, NewExport } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { Dialog } from '../../shared/ui/dialog';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { refreshExports } from './queries';

interface ExportButtonProps {
  /** What the list shows now. */
  query: CaseListQuery;
  /** Where exports are listed. */
  onAsked: () => void;
}

/** Asks for what the list shows as a file; who may not does not see it. */
export function ExportButton({ query, onAsked }: ExportButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  if (!useMe().nav.includes('exports')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('exports.ask')}</Button>
      {isOpen && <ExportDialog query={query} onAsked={onAsked} onClose={() => setOpen(false)} />}
    </>
  );
}

function ExportDialog({ query, onAsked, onClose }: ExportButtonProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const [format, setFormat] = useState<NewExport['format']>('xlsx');
  const [bom, setBom] = useState(true);
  const { limit: _limit, cursor: _cursor, count: _count, ...filters } = query;
  const ask = useMutation({
    mutationFn: (body: NewExport) =>
      unwrap(client.POST('/api/v1/exports', { params: { header: idempotencyKey(body) }, body })),
    onSuccess: () => {
      void refreshExports(queryClient);
      onClose();
      onAsked();
    },
  });
  return (
    <Dialog
      title={t('exports.askTitle')}
      okText={t('exports.ask')}
      cancelText={t('common.cancel')}
      confirmLoading={ask.isPending}
      onOk={() => ask.mutate({ filters, format, bom: format === 'csv' && bom })}
      onCancel={onClose}
    >
      {ask.error && <ProblemAlert error={ask.error} />}
      <p>{t('exports.askNote')}</p>
      <Space orientation="vertical">
        <Radio.Group
          aria-label={t('exports.format')}
          value={format}
          onChange={({ target }) => setFormat(target.value as NewExport['format'])}
          options={[
            { value: 'xlsx', label: t('exports.xlsx') },
            { value: 'csv', label: t('exports.csv') },
            { value: 'jsonl', label: t('exports.jsonl') },
          ]}
        />
        {format === 'csv' && (
          <Checkbox checked={bom} onChange={({ target }) => setBom(target.checked)}>
            {t('exports.bom')}
          </Checkbox>
        )}
      </Space>
    </Dialog>
  );
}
