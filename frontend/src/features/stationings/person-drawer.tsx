import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { Qualification, Stationing } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { QueryState } from '../../shared/ui/query-state';
import { CreateQualificationDialog, EditQualificationDialog } from './qualification-dialogs';
import {
  leavesOfOptions,
  qualificationsOptions,
  refreshPeople,
  stationingOptions,
} from './queries';
import styles from './stationings.module.css';

interface PersonDrawerProps {
  stationing: Stationing;
  onClose: () => void;
}

/** One person at the centre: how they came, what they may do, when they are away. */
export function PersonDrawer({ stationing, onClose }: PersonDrawerProps) {
  const { t } = useTranslation();
  const me = useMe();
  useReturnFocus();
  const { person } = stationing;
  const seesLeaves = me.nav.includes('leaves');
  return (
    <Drawer open size={560} title={person.name} onClose={onClose}>
      <section aria-labelledby="history-title">
        <h2 id="history-title">{t('stationings.history')}</h2>
        <History id={stationing.id} />
      </section>
      <section aria-labelledby="qualifications-title">
        <h2 id="qualifications-title">{t('qualifications.title')}</h2>
        <Qualifications personId={person.id} mayAdd={me.nav.includes('post_new')} />
      </section>
      {seesLeaves && (
        <section aria-labelledby="leaves-title">
          <h2 id="leaves-title">{t('leaves.title')}</h2>
          <Leaves personId={person.id} />
        </section>
      )}
    </Drawer>
  );
}

function History({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery(stationingOptions(id));
  return (
    <QueryState query={query}>
      {({ steps }) =>
        steps.length === 0 ? (
          <p>{t('stationings.noSteps')}</p>
        ) : (
          <ol className={styles.plain}>
            {steps.map((step) => (
              <li key={step.seq}>
                {t('stationings.historyLine', {
                  at: formatInstant(step.at),
                  name: step.actor.name,
                  step: step.kind_name,
                })}
                {step.effective_on && (
                  <span className={styles.soft}>
                    {t('stationings.lastOn')} {step.effective_on}
                  </span>
                )}
                {step.note && <span className={styles.soft}>{step.note}</span>}
              </li>
            ))}
          </ol>
        )
      }
    </QueryState>
  );
}

function Qualifications({ personId, mayAdd }: { personId: string; mayAdd: boolean }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const query = useQuery(qualificationsOptions(personId));
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<Qualification | null>(null);
  const refresh = () => void refreshPeople(queryClient);
  return (
    <QueryState query={query}>
      {({ items }) => (
        <>
          {items.length === 0 && <p>{t('qualifications.empty')}</p>}
          <ul className={styles.plain}>
            {items.map((one) => (
              <li key={one.id}>
                {one.skill.name}{' '}
                <span className={one.state === 'valid' ? '' : styles.bad}>
                  {enumName('qualificationState', one.state)}
                </span>
                <span className={styles.soft}>
                  {one.valid_until
                    ? t('qualifications.span', { from: one.valid_from, until: one.valid_until })
                    : t('qualifications.openEnd', { from: one.valid_from })}{' '}
                  {one.certificate_no}
                </span>
                {one.is_of_register && (
                  <span className={styles.soft}>{t('qualifications.ofRegister')}</span>
                )}
                {one.allowed_actions.includes('update') && (
                  <Button size="small" onClick={() => setEditing(one)}>
                    {t('common.edit')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {mayAdd && <Button onClick={() => setAdding(true)}>{t('qualifications.add')}</Button>}
          {adding && (
            <CreateQualificationDialog
              personId={personId}
              onCreated={refresh}
              onClose={() => setAdding(false)}
            />
          )}
          {editing && (
            <EditQualificationDialog
              qualification={editing}
              onSaved={refresh}
              onClose={() => setEditing(null)}
            />
          )}
        </>
      )}
    </QueryState>
  );
}

function Leaves({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useQuery(leavesOfOptions(personId));
  return (
    <QueryState query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{t('leaves.empty')}</p>
        ) : (
          <ul className={styles.plain}>
            {items.map((one) => (
              <li key={one.id}>
                {t('leaves.span', { from: one.from_on, until: one.until_on })}{' '}
                {enumName('leaveKind', one.kind)} {enumName('leaveState', one.state)}
              </li>
            ))}
          </ul>
        )
      }
    </QueryState>
  );
}
