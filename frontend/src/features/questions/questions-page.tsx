import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { AnswerQuestionDialog } from './answer-question-dialog';
import { questionsOptions, refreshQuestions } from './queries';
import styles from './questions.module.css';

const questionViews = ['open', 'all'] as const;
type QuestionViewName = (typeof questionViews)[number];

interface QuestionsPageProps {
  view: QuestionViewName;
  onView: (view: QuestionViewName) => void;
}

/** 核实事项: what was seen and cannot be judged, in questions to units; no persons, no ranking. */
export function QuestionsPage({ view, onView }: QuestionsPageProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(questionsOptions(view === 'open' ? { state: ['open'] } : {}));
  const [answering, setAnswering] = useState<Question | null>(null);
  return (
    <>
      <PageHeader title={t('nav.questions')} note={t('questions.note')} />
      <div className={styles.filters}>
        <Segmented
          aria-label={t('questions.views')}
          value={view}
          options={questionViews.map((value) => ({ value, label: t(`questions.view.${value}`) }))}
          onChange={onView}
        />
      </div>
      <KeysetTable<Question>
        label={t('nav.questions')}
        query={query}
        empty={t('questions.empty')}
        columns={[
          {
            title: t('questions.question'),
            width: 420,
            cell: (row) => (
              <>
                {row.question}
                <span className={styles.soft}>{row.kind_name}</span>
              </>
            ),
          },
          {
            title: t('questions.unit'),
            cell: (row) => row.department?.name ?? row.region?.name ?? '',
          },
          { title: t('questions.facts'), cell: (row) => <FactsLink question={row} /> },
          { title: t('questions.asked'), cell: (row) => formatInstant(row.created_at) },
          {
            title: t('questions.state'),
            width: 280,
            cell: (row) => (
              <>
                {enumName('questionState', row.state)}
                <Said question={row} />
              </>
            ),
          },
          {
            title: t('questions.manage'),
            cell: (row) =>
              row.allowed_actions.includes('answer') && (
                <Button size="small" onClick={() => setAnswering(row)}>
                  {t('questions.answer')}
                </Button>
              ),
          },
        ]}
      />
      {answering && (
        <AnswerQuestionDialog
          question={answering}
          onChanged={() => void refreshQuestions(queryClient)}
          onClose={() => setAnswering(null)}
        />
      )}
    </>
  );
}

/** The list of cases behind a question; a number stands in the question itself. */
function FactsLink({ question }: { question: Question }) {
  const { t } = useTranslation();
  const { cases, number } = question;
  if (!cases) return number?.number ?? null;
  return (
    <Link
      to="/cases"
      search={{
        registering_unit_id: cases.registering_unit_id,
        registered_from: cases.registered_from,
        registered_to: cases.registered_to,
      }}
    >
      {t('questions.cases')}
    </Link>
  );
}

/** What the unit said, by whom and when. */
function Said({ question }: { question: Question }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { answer, answered_by, answered_at, ground } = question;
  if (!answer || !answered_at) return null;
  return (
    <span className={styles.soft}>
      {t('questions.answeredBy', {
        ground: enumName('answerGround', ground),
        name: answered_by?.name ?? '',
        at: formatInstant(answered_at),
        answer,
      })}
    </span>
  );
}
