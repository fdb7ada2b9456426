import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { isMissing } from '../../shared/api/problem';
import { FactList } from '../../shared/ui/fact-list';
import { LanguageSwitch } from '../../shared/ui/language-switch';
import { QueryState } from '../../shared/ui/query-state';
import styles from './documents.module.css';

interface VerifyPageProps {
  number: string;
  code: string;
}

/** Where the QR code of a paper leads, without signing in: whether it was issued and still counts. */
export function VerifyPage({ number, code }: VerifyPageProps) {
  const { t } = useTranslation();
  const isAsked = number !== '' && code !== '';
  const query = useQuery({
    ...api.queryOptions('get', '/api/v1/public/documents/{number}/verifications/{code}', {
      params: { path: { number, code } },
    }),
    enabled: isAsked,
    retry: false,
  });
  return (
    <main className={styles.result}>
      <LanguageSwitch />
      <h1>{t('documents.verify.title')}</h1>
      {!isAsked || isMissing(query.error) ? (
        <p role="alert">{t('documents.verify.unknown')}</p>
      ) : (
        <QueryState query={query}>
          {(paper) => (
            <>
              <p>
                <strong>{t(`documents.verify.${paper.state}`)}</strong>
              </p>
              <FactList
                facts={[
                  [t('documents.verify.number'), paper.document_no],
                  [
                    t('documents.verify.edition'),
                    t('documents.verify.editionNo', { edition: paper.edition }),
                  ],
                  [t('documents.verify.issuedOn'), paper.issued_on],
                  [
                    t('documents.field.hash'),
                    <span key="hash" className={styles.hash}>
                      {paper.content_hash}
                    </span>,
                  ],
                ]}
              />
              <p>{t('documents.verify.note')}</p>
            </>
          )}
        </QueryState>
      )}
    </main>
  );
}
