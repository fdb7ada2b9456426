import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RotationExplanation } from '../../shared/api/types';
import styles from './plans.module.css';

/** Places that stay empty: who is named and why they are not there, and what would be enough to change. */
export function Shortages({ shortages }: Pick<RotationExplanation, 'shortages'>) {
  const { t } = useTranslation();
  if (shortages.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('rotation.shortages')}
      description={shortages.map((one) => (
        <div key={`${one.post_name}${one.from_on}${one.skill_code ?? ''}`}>
          <strong>
            {t('rotation.shortage', {
              post: one.post_name,
              from: one.from_on,
              until: one.until_on,
              count: one.missing,
            })}
          </strong>
          {one.nominees.map(({ text }) => (
            <span key={text} className={styles.soft}>
              {text}
            </span>
          ))}
          {one.enough.length > 0 && (
            <>
              <span>{t('rotation.enough')}</span>
              <ul data-testid="enough">
                {one.enough.map(({ text }) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      ))}
    />
  );
}
