import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isMissing } from '../../shared/api/problem';
import type { DocumentView } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { FactList } from '../../shared/ui/fact-list';
import { Marked } from '../../shared/ui/marked';
import { NoticePage } from '../../shared/ui/notice-page';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { Paper } from '../../shared/ui/paper';
import { problemText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';
import styles from './documents.module.css';
import { documentContentOptions, downloadDocument, refreshDocuments } from './queries';
import { VoidDialog } from './void-dialog';

interface DocumentPageProps {
  caseId: string;
  documentId: string;
}

/** An issued paper as it was frozen: to print, to take as a file, to issue anew, to void. */
export function DocumentPage({ caseId, documentId }: DocumentPageProps) {
  const { t } = useTranslation();
  const query = useQuery(documentContentOptions(caseId, documentId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {({ document, center_name, content, qr_rows }) => (
        <Marked>
          <DocumentHeader document={document} />
          <DocumentFacts document={document} />
          <Paper
            blocks={content.blocks}
            header={`${center_name}　${document.name}`}
            footer={t('documents.footer', {
              no: document.document_no,
              edition: document.edition,
              code: document.check_code,
            })}
            qrRows={qr_rows}
          />
        </Marked>
      )}
    </QueryState>
  );
}

function DocumentHeader({ document }: { document: DocumentView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [isVoiding, setVoiding] = useState(false);
  const { allowed_actions, case_id, id, document_no, edition, kind, about_id, state } = document;
  const download = () =>
    downloadDocument(case_id, id, `${document_no}-${edition}.docx`).catch((error: unknown) =>
      notices.error(problemText(error)),
    );
  return (
    <div className="no-print">
      <PageHeader
        title={document.name}
        note={
          <span data-testid="document-state">
            {document_no} {enumName('documentState', state)}
          </span>
        }
        actions={
          <>
            <Button type="primary" onClick={() => window.print()}>
              {t('common.print')}
            </Button>
            <Button onClick={() => void download()}>{t('documents.download')}</Button>
            {allowed_actions.includes('replace') && (
              <Link
                to="/cases/$caseId/documents/new"
                params={{ caseId: case_id }}
                search={{ kind, replaces: id, ...(about_id && { about: about_id }) }}
              >
                {t('documents.issueAgain')}
              </Link>
            )}
            {allowed_actions.includes('void') && (
              <Button danger onClick={() => setVoiding(true)}>
                {t('documents.void')}
              </Button>
            )}
            <Link to="/cases/$caseId" params={{ caseId: case_id }}>
              {t('documents.backToCase')}
            </Link>
          </>
        }
      />
      {isVoiding && (
        <VoidDialog
          document={document}
          onChanged={() => void refreshDocuments(queryClient, case_id)}
          onClose={() => setVoiding(false)}
        />
      )}
    </div>
  );
}

function DocumentFacts({ document }: { document: DocumentView }) {
  const { t } = useTranslation();
  const { issued_by, issued_at, replaced_by_id, void_reason, case_id } = document;
  return (
    <div className={`${styles.facts} ${styles.panel}`}>
      <FactList
        facts={[
          [t('documents.field.issued'), `${issued_by.name} ${formatInstant(issued_at)}`],
          [
            t('documents.field.template'),
            t('documents.templateVersion', { version: document.template_version }),
          ],
          [
            t('documents.field.hash'),
            <span key="hash" className={styles.hash}>
              {document.content_hash}
            </span>,
          ],
          ...(void_reason ? [[t('documents.field.reason'), void_reason] as [string, string]] : []),
        ]}
      />
      {replaced_by_id && (
        <Link
          to="/cases/$caseId/documents/$documentId"
          params={{ caseId: case_id, documentId: replaced_by_id }}
        >
          {t('documents.toNewEdition')}
        </Link>
      )}
    </div>
  );
}
