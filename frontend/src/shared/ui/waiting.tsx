import type { ReactNode } from 'react';
import styles from './waiting.module.css';

/** Work beside the cases, in a line: how much of what waits, each a way to its list. */
export function Waiting({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.waiting} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
