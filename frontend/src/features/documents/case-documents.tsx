import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DocumentKindInfo, DocumentView } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './documents.module.css';
import { documentKindsOptions, documentsOptions } from './queries';

/** The papers of a case: what was issued, and what may be. */
export function CaseDocuments({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(documentsOptions(caseId));
  const kinds = useQuery(documentKindsOptions(caseId)).data?.items ?? [];
  const issued = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section
      className={`${styles.panel} no-print`}
      aria-labelledby="documents-title"
      data-testid="case-documents"
    >
      <h2 id="documents-title">{t('documents.title')}</h2>
      {list.error && <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && issued.length === 0 && <p>{t('documents.empty')}</p>}
      <ul className={styles.plain}>
        {issued.map((document) => (
          <IssuedRow key={document.id} document={document} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button size="small" onClick={() => void list.fetchNextPage()}>
          {t('common.more')}
        </Button>
      )}
      <Issuable caseId={caseId} kinds={kinds} />
    </section>
  );
}

function IssuedRow({ document }: { document: DocumentView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { allowed_actions, case_id, id, name, edition, state } = document;
  const title = edition > 1 ? t('documents.edition', { name, edition }) : name;
  return (
    <li className={state === 'valid' ? '' : (styles.past ?? '')}>
      {allowed_actions.includes('read') ? (
        <Link
          to="/cases/$caseId/documents/$documentId"
          params={{ caseId: case_id, documentId: id }}
        >
          {title}
        </Link>
      ) : (
        <span title={t('documents.notReadable')}>{title}</span>
      )}{' '}
      {state !== 'valid' && <strong>{enumName('documentState', state)}</strong>}{' '}
      <span className={styles.soft}>
        {document.document_no} {formatInstant(document.issued_at)}
      </span>
    </li>
  );
}

/** Only what this person may issue; a paper about several things is listed once for each. */
function Issuable({ caseId, kinds }: { caseId: string; kinds: DocumentKindInfo[] }) {
  const { t } = useTranslation();
  const allowed = kinds.filter(({ allowed_actions }) => allowed_actions.includes('issue'));
  if (allowed.length === 0) return null;
  return (
    <details className={styles.issuable}>
      <summary>{t('documents.issue')}</summary>
      <ul className={styles.plain}>
        {allowed.flatMap(({ kind, name, subjects }) =>
          (subjects.length > 0 ? subjects : [undefined]).map((subject) => (
            <li key={`${kind}-${subject?.id ?? ''}`}>
              <Link
                to="/cases/$caseId/documents/new"
                params={{ caseId }}
                search={{ kind, ...(subject && { about: subject.id }) }}
              >
                {name}
              </Link>{' '}
              {subject && <span className={styles.soft}>{subject.label}</span>}
            </li>
          )),
        )}
      </ul>
    </details>
  );
}
