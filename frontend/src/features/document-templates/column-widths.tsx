import { Button, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './document-templates.module.css';
import { placed } from './template-draft';

/** A tenth of the page, roughly. */
const USUAL = 20;
const MOST = 10;

interface ColumnWidthsProps {
  name: string;
  widths: number[];
  onChange: (widths: number[]) => void;
}

/** How wide the columns of a form are; only the proportions count. */
export function ColumnWidths({ name, widths, onChange }: ColumnWidthsProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.widths}>
      <legend>{t('templates.widths')}</legend>
      {widths.map((width, at) => (
        <InputNumber
          // biome-ignore lint/suspicious/noArrayIndexKey: a width has nothing else of its own.
          key={at}
          size="small"
          aria-label={t('templates.widthOf', { name, no: at + 1 })}
          min={1}
          max={1000}
          precision={0}
          value={width}
          onChange={(next) => onChange(placed(widths, at, next ?? USUAL))}
        />
      ))}
      <Button
        size="small"
        disabled={widths.length >= MOST}
        aria-label={t('templates.addColumnOf', { name })}
        onClick={() => onChange([...widths, USUAL])}
      >
        {t('templates.addColumn')}
      </Button>
      <Button
        size="small"
        disabled={widths.length <= 1}
        aria-label={t('templates.dropColumnOf', { name })}
        onClick={() => onChange(widths.slice(0, -1))}
      >
        {t('templates.dropColumn')}
      </Button>
    </fieldset>
  );
}
