import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Obligation } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { today } from '../../shared/lib/dates';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import { DaysDrawer } from './days-drawer';
import { CreateObligationDialog, EditObligationDialog } from './obligation-dialogs';
import styles from './obligations.module.css';
import { obligationsKey, obligationsOptions } from './queries';

/** What departments owe at the posts, with what is missing in plain sight. */
export function ObligationsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const [isNow, setIsNow] = useState(true);
  const query = useInfiniteQuery(obligationsOptions(isNow ? today() : undefined));
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Obligation | null>(null);
  const [opened, setOpened] = useState<Obligation | null>(null);
  const changed = () => void queryClient.invalidateQueries({ queryKey: obligationsKey });
  return (
    <>
      <PageHeader
        title={t('nav.obligations')}
        note={t('obligations.note')}
        actions={
          me.nav.includes('post_new') && (
            <Button type="primary" onClick={() => setCreating(true)}>
              {t('obligations.create')}
            </Button>
          )
        }
      />
      <div className={styles.filters}>
        <Checkbox checked={isNow} onChange={(event) => setIsNow(event.target.checked)}>
          {t('obligations.onlyNow')}
        </Checkbox>
      </div>
      <KeysetTable<Obligation>
        label={t('nav.obligations')}
        query={query}
        empty={t('obligations.empty')}
        columns={[
          {
            title: t('obligations.post'),
            cell: (row) => (
              <>
                {row.post.name}
                <span className={styles.soft}>{row.center.name}</span>
              </>
            ),
          },
          { title: t('obligations.department'), cell: (row) => row.department.name },
          {
            title: t('obligations.mode'),
            cell: (row) => (
              <>
                {enumName('stationingMode', row.mode)}
                <span className={styles.soft}>
                  {row.headcount === 0
                    ? t('obligations.resting')
                    : t('obligations.count', { count: row.headcount })}
                </span>
              </>
            ),
          },
          { title: t('obligations.hours'), cell: (row) => <Hours row={row} /> },
          { title: t('obligations.nominees'), cell: (row) => <Nominees row={row} /> },
          {
            title: t('obligations.gaps'),
            cell: (row) =>
              row.gaps.length === 0
                ? t('obligations.noGap')
                : row.gaps.map((gap) => (
                    <strong key={gap} className={styles.bad}>
                      ■ {enumName('obligationGap', gap)}
                    </strong>
                  )),
          },
          { title: t('obligations.letter'), cell: (row) => row.source_letter },
          {
            title: t('obligations.manage'),
            cell: (row) => (
              <Space wrap>
                <Button size="small" onClick={() => setOpened(row)}>
                  {t('obligations.days')}
                </Button>
                {row.allowed_actions.includes('update') && (
                  <Button size="small" onClick={() => setEditing(row)}>
                    {t('common.edit')}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {creating && (
        <CreateObligationDialog onCreated={changed} onClose={() => setCreating(false)} />
      )}
      {editing && (
        <EditObligationDialog
          obligation={editing}
          onSaved={changed}
          onClose={() => setEditing(null)}
        />
      )}
      {opened && <DaysDrawer obligation={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function Hours({ row }: { row: Obligation }) {
  const { t } = useTranslation();
  const { opens, closes, valid_from, valid_to } = row;
  return (
    <>
      {closes > opens
        ? `${opens}–${closes}`
        : t('obligations.overnight', { from: opens, to: closes })}
      <span className={styles.soft}>
        {valid_to
          ? t('obligations.period', { from: valid_from, to: valid_to })
          : t('obligations.openEnd', { from: valid_from })}
      </span>
    </>
  );
}

/** Names with what stands in the way of each. */
function Nominees({ row }: { row: Obligation }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.plain}>
      {row.nominees.map(({ person, role, is_admitted, lacks }) => (
        <li key={person.id} data-record>
          {t('obligations.nominee', { role, name: person.name })}
          {!is_admitted && <span className={styles.bad}>{t('obligations.notAdmitted')}</span>}
          {lacks.length > 0 && (
            <span className={styles.bad}>
              {t('obligations.lacks', {
                skills: lacks.map(({ name }) => name).join(t('common.separator')),
              })}
            </span>
          )}
        </li>
      ))}
      {row.mix.map(({ skill, count }) => (
        <li key={skill.code} className={styles.soft}>
          {t('obligations.mixShare', { skill: skill.name, count })}
        </li>
      ))}
    </ul>
  );
}
