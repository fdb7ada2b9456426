import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseEvent } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { formatInstant } from '../../../shared/lib/dates';
import { QueryState } from '../../../shared/ui/query-state';
import { caseEventsOptions } from '../queries';
import { useDoerName } from '../use-doer-name';
import styles from './case-page.module.css';
import { type EventCategory, eventCategories, eventCategory } from './event-category';

/** The ledger as one time line; chips narrow it, nothing hides behind a tab. */
export function Timeline({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<EventCategory[]>([]);
  const query = useInfiniteQuery(caseEventsOptions(caseId));

  return (
    <section className={styles.panel} aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t('cases.timeline.title')}</h2>
      <QueryState query={query} rows={8}>
        {({ pages }) => {
          const events = pages.flatMap((page) => page.items);
          const present = eventCategories.filter((category) =>
            events.some(({ kind }) => eventCategory(kind) === category),
          );
          const shown = events.filter(
            ({ kind }) => chosen.length === 0 || chosen.includes(eventCategory(kind)),
          );
          return (
            <>
              {present.length > 1 && (
                <CategoryChips present={present} chosen={chosen} onChoose={setChosen} />
              )}
              <ol className={styles.events} aria-label={t('cases.timeline.title')}>
                {shown.map((event) => (
                  <TimelineEvent key={event.seq} event={event} />
                ))}
              </ol>
              {query.hasNextPage && (
                <Button
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {t('common.more')}
                </Button>
              )}
            </>
          );
        }}
      </QueryState>
    </section>
  );
}

interface CategoryChipsProps {
  present: EventCategory[];
  chosen: EventCategory[];
  onChoose: (categories: EventCategory[]) => void;
}

function CategoryChips({ present, chosen, onChoose }: CategoryChipsProps) {
  const { t } = useTranslation();
  const toggle = (category: EventCategory) =>
    onChoose(
      chosen.includes(category) ? chosen.filter((one) => one !== category) : [...chosen, category],
    );
  return (
    <fieldset className={`${styles.chips} no-print`} aria-label={t('cases.timeline.filter')}>
      <Tag.CheckableTag checked={chosen.length === 0} onChange={() => onChoose([])}>
        {t('common.all')}
      </Tag.CheckableTag>
      {present.map((category) => (
        <Tag.CheckableTag
          key={category}
          checked={chosen.includes(category)}
          onChange={() => toggle(category)}
        >
          {t(`cases.timeline.category.${category}`)}
        </Tag.CheckableTag>
      ))}
    </fieldset>
  );
}

/** Entered later than it happened by more than this is worth a word. */
const LATE_MS = 60_000;

function TimelineEvent({ event }: { event: CaseEvent }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const doerName = useDoerName();
  const late = Date.parse(event.recorded_at) - Date.parse(event.at) > LATE_MS;
  const capacity = event.actor && event.capacity;
  const who = [
    doerName(event),
    capacity && enumName('role', capacity.role),
    capacity?.department_name,
  ];
  return (
    <li className={styles.event} data-testid="timeline-event" data-kind={event.kind}>
      <strong>{event.kind_name}</strong>
      <p>{event.sentence}</p>
      <p className={styles.eventMeta}>
        <time dateTime={event.at}>{formatInstant(event.at)}</time>
        {` · ${who.filter(Boolean).join(' · ')}`}
        {late && ` · ${t('cases.timeline.late', { at: formatInstant(event.recorded_at) })}`}
      </p>
      <details className={`${styles.proof} no-print`}>
        <summary>{t('cases.timeline.proof', { seq: event.seq })}</summary>
        <code>{event.hash}</code>
      </details>
    </li>
  );
}
