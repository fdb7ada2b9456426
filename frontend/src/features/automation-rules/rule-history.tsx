import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RuleVersion } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { QueryState } from '../../shared/ui/query-state';
import styles from './automation-rules.module.css';
import { versionsOptions } from './queries';

/** What each version changed, member by member, and what was decided about it. */
export function RuleHistory({ ruleId }: { ruleId: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(versionsOptions(ruleId));
  return (
    <QueryState query={query}>
      {({ pages }) => {
        const versions = pages.flatMap(({ items }) => items);
        if (versions.length === 0) return <Empty description={t('automation.history.empty')} />;
        return (
          <>
            {versions.map((version) => (
              <Version key={version.id} version={version} />
            ))}
            {query.hasNextPage && (
              <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('common.more')}
              </Button>
            )}
          </>
        );
      }}
    </QueryState>
  );
}

function Version({ version }: { version: RuleVersion }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const title = t('automation.versionNo', { version: version.version });
  const by = (name: string, at: string) =>
    t('automation.history.by', { name, at: formatInstant(at) });
  const rows = version.changes.map((change) => ({ ...change, id: change.member }));
  return (
    <section className={styles.version} aria-label={title}>
      <h3>{title}</h3>
      <p>
        {by(version.changed_by.name, version.created_at)}
        {version.version === 1 && ` · ${t('automation.history.first')}`}
        {version.reason && ` · ${version.reason}`}
      </p>
      {version.turns.length > 0 && (
        <ul>
          {version.turns.map((turn) => (
            <li key={turn.at}>
              {`${enumName('ruleTurn', turn.turn)} · ${by(turn.by.name, turn.at)} · ${turn.reason}`}
            </li>
          ))}
        </ul>
      )}
      <DataTable
        label={title}
        rows={rows}
        empty={t('automation.history.same')}
        columns={[
          {
            title: t('automation.history.member'),
            width: 120,
            cell: (row) => enumName('ruleMember', row.member),
          },
          { title: t('automation.history.was'), cell: (row) => row.before ?? t('common.none') },
          { title: t('automation.history.is'), cell: (row) => row.after ?? t('common.none') },
        ]}
      />
    </section>
  );
}
