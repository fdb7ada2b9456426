import { useMutation } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { ImportedRoster, RotationPlan } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { problemText } from '../../shared/ui/problem-text';

interface WorkbookButtonsProps {
  plan: RotationPlan;
  onImported: () => void;
}

/** The roster as a workbook, and for a draft a workbook as its roster: all of it or nothing. */
export function WorkbookButtons({ plan, onImported }: WorkbookButtonsProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const input = useRef<HTMLInputElement>(null);
  const download = useMutation({
    mutationFn: async () =>
      (await unwrap(
        client.GET('/api/v1/rotation-plans/{id}/workbook', {
          params: { path: { id: plan.id } },
          parseAs: 'blob',
        }),
      )) as unknown as Blob,
    onSuccess: (file) => save(file, `${plan.name}.xlsx`),
    onError: (error) => void notices.error(problemText(error)),
  });
  const read = useMutation({
    mutationFn: async (file: File): Promise<ImportedRoster> => {
      const content = await base64(file);
      const send = (is_trial: boolean) =>
        unwrap(
          client.POST('/api/v1/rotation-plans/{id}/actions/import_roster', {
            params: { path: { id: plan.id }, header: ifMatch(plan.version) },
            body: { content, is_trial },
          }),
        );
      const told = await send(true);
      // What does not fit is told, and nothing is changed.
      return told.lines.length + told.breaks.length > 0 ? told : send(false);
    },
    onSuccess: ({ lines, breaks, turn_count }) => {
      if (lines.length + breaks.length > 0) return;
      notices.success(t('rotation.imported', { count: turn_count }));
      onImported();
    },
  });
  const refused = read.data ? [...read.data.lines, ...read.data.breaks] : [];
  return (
    <>
      <Button loading={download.isPending} onClick={() => download.mutate()}>
        {t('rotation.export')}
      </Button>
      {plan.allowed_actions.includes('update') && (
        <>
          <input
            ref={input}
            type="file"
            accept=".xlsx"
            hidden
            aria-label={t('rotation.import')}
            onChange={({ target }) => {
              const file = target.files?.[0];
              // The same file may be chosen again.
              target.value = '';
              if (file) read.mutate(file);
            }}
          />
          <Button loading={read.isPending} onClick={() => input.current?.click()}>
            {t('rotation.import')}
          </Button>
        </>
      )}
      {read.error && <ProblemAlert error={read.error} />}
      {refused.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t('rotation.importRefused')}
          description={refused.map((one) => (
            <p key={'line' in one ? `${one.line}${one.text}` : one.text}>
              {'line' in one ? t('rotation.line', { line: one.line, text: one.text }) : one.text}
            </p>
          ))}
        />
      )}
    </>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** The bytes of a file in base64 (RFC 4648). */
async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
