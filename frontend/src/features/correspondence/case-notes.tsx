import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './correspondence.module.css';
import { correspondenceCaseOptions, notesOptions, refreshCorrespondence } from './queries';
import { WordList } from './word-list';
import { WriteDialog } from './write-dialog';

/** Internal notes of a case; nothing for whom they are not for. */
export function CaseNotes({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [writing, setWriting] = useState(false);
  const caseView = useQuery(correspondenceCaseOptions(caseId)).data;
  const enabled = caseView?.beside.includes('read_notes') ?? false;
  const query = useInfiniteQuery({ ...notesOptions(caseId), enabled });
  if (!caseView?.beside.includes('read_notes')) return null;
  const notes = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section
      className={`${styles.panel} no-print`}
      aria-labelledby="notes-title"
      data-testid="case-notes"
    >
      <h2 id="notes-title">{t('correspondence.notes')}</h2>
      {query.error && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && notes.length === 0 && <p>{t('correspondence.noNotes')}</p>}
      <WordList
        words={notes.map(({ id, text, written_by, department, created_at }) => ({
          id,
          text,
          from: [written_by.name, department?.name].filter(Boolean).join(' '),
          at: created_at,
        }))}
        label={t('correspondence.notes')}
        hasMore={query.hasNextPage}
        onMore={() => void query.fetchNextPage()}
      />
      {caseView.beside.includes('write_note') && (
        <Button size="small" onClick={() => setWriting(true)}>
          {t('correspondence.writeNote')}
        </Button>
      )}
      {writing && (
        <WriteDialog
          title={t('correspondence.writeNote')}
          label={t('correspondence.noteText')}
          help={t('correspondence.noteHelp')}
          form="correspondence_write_note"
          write={(body, header) =>
            unwrap(
              client.POST('/api/v1/cases/{case_id}/notes', {
                params: { path: { case_id: caseId }, header },
                body,
              }),
            )
          }
          onWritten={() => void refreshCorrespondence(queryClient, caseId)}
          onClose={() => setWriting(false)}
        />
      )}
    </section>
  );
}
