import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { SupervisionBulletin } from '../../shared/api/types';
import { formatInstant, today } from '../../shared/lib/dates';
import { QueryState } from '../../shared/ui/query-state';
import { bulletinOptions } from './queries';
import styles from './supervision.module.css';
import type { SupervisionProps } from './supervision-search';

const figures = ['orders', 'late', 'replied_late', 'cases_over'] as const;

/** 督办通报: a month's figures by department, and what each of them counts. */
export function BulletinTab({ search, onSearch }: SupervisionProps) {
  const { t } = useTranslation();
  const month = search.month ?? today().slice(0, 'YYYY-MM'.length);
  const query = useQuery(bulletinOptions(month));
  return (
    <>
      <div className={`${styles.filters} no-print`}>
        <label htmlFor="bulletin-month">{t('supervision.bulletin.month')}</label>
        <DatePicker
          id="bulletin-month"
          picker="month"
          format="YYYY-MM"
          allowClear={false}
          className={styles.month ?? ''}
          value={dayjs(month)}
          onChange={(chosen) => chosen && onSearch({ ...search, month: chosen.format('YYYY-MM') })}
        />
        <Button onClick={() => window.print()}>{t('common.print')}</Button>
      </div>
      <QueryState query={query}>{(bulletin) => <Figures bulletin={bulletin} />}</QueryState>
    </>
  );
}

function Figures({ bulletin }: { bulletin: SupervisionBulletin }) {
  const { t } = useTranslation();
  const { rows, total, definitions, scope } = bulletin;
  return (
    <section className={styles.panel}>
      <h2>
        {t('supervision.tab.bulletin')} {bulletin.month}
      </h2>
      <p className={styles.soft}>
        {t('supervision.bulletin.asOf', { at: formatInstant(bulletin.as_of), scope })}
      </p>
      {rows.length === 0 ? (
        <p>{t('supervision.bulletin.empty')}</p>
      ) : (
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{t('supervision.field.department')}</th>
              {figures.map((name) => (
                <th key={name} scope="col">
                  {t(`supervision.bulletin.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.department.id}>
                <th scope="row">{row.department.name}</th>
                {figures.map((name) => (
                  <td key={name}>{row.figures[name]}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('supervision.bulletin.total')}</th>
              {figures.map((name) => (
                <td key={name}>{total[name]}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      )}
      <h3>{t('supervision.bulletin.definitions')}</h3>
      <dl className={styles.definitions}>
        {figures.map((name) => {
          const figure = definitions.find((one) => one.name === name);
          return (
            figure && (
              <div key={name}>
                <dt>{t(`supervision.bulletin.${name}`)}</dt>
                <dd>{t('supervision.bulletin.unit', { ...figure })}</dd>
              </div>
            )
          );
        })}
      </dl>
    </section>
  );
}
