import { useTranslation } from 'react-i18next';
import type { Adapter, AdapterField } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { DataTable } from '../../shared/ui/data-table';
import styles from './adapters.module.css';

/** How messages are read, as tables somebody can check against the other system's own paper. */
export function Mapping({ adapter }: { adapter: Adapter }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { definition } = adapter;
  return (
    <section className={styles.panel} aria-labelledby="mapping-title">
      <h2 id="mapping-title">{t('adapters.fields')}</h2>
      <p className={styles.soft}>
        {t('adapters.number')}: <span className={styles.code}>{definition.number}</span>
      </p>
      <FieldTable label={t('adapters.fields')} fields={definition.fields} />
      {definition.parties.map((party, index) => {
        const title = t('adapters.partiesOf', { role: enumName('partyRole', party.role) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mapping is replaced as a whole.
          <div key={index}>
            <h3>{title}</h3>
            {party.each && (
              <p className={styles.soft}>{t('adapters.each', { pointer: party.each })}</p>
            )}
            <FieldTable label={title} fields={party.fields} />
          </div>
        );
      })}
    </section>
  );
}

function FieldTable({ label, fields }: { label: string; fields: AdapterField[] }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const ruleOf = ({ rule, table, format, value }: AdapterField) => {
    const name = enumName('adapterRule', rule);
    if (rule === 'code' && table) return t('adapters.byTable', { table });
    if (rule === 'constant' && value) return t('adapters.byValue', { value });
    if (rule === 'time' && format) {
      const written = enumName('adapterTimeFormat', format);
      return t('adapters.byFormat', { rule: name, format: written });
    }
    return name;
  };
  return (
    <DataTable
      label={label}
      rows={fields.map((field) => ({ ...field, id: field.to }))}
      columns={[
        {
          title: t('adapters.from'),
          cell: ({ from }) => <span className={styles.code}>{(from ?? []).join('\n')}</span>,
        },
        { title: t('adapters.to'), cell: (row) => enumName('adapterTarget', row.to) },
        { title: t('adapters.rule'), cell: ruleOf },
        {
          title: t('adapters.required'),
          cell: (row) => t(row.required ? 'common.yes' : 'common.no'),
        },
      ]}
    />
  );
}

/** The comparisons of codes, each with its source. */
export function CodeTables({ adapter }: { adapter: Adapter }) {
  const { t } = useTranslation();
  const { tables } = adapter.definition;
  if (tables.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="tables-title">
      <h2 id="tables-title">{t('adapters.tables')}</h2>
      {tables.map(({ code, source, rows, by_prefix, otherwise }) => (
        <details key={code}>
          <summary>{t('adapters.tableOf', { code, count: rows.length })}</summary>
          <p className={styles.soft}>{source}</p>
          {by_prefix && <p className={styles.soft}>{t('adapters.byPrefix')}</p>}
          <p className={styles.soft}>
            {otherwise ? t('adapters.otherwise', { code: otherwise }) : t('adapters.otherwiseNone')}
          </p>
          <DataTable
            label={code}
            rows={rows.map((row) => ({ ...row, id: row.from }))}
            columns={[
              { title: t('adapters.theirs'), cell: (row) => row.from },
              { title: t('adapters.ours'), cell: (row) => row.to },
            ]}
          />
        </details>
      ))}
    </section>
  );
}

/** Why a message makes no case, and what the other system is told of each status. */
export function Answers({ adapter }: { adapter: Adapter }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { refusals, statuses } = adapter.definition;
  return (
    <section className={styles.panel} aria-labelledby="answers-title">
      <h2 id="answers-title">{t('adapters.refusals')}</h2>
      <DataTable
        label={t('adapters.refusals')}
        rows={refusals.map((refusal) => ({ ...refusal, id: refusal.code }))}
        columns={[
          { title: t('adapters.refusalCode'), cell: (row) => row.code },
          { title: t('adapters.refusalName'), cell: (row) => row.name },
          {
            title: t('adapters.refusalWhen'),
            cell: ({ from, values, by_prefix }) => {
              if (!from) return t('adapters.refusalByPeople');
              const text = { pointer: from, values: (values ?? []).join(t('common.separator')) };
              return by_prefix
                ? t('adapters.refusalPrefix', text)
                : t('adapters.refusalValues', text);
            },
          },
          { title: t('adapters.source'), cell: (row) => row.source },
        ]}
      />
      <h3>{t('adapters.statuses')}</h3>
      <DataTable
        label={t('adapters.statuses')}
        rows={statuses.map((said) => ({ ...said, id: said.status }))}
        columns={[
          { title: t('adapters.ourStatus'), cell: (row) => enumName('status', row.status) },
          { title: t('adapters.theirWord'), cell: (row) => row.word },
        ]}
      />
    </section>
  );
}
