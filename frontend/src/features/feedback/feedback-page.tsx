import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { Feedback } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { FeedbackReplyDialog } from './feedback-reply-dialog';

const feedbackOptions = infiniteQueryOptions({
  queryKey: ['feedback', 'list'],
  queryFn: ({ pageParam, signal }) =>
    unwrap(
      client.GET('/api/v1/feedback', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** What was reported and what became of it: mine, or everybody's for those who answer. */
export function FeedbackPage() {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const pageName = usePageName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(feedbackOptions);
  const [answering, setAnswering] = useState<Feedback | null>(null);
  const mayAnswer = query.data?.pages.some(({ items }) =>
    items.some(({ allowed_actions }) => allowed_actions.includes('update')),
  );

  return (
    <>
      <PageHeader title={t('feedback.title')} note={t('feedback.note')} />
      <KeysetTable<Feedback>
        label={t('nav.feedback')}
        query={query}
        empty={t('feedback.empty')}
        columns={[
          { title: t('feedback.at'), cell: (row) => formatInstant(row.created_at) },
          { title: t('feedback.kind'), cell: (row) => enumName('feedbackKind', row.kind) },
          { title: t('feedback.text'), cell: (row) => row.text, width: 320 },
          { title: t('feedback.page'), cell: (row) => pageName(row.page) },
          { title: t('feedback.by'), cell: (row) => row.person.name },
          { title: t('feedback.state'), cell: (row) => enumName('feedbackState', row.state) },
          {
            title: t('feedback.reply'),
            width: 320,
            cell: (row) => row.reply ?? t('feedback.noReply'),
          },
          ...(mayAnswer
            ? [
                {
                  title: t('feedback.manage'),
                  cell: (row: Feedback) => (
                    <Button size="small" onClick={() => setAnswering(row)}>
                      {t('feedback.handle')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {answering && (
        <FeedbackReplyDialog
          feedback={answering}
          onDone={() => void queryClient.invalidateQueries({ queryKey: feedbackOptions.queryKey })}
          onClose={() => setAnswering(null)}
        />
      )}
    </>
  );
}

/** The page somebody reported from, by its name; the catalogue also names those without an entry. */
function usePageName(): (path: string) => string {
  const { t } = useTranslation();
  return (path): string => {
    const entry = path.split('/')[1]?.replaceAll('-', '_') || 'home';
    const names: Record<string, unknown> = t('nav', { returnObjects: true });
    const name = names[entry];
    return typeof name === 'string' ? name : path;
  };
}
