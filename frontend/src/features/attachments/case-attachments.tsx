import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox, Upload } from 'antd';
import { useState } from 'react';
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
  // A file without a place may name somebody: who brings it says when it does not.
  const [namesParty, setNamesParty] = useState(true);
  const { running, start, dismiss } = useUploads(caseId, undefined, namesParty ? undefined : false);
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
        <>
          <Checkbox
            checked={namesParty}
            onChange={({ target }) => setNamesParty(target.checked)}
            data-testid="names-party"
          >
            {t('attachments.namesParty')}
          </Checkbox>
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
        </>
      )}
    </section>
  );
}
