import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import type { DocumentDraft, IssueDocument } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { placeProblem } from '../../shared/ui/form-problems';
import { Marked } from '../../shared/ui/marked';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { Paper } from '../../shared/ui/paper';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { QueryState } from '../../shared/ui/query-state';
import styles from './documents.module.css';
import type { DraftSearch } from './draft-search';
import { draftOptions, refreshDocuments } from './queries';

type Texts = Record<string, string>;

/** What a paper would say: what the case gives, what is missing, what is to be written, and how it looks. */
export function DraftPage({ caseId, search }: { caseId: string; search: DraftSearch }) {
  const query = useQuery(draftOptions(caseId, search.kind, search.about));
  return (
    <QueryState query={query} rows={12}>
      {(draft) => (
        <Marked>
          <DraftForm caseId={caseId} draft={draft} replaces={search.replaces} />
        </Marked>
      )}
    </QueryState>
  );
}

interface DraftFormProps {
  caseId: string;
  draft: DocumentDraft;
  replaces: string | undefined;
}

function DraftForm({ caseId, draft, replaces }: DraftFormProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ fields: Texts }>();
  const [shown, setShown] = useState(draft);
  const open = draft.fields.filter(({ is_open }) => is_open);
  // A paper that exists is replaced by its next edition; two valid ones there are never.
  const replacesId = replaces ?? draft.current_id ?? undefined;
  const body = (): IssueDocument => ({
    kind: draft.kind,
    ...(draft.about_id && { about_id: draft.about_id }),
    ...(replacesId && { replaces_id: replacesId }),
    fields: written(form.getFieldsValue().fields ?? {}),
  });
  const preview = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST('/api/v1/cases/{case_id}/documents/preview', {
          params: { path: { case_id: caseId }, header: {} },
          body: body(),
        }),
      ),
    onSuccess: setShown,
    onError: (error) => placeProblem(form, error),
  });
  const issue = useIssue(caseId, body);
  const failed = preview.error ?? issue.error;
  const gaps = shown.missing.filter(({ is_open }) => !is_open);
  return (
    <>
      <PageHeader
        title={t('documents.draftOf', { name: draft.name })}
        note={t('documents.draftNote', {
          version: draft.template_version,
          source: draft.template_source,
        })}
        actions={
          <>
            <Button
              type="primary"
              loading={issue.isPending}
              disabled={gaps.length > 0}
              onClick={() => issue.mutate(undefined, { onError: (e) => placeProblem(form, e) })}
            >
              {replacesId ? t('documents.issueAgain') : t('documents.issueNow')}
            </Button>
            <Button loading={preview.isPending} onClick={() => preview.mutate()}>
              {t('documents.preview')}
            </Button>
            <Link to="/cases/$caseId" params={{ caseId }}>
              {t('documents.backToCase')}
            </Link>
          </>
        }
      />
      {failed && <ProblemAlert error={failed} />}
      {replacesId && <p role="note">{t('documents.replacesNote')}</p>}
      {draft.names_parties && <p>{t('documents.maskedNote')}</p>}
      <div className={styles.columns}>
        <div>
          <MissingFacts caseId={caseId} draft={shown} />
          <Form form={form} layout="vertical" onBlur={() => preview.mutate()}>
            {open.map((field) => (
              <Form.Item
                key={field.name}
                name={['fields', field.name]}
                label={field.label}
                required={field.required}
              >
                <Input.TextArea
                  autoSize={{ minRows: 1, maxRows: 12 }}
                  maxLength={field.max_length}
                />
              </Form.Item>
            ))}
            {open.length === 0 && <p>{t('documents.nothingToWrite')}</p>}
          </Form>
        </div>
        <Paper blocks={shown.blocks} />
      </div>
    </>
  );
}

/** Blank ones are not sent: the server fills in what the case says. */
function written(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text?.trim()));
}

function useIssue(caseId: string, body: () => IssueDocument) {
  const { t } = useTranslation();
  const notices = useNotices();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  return useMutation({
    mutationFn: () => {
      const sent = body();
      return unwrap(
        client.POST('/api/v1/cases/{case_id}/documents', {
          params: { path: { case_id: caseId }, header: idempotencyKey(sent) },
          body: sent,
        }),
      );
    },
    onSuccess: async ({ id, name, document_no }) => {
      notices.success(t('documents.issued', { name, no: document_no }));
      await refreshDocuments(queryClient, caseId);
      await navigate({
        to: '/cases/$caseId/documents/$documentId',
        params: { caseId, documentId: id },
      });
    },
  });
}

/** What only a step of the procedure can say, with the way to where the step is taken. */
function MissingFacts({ caseId, draft }: { caseId: string; draft: DocumentDraft }) {
  const { t } = useTranslation();
  const { missing } = draft;
  if (missing.length === 0) return <p>{t('documents.complete')}</p>;
  return (
    <section aria-labelledby="documents-missing">
      <h2 id="documents-missing">{t('documents.missing')}</h2>
      <ul className={styles.missing}>
        {missing.map(({ name, detail, is_open }) => (
          <li key={name}>
            {detail}{' '}
            {!is_open && (
              <Link to="/cases/$caseId" params={{ caseId }}>
                {t('documents.goToCase')}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
