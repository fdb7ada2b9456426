import { useTranslation } from 'react-i18next';
import type { Report } from '../../shared/api/types';
import { Figure } from './report-cells';
import styles from './reports.module.css';

/** Types down, figures across, as the form of the Ministry of Justice has them. */
export function ReportMatrix({ report }: { report: Report }) {
  const { t } = useTranslation();
  const types = report.cells[0]?.items ?? [];
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={styles.frame} aria-label={report.name} tabIndex={0}>
        <table className={styles.table}>
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
      </section>
      <dl className={styles.definitions}>
        {report.cells.map((cell) => (
          <div key={cell.code}>
            <dt>{cell.name}</dt>
            <dd>{cell.definition}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
