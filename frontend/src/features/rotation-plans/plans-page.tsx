import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { RotationPlan } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { CreatePlanDialog } from './create-plan-dialog';
import { plansOptions, refreshPlans } from './queries';

/** The rosters, in their editions. */
export function PlansPage() {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(plansOptions);
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHeader
        title={t('nav.rotation_plans')}
        note={t('rotation.note')}
        actions={
          me.nav.includes('rotation_plan_new') && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('rotation.create')}
            </Button>
          )
        }
      />
      <KeysetTable<RotationPlan>
        label={t('nav.rotation_plans')}
        query={query}
        empty={t('rotation.empty')}
        columns={[
          {
            title: t('rotation.name'),
            cell: (row) => (
              <Link
                to="/rotation-plans/$planId"
                params={{ planId: row.id }}
                search={{}}
                data-record
              >
                {row.name}
              </Link>
            ),
          },
          { title: t('rotation.center'), cell: (row) => row.center.name },
          {
            title: t('rotation.period'),
            cell: ({ period }) =>
              t('rotation.span', { from: period.from_on, until: period.until_on }),
          },
          {
            title: t('rotation.state'),
            cell: (row) =>
              `${enumName('planState', row.state)} ${t('rotation.edition', { count: row.edition })}`,
          },
          {
            title: t('rotation.cost'),
            cell: ({ objective }) =>
              objective !== null &&
              objective !== undefined &&
              t('rotation.costOf', { count: objective }),
          },
        ]}
      />
      {creating && (
        <CreatePlanDialog
          onCreated={() => void refreshPlans(queryClient)}
          onClose={() => setCreating(false)}
        />
      )}
    </>
  );
}
