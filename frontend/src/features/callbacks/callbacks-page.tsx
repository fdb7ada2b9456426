import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { PageHeader } from '../../shared/ui/page-header';
import { type CallbackProps, type Tab, tabs } from './callback-search';
import { QueueTab } from './queue-tab';
import { QuotasTab } from './quotas-tab';
import { SignalsTab } from './signals-tab';

/** 回访: whom to call, what is open to question, and how many are called. */
export function CallbacksPage({ search, onSearch }: CallbackProps) {
  const { t } = useTranslation();
  const { nav } = useMe();
  // Who calls nobody looks at what was answered.
  const shown = tabs.filter((one) => one !== 'queue' || nav.includes('callback_queue'));
  const asked = search.tab && shown.includes(search.tab) ? search.tab : undefined;
  const tab = asked ?? shown[0] ?? 'signals';
  const contents = { queue: QueueTab, signals: SignalsTab, quotas: QuotasTab };
  const Content = contents[tab];
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
