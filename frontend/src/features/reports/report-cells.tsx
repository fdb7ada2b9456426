import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Report, ReportCell, ReportKnownAt, ReportUnit } from '../../shared/api/types';
import { figureText } from './figure-text';
import { toRowSearch } from './report-search';
import styles from './reports.module.css';
import { WideTable } from './wide-table';

/** The figures one below the other, and those that are broken down each in a table of its own. */
export function ReportCells({ report }: { report: Report }) {
  const single = report.cells.filter((cell) => !cell.by);
  const broken = report.cells.filter((cell) => cell.by);
  return (
    <>
      <Single report={report} cells={single} />
      <div className={styles.broken}>
        {broken.map((cell) => (
          <Broken key={cell.code} report={report} cell={cell} />
        ))}
      </div>
    </>
  );
}

function Single({ report, cells }: { report: Report; cells: ReportCell[] }) {
  const { t } = useTranslation();
  const names = new Map(report.cells.map(({ code, name }) => [code, name]));
  return (
    <WideTable label={report.name}>
      <table className={styles.table}>
        <caption>{report.name}</caption>
        <thead>
          <tr>
            <th scope="col">{t('reports.figure')}</th>
            <th scope="col">{t('reports.value')}</th>
            <th scope="col">{t('reports.unitHead')}</th>
            {report.closing && <th scope="col">{t('reports.difference')}</th>}
            <th scope="col">{t('reports.definition')}</th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={cell.code} data-testid={`cell-${cell.code}`}>
              <th scope="row">{cell.name}</th>
              <td className={styles.number}>
                <Figure name={cell.name} unit={cell.unit} value={cell.value} rows={cell.rows} />
              </td>
              <td>{t(`reports.unit.${cell.unit}`)}</td>
              {report.closing && (
                <td className={styles.number}>
                  <Difference cell={cell} />
                </td>
              )}
              <td className={styles.soft}>
                {cell.definition}
                {cell.companions.length > 0 && (
                  <span className={styles.companions}>
                    {t('reports.companions', {
                      names: cell.companions
                        .map((code) => names.get(code) ?? code)
                        .join(t('common.separator')),
                    })}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function Broken({ report, cell }: { report: Report; cell: ReportCell }) {
  const { t } = useTranslation();
  return (
    <WideTable label={cell.name}>
      <table className={styles.table} data-testid={`cell-${cell.code}`}>
        <caption>
          {cell.name}
          <span className={styles.soft}>{cell.definition}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('reports.part')}</th>
            <th scope="col">{t(`reports.unit.${cell.unit}`)}</th>
            {report.closing && <th scope="col">{t('reports.now')}</th>}
          </tr>
        </thead>
        <tbody>
          {cell.items.map((item) => (
            <tr key={item.code}>
              <th scope="row">{item.name}</th>
              <td className={styles.number}>
                <Figure
                  name={`${cell.name} ${item.name}`}
                  unit={cell.unit}
                  value={item.value}
                  rows={item.rows}
                />
              </td>
              {report.closing && (
                <td className={styles.number}>{figureText(cell.unit, item.now)}</td>
              )}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('reports.total')}</th>
            <td className={styles.number}>
              <Figure name={cell.name} unit={cell.unit} value={cell.value} rows={cell.rows} />
            </td>
            {report.closing && <td className={styles.number}>{figureText(cell.unit, cell.now)}</td>}
          </tr>
        </tbody>
      </table>
    </WideTable>
  );
}

/** What has become known since the month was closed opens what it is made of. */
function Difference({ cell }: { cell: ReportCell }) {
  const { t } = useTranslation();
  if (!cell.difference) return <>0</>;
  const text = `${cell.difference > 0 ? '+' : ''}${figureText(cell.unit, cell.difference)}`;
  const name = t('reports.sinceClosing', { name: cell.name });
  return cell.rows ? (
    <RowsLink rows={cell.rows} name={name} knownAt="since">
      {text}
    </RowsLink>
  ) : (
    text
  );
}

interface FigureProps {
  name: string;
  unit: ReportUnit;
  value: number | null | undefined;
  rows: string | null | undefined;
}

/** A figure that opens the cases behind it; nothing stands behind a zero. */
export function Figure({ name, unit, value, rows }: FigureProps) {
  const text = figureText(unit, value);
  if (!rows || !value) return <>{text}</>;
  return (
    <RowsLink rows={rows} name={name}>
      {text}
    </RowsLink>
  );
}

interface RowsLinkProps {
  rows: string;
  name: string;
  knownAt?: ReportKnownAt;
  children: string;
}

function RowsLink({ rows, name, knownAt, children }: RowsLinkProps) {
  const { t } = useTranslation();
  return (
    <Link
      to="/report-rows"
      search={{ ...toRowSearch(rows, knownAt) }}
      aria-label={t('reports.open', { name, value: children })}
    >
      {children}
    </Link>
  );
}
