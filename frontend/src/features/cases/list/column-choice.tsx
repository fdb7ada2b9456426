import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { type OptionalColumn, optionalColumns } from './case-columns';
import styles from './case-list.module.css';

interface ColumnChoiceProps {
  chosen: OptionalColumn[];
  onChoose: (columns: OptionalColumn[]) => void;
}

export function ColumnChoice({ chosen, onChoose }: ColumnChoiceProps) {
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
    <Popover trigger="click" placement="bottomRight" content={choice}>
      <Button icon={<SettingOutlined />}>{t('common.columns')}</Button>
    </Popover>
  );
}
