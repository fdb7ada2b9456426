import { Watermark } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/session';
import { formatInstant } from '../lib/dates';
import styles from './marked.module.css';

/**
 * A page that shows personal data: who looks, of which unit and when, across the screen; on paper as
 * a line at the foot of every sheet, because printers leave backgrounds out.
 */
export function Marked({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const capacity = me.capacities.find(({ id }) => id === me.acting_capacity_id);
  const unit = capacity?.department?.name ?? capacity?.center?.name ?? capacity?.region?.name ?? '';
  const at = formatInstant(new Date().toISOString());
  return (
    <Watermark
      content={[`${unit} ${me.person.name}`.trim(), at]}
      font={{ color: 'rgb(0 0 0 / 5%)' }}
    >
      {children}
      <p className={styles.printed} data-testid="print-mark" aria-hidden="true">
        {t('common.printedBy', { unit, name: me.person.name, at })}
      </p>
    </Watermark>
  );
}
