import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Mediator } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { CreateMediatorDialog, EditMediatorDialog } from './mediator-dialogs';
import styles from './mediators.module.css';
import { mediatorsOptions } from './queries';

/** Who may mediate, until when, and to whom they are close. */
export function MediatorsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(mediatorsOptions);
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Mediator | null>(null);
  const changed = () => void queryClient.invalidateQueries({ queryKey: mediatorsOptions.queryKey });
  return (
    <>
      <PageHeader
        title={t('nav.mediators')}
        note={t('mediators.note')}
        actions={
          me.nav.includes('mediator_new') && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('mediators.create')}
            </Button>
          )
        }
      />
      <KeysetTable<Mediator>
        label={t('nav.mediators')}
        query={query}
        empty={t('mediators.empty')}
        columns={[
          {
            title: t('mediators.name'),
            cell: (row) => (
              <>
                {row.person.name}
                <span className={styles.soft}>{row.department?.name}</span>
              </>
            ),
          },
          { title: t('mediators.kind'), cell: (row) => enumName('mediatorKind', row.kind) },
          { title: t('mediators.certificate'), cell: (row) => row.certificate_no },
          {
            title: t('mediators.qualified'),
            cell: (row) => (
              <>
                {t('mediators.period', {
                  from: row.qualified_from_on,
                  until: row.qualified_until_on,
                })}
                {!row.is_qualified && (
                  <strong className={styles.over}>{t('mediators.notQualified')}</strong>
                )}
              </>
            ),
          },
          {
            title: t('mediators.ties'),
            cell: (row) =>
              row.ties
                .map(({ kind, name }) => `${enumName('mediatorTieKind', kind)} ${name}`)
                .join(t('common.separator')),
          },
          {
            title: t('mediators.manage'),
            cell: (row) =>
              row.allowed_actions.includes('update') && (
                <Button size="small" onClick={() => setEditing(row)}>
                  {t('common.edit')}
                </Button>
              ),
          },
        ]}
      />
      {creating && <CreateMediatorDialog onCreated={changed} onClose={() => setCreating(false)} />}
      {editing && (
        <EditMediatorDialog mediator={editing} onSaved={changed} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
