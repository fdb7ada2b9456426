import { Checkbox, Popover } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type OptionalColumn, optionalColumns } from './case-columns';
import styles from './case-list.module.css';

interface ColumnPopoverProps {
  chosen: OptionalColumn[];
  onChoose: (columns: OptionalColumn[]) => void;
  children: ReactNode;
}

/** Opens at once: its code was only loaded because somebody pressed the button. */
export default function ColumnPopover({ chosen, onChoose, children }: ColumnPopoverProps) {
  const { t } = useTranslation();
  const choice = (
    <Checkbox.Group
      className={styles.columnChoice ?? ''}
      options={optionalColumns.map((value) => ({ value, label: t(`cases.column.${value}`) }))}
      value={chosen}
      onChange={onChoose}
    />
  );
  return (
    <Popover defaultOpen trigger="click" placement="bottomRight" content={choice}>
      {children}
    </Popover>
  );
}
