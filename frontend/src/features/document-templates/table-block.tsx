import { Button, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TemplateBlock, TemplateFact } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import styles from './document-templates.module.css';
import { placed, without } from './template-draft';

type Column = NonNullable<TemplateBlock['columns']>[number];

const USUAL = 20;
const MOST = 10;

interface TableBlockProps {
  name: string;
  block: TemplateBlock;
  facts: TemplateFact[];
  onChange: (block: Partial<TemplateBlock>) => void;
}

/** A table of one list of the case: which list, and which of its members stand in which column. */
export function TableBlock({ name, block, facts, onChange }: TableBlockProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const lists = facts.filter(({ members }) => members.length > 0);
  const members = lists.find((fact) => fact.name === block.field)?.members ?? [];
  const columns = block.columns ?? [];
  const widths = block.widths ?? [];
  const columnOf = (member: string): Column => ({
    label: enumName('factMember', member),
    member,
  });
  // Another list has other members: it begins with all of them.
  const choose = (field: string) => {
    const own = lists.find((fact) => fact.name === field)?.members.slice(0, MOST) ?? [];
    onChange({ field, columns: own.map(columnOf), widths: own.map(() => USUAL) });
  };
  const put = (at: number, change: Partial<Column>) => {
    const column = columns[at];
    if (column) onChange({ columns: placed(columns, at, { ...column, ...change }) });
  };
  const free = members.find((member) => !columns.some((column) => column.member === member));
  return (
    <>
      <Select
        aria-label={t('templates.listOf', { name })}
        className={styles.list ?? ''}
        placeholder={t('templates.chooseList')}
        value={block.field ?? null}
        options={lists.map(({ name: value, label }) => ({ value, label }))}
        onChange={choose}
      />
      {columns.map((column, at) => {
        const columnName = t('templates.columnOf', { name, no: at + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column has nothing else of its own.
          <div key={at} className={styles.cell}>
            <Input
              aria-label={t('templates.labelOf', { name: columnName })}
              maxLength={20}
              value={column.label}
              onChange={({ target }) => put(at, { label: target.value })}
            />
            <Select
              aria-label={t('templates.memberOf', { name: columnName })}
              value={column.member}
              options={members.map((value) => ({ value, label: enumName('factMember', value) }))}
              onChange={(member) => put(at, { member })}
            />
            <InputNumber
              aria-label={t('templates.widthOf', { name, no: at + 1 })}
              min={1}
              max={1000}
              precision={0}
              value={widths[at] ?? USUAL}
              onChange={(width) =>
                onChange({ widths: columns.map((_, n) => (n === at ? width : widths[n]) ?? USUAL) })
              }
            />
            <Button
              disabled={columns.length === 1}
              aria-label={t('templates.removeOf', { name: columnName })}
              onClick={() =>
                onChange({ columns: without(columns, at), widths: without(widths, at) })
              }
            >
              {t('templates.remove')}
            </Button>
          </div>
        );
      })}
      {free && (
        <Button
          size="small"
          onClick={() =>
            onChange({ columns: [...columns, columnOf(free)], widths: [...widths, USUAL] })
          }
        >
          {t('templates.addColumn')}
        </Button>
      )}
    </>
  );
}
