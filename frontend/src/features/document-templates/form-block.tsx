import { Button, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FormRow, TemplateBlock } from '../../shared/api/types';
import { ColumnWidths } from './column-widths';
import styles from './document-templates.module.css';
import { columnsOf, emptyCell, emptyRow, moved, placed, without } from './template-draft';
import { TextWithFields } from './text-with-fields';

interface FormBlockProps {
  name: string;
  block: TemplateBlock;
  onChange: (block: Partial<TemplateBlock>) => void;
}

/** A form: rows of cells with a label, whose columns have to come out the same in every row. */
export function FormBlock({ name, block, onChange }: FormBlockProps) {
  const { t } = useTranslation();
  const rows = block.rows ?? [];
  const widths = block.widths ?? [];
  const put = (at: number, row: FormRow) => onChange({ rows: placed(rows, at, row) });
  return (
    <>
      <ColumnWidths name={name} widths={widths} onChange={(next) => onChange({ widths: next })} />
      {rows.map((row, at) => {
        const rowName = t('templates.rowOf', { name, no: at + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing else of its own.
          <fieldset key={at} className={styles.row}>
            <legend>{t('templates.row', { no: at + 1 })}</legend>
            <RowCells name={rowName} row={row} onChange={(next) => put(at, next)} />
            <p data-wrong={columnsOf(row) !== widths.length} className={styles.taken}>
              {t('templates.columnsTaken', { taken: columnsOf(row), of: widths.length })}
            </p>
            <span className={styles.acts}>
              <span>
                {t('templates.lines')}{' '}
                <InputNumber
                  size="small"
                  aria-label={t('templates.linesOf', { name: rowName })}
                  min={1}
                  max={30}
                  precision={0}
                  value={row.lines ?? 1}
                  onChange={(lines) => put(at, { ...row, lines: lines ?? 1 })}
                />
              </span>
              <Button
                size="small"
                disabled={at === 0}
                aria-label={t('templates.earlierOf', { name: rowName })}
                onClick={() => onChange({ rows: moved(rows, (one) => one === row, -1) })}
              >
                {t('templates.earlier')}
              </Button>
              <Button
                size="small"
                disabled={rows.length === 1}
                aria-label={t('templates.removeOf', { name: rowName })}
                onClick={() => onChange({ rows: without(rows, at) })}
              >
                {t('templates.remove')}
              </Button>
            </span>
          </fieldset>
        );
      })}
      <Button
        size="small"
        disabled={rows.length >= 60}
        onClick={() => onChange({ rows: [...rows, emptyRow()] })}
      >
        {t('templates.addRow')}
      </Button>
    </>
  );
}

interface RowCellsProps {
  name: string;
  row: FormRow;
  onChange: (row: FormRow) => void;
}

function RowCells({ name, row, onChange }: RowCellsProps) {
  const { t } = useTranslation();
  const { cells } = row;
  return (
    <>
      {cells.map((cell, at) => {
        const cellName = t('templates.cellOf', { name, no: at + 1 });
        const put = (change: Partial<typeof cell>) =>
          onChange({ ...row, cells: placed(cells, at, { ...cell, ...change }) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell has nothing else of its own.
          <div key={at} className={styles.cell}>
            <Input
              aria-label={t('templates.labelOf', { name: cellName })}
              placeholder={t('templates.cellLabel')}
              maxLength={60}
              value={cell.label ?? ''}
              onChange={({ target }) => put({ label: target.value })}
            />
            <TextWithFields
              label={t('templates.textOf', { name: cellName })}
              value={cell.text ?? ''}
              onChange={(text) => put({ text })}
            />
            <InputNumber
              aria-label={t('templates.spanOf', { name: cellName })}
              min={1}
              max={8}
              precision={0}
              value={cell.span ?? 1}
              onChange={(span) => put({ span: span ?? 1 })}
            />
            <Button
              disabled={cells.length === 1}
              aria-label={t('templates.removeOf', { name: cellName })}
              onClick={() => onChange({ ...row, cells: without(cells, at) })}
            >
              {t('templates.remove')}
            </Button>
          </div>
        );
      })}
      <Button
        size="small"
        disabled={cells.length >= 8}
        aria-label={t('templates.addCellOf', { name })}
        onClick={() => onChange({ ...row, cells: [...cells, emptyCell()] })}
      >
        {t('templates.addCell')}
      </Button>
    </>
  );
}
