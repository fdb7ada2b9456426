import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import type { Adapter } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { FactList } from '../../shared/ui/fact-list';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { type AdapterActing, AdapterDialog } from './adapter-dialogs';
import styles from './adapters.module.css';
import { Answers, CodeTables, Mapping } from './mapping';
import { MessageLog } from './message-log';
import { adapterOptions, keepAdapter } from './queries';
import { TryPanel } from './try-panel';

/** One system: how its messages are read, what came of them, and trying one. */
export function AdapterPage({ code }: { code: string }) {
  const { t } = useTranslation();
  const query = useQuery(adapterOptions(code));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {(adapter) => <AdapterDetail adapter={adapter} />}
    </QueryState>
  );
}

function AdapterDetail({ adapter }: { adapter: Adapter }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const [acting, setActing] = useState<AdapterActing | null>(null);
  const may = (verb: string) => adapter.allowed_actions.includes(verb);
  const turn = adapter.is_active ? 'stop' : 'resume';
  return (
    <>
      <PageHeader
        title={adapter.name}
        note={t('adapters.note')}
        actions={
          <>
            {may('update') &&
              ([turn, 'edit'] as const).map((verb) => (
                <Button key={verb} onClick={() => setActing(verb)}>
                  {t(`adapters.action.${verb}`)}
                </Button>
              ))}
            <Link to="/adapters">{t('adapters.back')}</Link>
          </>
        }
      />
      <section className={styles.panel}>
        <FactList
          facts={[
            [t('adapters.system'), adapter.system],
            [t('adapters.channel'), enumName('channel', adapter.channel)],
            [t('adapters.isActive'), t(adapter.is_active ? 'common.yes' : 'common.no')],
            [t('adapters.version'), String(adapter.version)],
            [t('adapters.source'), adapter.source],
            [t('adapters.reason'), adapter.reason ?? t('adapters.shipped')],
            [
              t('adapters.updatedAt'),
              adapter.updated_at ? formatInstant(adapter.updated_at) : t('adapters.shipped'),
            ],
          ]}
        />
      </section>
      {may('try') && <TryPanel key={adapter.version} adapter={adapter} />}
      <Mapping adapter={adapter} />
      <CodeTables adapter={adapter} />
      <Answers adapter={adapter} />
      <MessageLog code={adapter.code} />
      {acting && (
        <AdapterDialog
          adapter={adapter}
          acting={acting}
          onDone={(changed) => void keepAdapter(queryClient, changed)}
          onClose={() => setActing(null)}
        />
      )}
    </>
  );
}
