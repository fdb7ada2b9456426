import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { useCodeName } from '../../shared/api/reference';
import type { Report } from '../../shared/api/types';
import { Figure } from './report-cells';
import styles from './reports.module.css';
import { WideTable } from './wide-table';

/** Types down, figures across, as the form of the Ministry of Justice has them. */
export function ReportMatrix({ report }: { report: Report }) {
  const { t } = useTranslation();
  const types = report.cells[0]?.items ?? [];
  return (
    <>
      <WideTable label={report.name}>
        <table className={`${styles.table} ${styles.matrix}`}>
          <caption>{report.name}</caption>
          <thead>
            <tr>
              <th scope="col">{t('reports.mediationType')}</th>
              {report.cells.map((cell) => (
                <th scope="col" key={cell.code}>
                  {cell.name}
                  <small>{t(`reports.unit.${cell.unit}`)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {types.map((type, at) => (
              <tr key={type.code}>
                <th scope="row">{type.name}</th>
                {report.cells.map((cell) => (
                  <td key={cell.code} className={styles.number}>
                    <Figure
                      name={`${type.name} ${cell.name}`}
                      unit={cell.unit}
                      value={cell.items[at]?.value}
                      rows={cell.items[at]?.rows}
                    />
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{t('reports.total')}</th>
              {report.cells.map((cell) => (
                <td key={cell.code} className={styles.number} data-testid={`cell-${cell.code}`}>
                  <Figure name={cell.name} unit={cell.unit} value={cell.value} rows={cell.rows} />
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </WideTable>
      <dl className={styles.definitions}>
        {report.cells.map((cell) => (
          <div key={cell.code}>
            <dt>{cell.name}</dt>
            <dd>{cell.definition}</dd>
          </div>
        ))}
      </dl>
      <Crosswalk />
    </>
  );
}

/** From which case types each type is counted, and on what ground. */
function Crosswalk() {
  const { t } = useTranslation();
  const typeName = useCodeName('case_type');
  const { data } = useQuery(api.queryOptions('get', '/api/v1/reports/crosswalk'));
  if (!data) return null;
  return (
    <details className="no-print">
      <summary>{t('reports.crosswalk', { version: data.version })}</summary>
      <p className={styles.soft}>{data.source}</p>
      <dl className={styles.definitions}>
        {data.rows.map(({ from, to_name }) => (
          <div key={from}>
            <dt data-record>{`${from} ${typeName(from)}`}</dt>
            <dd>{to_name}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
