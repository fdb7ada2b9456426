import { type ReactNode, useId } from 'react';
import styles from './filter.module.css';

interface FilterProps {
  label: string;
  /** The field, which takes the id its label points to. */
  children: (id: string) => ReactNode;
}

/** One filter of a list under its label. */
export function Filter({ label, children }: FilterProps) {
  const id = useId();
  return (
    <div className={styles.filter}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
