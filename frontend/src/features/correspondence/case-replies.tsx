import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './correspondence.module.css';
import {
  citizenWordsOptions,
  correspondenceCaseOptions,
  refreshCorrespondence,
  repliesOptions,
} from './queries';
import { WordList } from './word-list';
import { WriteDialog } from './write-dialog';

/** What the citizen was answered, and by which unit. */
export function CaseReplies({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [writing, setWriting] = useState(false);
  const beside = useQuery(correspondenceCaseOptions(caseId)).data?.beside ?? [];
  const query = useInfiniteQuery(repliesOptions(caseId));
  const replies = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isAnswering = writing || replies.some(({ message_id }) => message_id !== null);
  const said = useQuery({ ...citizenWordsOptions(caseId), enabled: isAnswering }).data ?? [];
  return (
    <section
      className={`${styles.panel} no-print`}
      aria-labelledby="replies-title"
      data-testid="case-replies"
    >
      <h2 id="replies-title">{t('correspondence.replies')}</h2>
      {query.error && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && replies.length === 0 && <p>{t('correspondence.noReplies')}</p>}
      <WordList
        words={replies.map(
          ({ id, text, message_id, written_by, department, center, created_at }) => ({
            id,
            text,
            from: t('correspondence.by', {
              unit: department?.name ?? center.name,
              who: written_by.name,
            }),
            at: created_at,
            answers: said.find((one) => one.id === message_id)?.text,
          }),
        )}
        label={t('correspondence.replies')}
        hasMore={query.hasNextPage}
        onMore={() => void query.fetchNextPage()}
      />
      {beside.includes('reply') && (
        <Button size="small" onClick={() => setWriting(true)} data-testid="reply">
          {t('correspondence.reply')}
        </Button>
      )}
      {writing && (
        <WriteDialog
          title={t('correspondence.reply')}
          label={t('correspondence.replyText')}
          help={t('correspondence.replyHelp')}
          form="correspondence_reply"
          isPublic
          answers={said.map((one) => ({
            value: one.id,
            label: t('correspondence.said', { at: formatInstant(one.at), text: one.text }),
          }))}
          write={(body, header) =>
            unwrap(
              client.POST('/api/v1/cases/{case_id}/replies', {
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
