import { UploadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Form, Progress, Select, Upload } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseImport, ImportMapping } from '../../shared/api/types';
import { Dialog } from '../../shared/ui/dialog';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { MappingFields } from './mapping-fields';
import { importFile } from './queries';

interface NewImportDialogProps {
  /** Earlier imports, whose mappings may be used again. */
  earlier: CaseImport[];
  onSent: () => void;
  onClose: () => void;
}

/** What columns are called, where an earlier import does not say. */
const SAME = 'same';
const OWN = 'own';

/** A file, which column is which field, and whether it is only tried out: first it is. */
export function NewImportDialog({ earlier, onSent, onClose }: NewImportDialogProps) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [choice, setChoice] = useState(SAME);
  const [own, setOwn] = useState<ImportMapping>({});
  const [isDryRun, setDryRun] = useState(true);
  const [percent, setPercent] = useState(0);
  const abort = useRef(new AbortController());
  // Whoever leaves the page leaves half of a file to nobody.
  useEffect(() => {
    const current = abort.current;
    return () => current.abort();
  }, []);
  const mapped = earlier.filter(({ mapping }) => mapping);
  const chosen = mapped.find(({ id }) => id === choice)?.mapping ?? null;
  const mapping = choice === OWN ? own : chosen;
  const send = useMutation({
    mutationFn: (file: File) =>
      importFile({ file, mapping, isDryRun, onProgress: setPercent, signal: abort.current.signal }),
    onSuccess: () => {
      onSent();
      onClose();
    },
  });
  return (
    <Dialog
      title={t('imports.add')}
      okText={t(isDryRun ? 'imports.try' : 'imports.run')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !file }}
      confirmLoading={send.isPending}
      onOk={() => file && send.mutate(file)}
      onCancel={onClose}
    >
      {send.error && <ProblemAlert error={send.error} />}
      <Form layout="vertical">
        <Form.Item label={t('imports.file')} extra={t('imports.formats')} required>
          <Upload
            accept=".csv,.xlsx,.jsonl"
            maxCount={1}
            showUploadList={false}
            beforeUpload={(next) => {
              setFile(next);
              return Upload.LIST_IGNORE;
            }}
          >
            <Button icon={<UploadOutlined />}>{file?.name ?? t('imports.choose')}</Button>
          </Upload>
        </Form.Item>
        <Form.Item label={t('imports.mapping')} htmlFor="import-mapping">
          <Select
            id="import-mapping"
            value={choice}
            onChange={setChoice}
            options={[
              { value: SAME, label: t('imports.mappingSame') },
              { value: OWN, label: t('imports.mappingOwn') },
              ...mapped.map(({ id, file_name }) => ({
                value: id,
                label: t('imports.mappingOf', { file: file_name }),
              })),
            ]}
          />
        </Form.Item>
        {choice === OWN && <MappingFields mapping={own} onChange={setOwn} />}
        <Checkbox checked={isDryRun} onChange={({ target }) => setDryRun(target.checked)}>
          {t('imports.dryRun')}
        </Checkbox>
      </Form>
      {send.isPending && (
        <Progress percent={Math.floor(percent)} aria-label={t('imports.sending')} />
      )}
    </Dialog>
  );
}
