import { Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useActingRole } from '../../shared/api/session';
import { useTransitions } from '../../shared/api/workflow';
import { PageHeader } from '../../shared/ui/page-header';
import { type CallbackProps, type Tab, tabs } from './callback-search';
import { QueueTab } from './queue-tab';
import { QuotasTab } from './quotas-tab';
import { SignalsTab } from './signals-tab';

/** 回访: whom to call, what is open to question, and how many are called. */
export function CallbacksPage({ search, onSearch }: CallbackProps) {
  const { t } = useTranslation();
  const role = useActingRole();
  const { transitions, isPending } = useTransitions();
  const calls = transitions?.find(({ action }) => action === 'record_callback')?.roles;
  // Who calls nobody looks at what was answered.
  const shown = tabs.filter((one) => one !== 'queue' || !calls || (role && calls.includes(role)));
  const tab = search.tab ?? shown[0] ?? 'signals';
  const contents = { queue: QueueTab, signals: SignalsTab, quotas: QuotasTab };
  const Content = contents[tab];
  if (isPending) return <Skeleton active />;
  return (
    <>
      <PageHeader title={t('callbacks.title')} note={t('callbacks.note')} />
      <Tabs
        activeKey={tab}
        items={shown.map((key) => ({ key, label: t(`callbacks.tabs.${key}`) }))}
        onChange={(key) => onSearch({ tab: key as Tab })}
      />
      <Content search={search} onSearch={onSearch} />
    </>
  );
}
