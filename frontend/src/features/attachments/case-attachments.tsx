import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { QueryState } from '../../shared/ui/query-state';
import { AttachmentItem } from './attachment-item';
import styles from './attachments.module.css';
import { attachmentsOptions, placesOptions } from './queries';
import { RunningUploads } from './running-uploads';
import { useUploads } from './use-uploads';

/** The files of a case: dropped here, looked at, taken along. */
export function CaseAttachments({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const query = useQuery(attachmentsOptions(caseId));
  const dossier = useQuery(placesOptions(caseId)).data;
  const { running, start, dismiss } = useUploads(caseId);
  return (
    <section
      className={styles.panel}
      aria-labelledby="attachments-title"
      data-testid="case-attachments"
    >
      <div className={styles.head}>
        <h2 id="attachments-title">{t('attachments.title')}</h2>
        <Link to="/cases/$caseId/dossier" params={{ caseId }} data-testid="to-dossier">
          {dossier?.seal ? t('dossiers.toSealed') : t('dossiers.to')}
        </Link>
      </div>
      <QueryState query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.soft}>{t('attachments.empty')}</p>
          ) : (
            <ul className={styles.plain}>
              {items.map((attachment) => (
                <li key={attachment.id}>
                  <AttachmentItem attachment={attachment} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      <RunningUploads running={running} onDismiss={dismiss} />
      {dossier?.allowed_actions.includes('attach') && (
        <Upload.Dragger
          multiple
          showUploadList={false}
          beforeUpload={(file) => {
            void start(file);
            return Upload.LIST_IGNORE;
          }}
        >
          <p className={styles.drop}>{t('attachments.drop')}</p>
        </Upload.Dragger>
      )}
    </section>
  );
}
