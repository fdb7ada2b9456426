import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../shared/ui/page-header';
import { BulletinTab } from './bulletin-tab';
import { LadderTab } from './ladder-tab';
import { OrdersTab } from './orders-tab';
import { type SupervisionProps, type Tab, tabs } from './supervision-search';

/** 督办: orders, the limits on the ladder, and the bulletin of a month. */
export function SupervisionPage({ search, onSearch }: SupervisionProps) {
  const { t } = useTranslation();
  const tab = search.tab ?? 'orders';
  const contents = { orders: OrdersTab, ladder: LadderTab, bulletin: BulletinTab };
  const Content = contents[tab];
  return (
    <>
      <PageHeader title={t('supervision.title')} note={t('supervision.note')} />
      <Tabs
        className="no-print"
        activeKey={tab}
        items={tabs.map((key) => ({ key, label: t(`supervision.tab.${key}`) }))}
        onChange={(key) => onSearch({ tab: key as Tab })}
      />
      <Content search={search} onSearch={onSearch} />
    </>
  );
}
