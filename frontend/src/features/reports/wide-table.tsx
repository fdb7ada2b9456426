import type { ReactNode } from 'react';
import styles from './reports.module.css';

/** A table that scrolls by itself where it is wider than the screen. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.frame} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
