import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

interface WhatItSeesProps {
  visible: {
    sentences: string[];
    cases?: number | null;
    is_capped: boolean;
    without_right: string[];
  };
}

/** What an application sees, in the server's own sentences, and how much that is now. */
export function WhatItSees({ visible }: WhatItSeesProps) {
  const { t } = useTranslation();
  const { sentences, cases, is_capped, without_right } = visible;
  const count = cases ?? 0;
  const seen = is_capped
    ? t('applications.seesMore', { count })
    : t('applications.seesCases', { count });
  return (
    <section aria-label={t('applications.sees')} aria-live="polite">
      <h3>{t('applications.sees')}</h3>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p>{cases == null ? t('applications.seesNone') : seen}</p>
      {without_right.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('applications.withoutRight', {
            scopes: without_right.join(t('common.separator')),
          })}
        />
      )}
    </section>
  );
}
