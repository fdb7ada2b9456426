import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Alert, Button, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveTicket } from '../../shared/api/open-ticket';
import { isMissing } from '../../shared/api/problem';
import type { Dossier, DossierDocument, DossierItem } from '../../shared/api/types';
import { formatInstant } from '../../shared/lib/dates';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { codeText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';
import styles from './dossier.module.css';
import { dossierOptions, exportTicket } from './queries';
import { SealDialog } from './seal-dialog';

interface DossierPageProps {
  caseId: string;
  /** How a paper is brought for a place, by whoever keeps papers. */
  upload: (document: DossierDocument) => ReactNode;
  /** How a paper is shown, likewise; nothing for what it does not know. */
  item: (item: DossierItem) => ReactNode;
}

/** The papers of a case in their order: what is there, what is missing, sealed or not. */
export function DossierPage({ caseId, upload, item }: DossierPageProps) {
  const { t } = useTranslation();
  const query = useQuery(dossierOptions(caseId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={12}>
      {(dossier) => (
        <>
          <Header dossier={dossier} />
          <Standing dossier={dossier} />
          {dossier.front.length > 0 && (
            <section className={styles.unfiled} aria-labelledby="front-title">
              <h2 id="front-title">{t('dossiers.front')}</h2>
              {dossier.front.map((paper) => (
                <Paper key={paper.id} paper={paper} item={item} />
              ))}
            </section>
          )}
          <ol className={styles.documents} aria-label={dossier.volume.name}>
            {dossier.documents.map((document) => (
              <Place
                key={document.code}
                document={document}
                isDue={dossier.missing.some(({ code }) => code === document.code)}
                upload={dossier.allowed_actions.includes('attach') ? upload(document) : null}
                item={item}
              />
            ))}
          </ol>
          {dossier.unfiled.length > 0 && (
            <section className={styles.unfiled} aria-labelledby="unfiled-title">
              <h2 id="unfiled-title">{t('dossiers.unfiled')}</h2>
              {dossier.unfiled.map((paper) => (
                <Paper key={paper.id} paper={paper} item={item} />
              ))}
            </section>
          )}
          <p className={styles.source}>{t('dossiers.source', { source: dossier.volume.source })}</p>
        </>
      )}
    </QueryState>
  );
}

function Header({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation();
  const [sealing, setSealing] = useState(false);
  const may = (verb: string) => dossier.allowed_actions.includes(verb);
  const leave = useMutation({
    mutationFn: () => exportTicket(dossier.id),
    gcTime: 0,
    onSuccess: saveTicket,
  });
  return (
    <>
      <PageHeader
        title={dossier.volume.name}
        note={
          <Link to="/cases/$caseId" params={{ caseId: dossier.id }}>
            {dossier.case_no} {dossier.title}
          </Link>
        }
        actions={
          <>
            <Button icon={<PrinterOutlined />} onClick={() => globalThis.print()}>
              {t('dossiers.print')}
            </Button>
            {may('export') && (
              <Button
                icon={<DownloadOutlined />}
                loading={leave.isPending}
                onClick={() => leave.mutate()}
                data-testid="export-dossier"
              >
                {t('dossiers.export')}
              </Button>
            )}
            {may('seal') && (
              <Button type="primary" onClick={() => setSealing(true)} data-testid="seal-dossier">
                {t('dossiers.seal')}
              </Button>
            )}
          </>
        }
      />
      {leave.error && <ProblemAlert error={leave.error} />}
      {sealing && <SealDialog dossier={dossier} onClose={() => setSealing(false)} />}
    </>
  );
}

/** Sealed, complete, or what is missing; and until when it is kept. */
function Standing({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation();
  const { seal, missing, retention } = dossier;
  const isOutdated = dossier.refused_actions.seal === 'dossier.front_outdated';
  return (
    <div className={styles.standing} data-testid="dossier-standing">
      {seal && (
        <Alert
          type="success"
          showIcon
          title={t('dossiers.sealed', { at: formatInstant(seal.at), who: seal.by.name })}
          description={<code className={styles.hash}>{seal.manifest_hash}</code>}
        />
      )}
      {!seal && missing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('dossiers.missing', { count: missing.length })}
          description={missing.map(({ name }) => name).join(t('common.separator'))}
        />
      )}
      {!seal && missing.length === 0 && isOutdated && (
        <Alert type="warning" showIcon title={codeText(dossier.refused_actions.seal)} />
      )}
      {!seal && missing.length === 0 && !isOutdated && (
        <Alert
          type="info"
          showIcon
          title={dossier.is_seal_required ? t('dossiers.complete') : t('dossiers.optional')}
        />
      )}
      {retention && (
        <p className={styles.retention}>
          {t('dossiers.retention', {
            name: retention.name,
            until: retention.until_on ?? t('dossiers.forever'),
          })}
        </p>
      )}
    </div>
  );
}

interface PlaceProps {
  document: DossierDocument;
  /** It is missing, though it may be on demand: the case has come to what it is about. */
  isDue: boolean;
  upload: ReactNode;
  item: DossierPageProps['item'];
}

function Place({ document, isDue, upload, item }: PlaceProps) {
  const { t } = useTranslation();
  const { code, name, is_required, is_filled, items, hidden } = document;
  return (
    <li className={styles.place} data-testid={`place-${code}`} data-filled={is_filled}>
      <div className={styles.placeHead}>
        <span className={styles.code}>{code}</span>
        <strong>{name}</strong>
        <Tag color={is_required || isDue ? 'red' : 'default'}>
          {is_required ? t('dossiers.required') : t(isDue ? 'dossiers.due' : 'dossiers.onDemand')}
        </Tag>
        <span className={styles.state}>
          {is_filled ? t('dossiers.filled', { count: items.length + hidden }) : t('common.none')}
        </span>
        <span className="no-print">{upload}</span>
      </div>
      {items.map((paper) => (
        <Paper key={paper.id} paper={paper} item={item} />
      ))}
      {hidden > 0 && <p className={styles.soft}>{t('dossiers.hidden', { count: hidden })}</p>}
    </li>
  );
}

function Paper({ paper, item }: { paper: DossierItem; item: DossierPageProps['item'] }) {
  return item(paper) ?? <p className={styles.soft}>{paper.file_name}</p>;
}
