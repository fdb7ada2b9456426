import { Button } from 'antd';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './conflict-view.module.css';

export interface ConflictRow {
  label: string;
  before: ReactNode;
  theirs: ReactNode;
  /** What this person was about to save; left out where they only act. */
  mine?: ReactNode;
}

interface ConflictViewProps {
  who?: string | undefined;
  rows: ConflictRow[];
  canKeepMine?: boolean;
  pending: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  children?: ReactNode;
}

/** Somebody was faster: what changed, field by field, and whose version stands. */
export function ConflictView(props: ConflictViewProps) {
  const { who, rows, canKeepMine = true, pending, onKeepMine, onTakeTheirs, children } = props;
  const { t } = useTranslation();
  const withMine = rows.some((row) => row.mine !== undefined);
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone with the form.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-labelledby={title} className={styles.conflict}>
      <h2 id={title} ref={heading} tabIndex={-1}>
        {t('conflict.title')}
      </h2>
      <p>{t('conflict.intro', { who: who ?? t('conflict.someone') })}</p>
      {rows.length === 0 ? (
        <p>{t('conflict.nothing')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <section className={styles.scroll} aria-labelledby={title} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('conflict.field')}</th>
                <th scope="col">{t('conflict.before')}</th>
                <th scope="col">{t('conflict.theirs')}</th>
                {withMine && <th scope="col">{t('conflict.mine')}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.label}>
                  <th scope="row">{row.label}</th>
                  <td>{row.before || t('common.none')}</td>
                  <td className={styles.changed}>{row.theirs || t('common.none')}</td>
                  {withMine && <td>{row.mine || t('common.none')}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {children}
      <div className={styles.choice}>
        <Button type="primary" loading={pending} disabled={!canKeepMine} onClick={onKeepMine}>
          {t('conflict.keepMine')}
        </Button>
        <Button onClick={onTakeTheirs}>{t('conflict.takeTheirs')}</Button>
      </div>
    </section>
  );
}
