import { Badge, Button, Input, Select, Skeleton } from 'antd';
import { lazy, Suspense, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActingRole } from '../../../shared/api/session';
import { clearable } from '../../../shared/ui/clearable';
import { Filter } from '../../../shared/ui/filter';
import { SearchRegion } from '../../../shared/ui/search-region';
import { queuesFor } from '../queues';
import { useQueueName } from '../use-queue-name';
import styles from './case-list.module.css';
import {
  type CaseSearch,
  countFilters,
  figureFilters,
  parseCaseSearch,
  usualSort,
} from './case-search';
import { EnumFilter } from './enum-filter';

// Trees and calendars, for who opens them.
const MoreFilters = lazy(() => import('./more-filters'));

interface CaseFiltersProps {
  search: CaseSearch;
  onSearch: (search: CaseSearch) => void;
}

/** Every filter stands in the address, so that a list can be sent to a colleague. */
export function CaseFilters({ search, onSearch }: CaseFiltersProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(countFilters(search) > 0);
  const change = (part: Record<string, unknown>) =>
    onSearch(parseCaseSearch({ ...search, ...part }));
  const more = useId();
  const usual = usualSort(search);
  const queueName = useQueueName();
  const role = useActingRole();
  // An address may name a queue that is not daily work here.
  const queues = new Set([...queuesFor(role), ...(search.queue ? [search.queue] : [])]);

  return (
    <SearchRegion className={styles.filters} label={t('cases.list.filters')}>
      <TextFilter value={search.q ?? ''} onChange={(q) => change({ q })} />
      <div className={styles.mainFilters} data-open={open}>
        <Filter label={t('cases.list.queue')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              value={search.queue ?? null}
              placeholder={t('common.all')}
              options={[...queues].map((queue) => ({ value: queue, label: queueName(queue) }))}
              onChange={(queue) => change({ queue })}
            />
          )}
        </Filter>
        <EnumFilter group="status" name="status" search={search} onChange={change} />
        <Filter label={t('cases.list.sort')}>
          {(id) => (
            <Select
              id={id}
              value={search.sort ?? usual}
              options={(['-registered_at', 'registered_at', 'due_at', '-updated_at'] as const).map(
                (sort) => ({ value: sort, label: t(`cases.sort.${sort}`) }),
              )}
              onChange={(sort) => change({ sort: sort === usual ? undefined : sort })}
            />
          )}
        </Filter>
      </div>
      <div className={styles.filterButtons}>
        <Badge count={open ? 0 : countFilters(search)}>
          <Button aria-expanded={open} aria-controls={more} onClick={() => setOpen(!open)}>
            {t(open ? 'cases.list.fewerFilters' : 'cases.list.moreFilters')}
          </Button>
        </Badge>
        <Button type="text" onClick={() => onSearch({})}>
          {t('common.reset')}
        </Button>
        {figureFilters
          .filter((name) => search[name])
          .map((name) => (
            <Button
              key={name}
              size="small"
              aria-label={t('cases.figureFilter.remove', { name: t(`cases.figureFilter.${name}`) })}
              onClick={() => change({ [name]: undefined })}
            >
              {t(`cases.figureFilter.${name}`)} ×
            </Button>
          ))}
      </div>
      <div id={more} hidden={!open} className={styles.moreFilters}>
        {open && (
          <Suspense fallback={<Skeleton active title={false} />}>
            <MoreFilters search={search} onChange={change} />
          </Suspense>
        )}
      </div>
    </SearchRegion>
  );
}

/** Typing searches when it is sent, so that a list does not change under every letter. */
function TextFilter({ value, onChange }: { value: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <Filter label={t('cases.list.text')}>
      {(id) => (
        <Input.Search
          id={id}
          allowClear={clearable}
          value={text}
          enterButton={t('common.search')}
          onChange={(event) => setText(event.target.value)}
          onSearch={onChange}
        />
      )}
    </Filter>
  );
}
