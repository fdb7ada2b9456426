import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../shared/api/types';
import { formatBytes } from '../../shared/lib/bytes';
import { formatInstant } from '../../shared/lib/dates';
import styles from './attachments.module.css';
import { FileDialog } from './file-dialog';
import { OpenDialog } from './open-dialog';
import { placesOptions, thumbnailOptions } from './queries';
import { RemoveDialog } from './remove-dialog';

type Dialog = 'show' | 'save' | 'file' | 'remove';

/** One file: what it is, and what may be done with it. */
export function AttachmentItem({ attachment }: { attachment: Attachment }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const places = useQuery(placesOptions(attachment.case_id)).data?.documents ?? [];
  const place = places.find(({ code }) => code === attachment.document_code);
  const may = (verb: string) => attachment.allowed_actions.includes(verb);
  const close = () => setDialog(null);
  return (
    <div className={styles.item} data-testid="attachment">
      <Thumbnail attachment={attachment} />
      <div className={styles.what}>
        <span className={styles.name}>{attachment.file_name}</span>
        <span className={styles.soft}>
          {formatBytes(attachment.size_bytes)} · {attachment.added_by.name}{' '}
          {formatInstant(attachment.kept_at ?? attachment.created_at)}
        </span>
        <span>
          {place && <Tag>{place.name}</Tag>}
          {attachment.is_identity && (
            <Tag className={styles.identity ?? ''}>{t('attachments.identity')}</Tag>
          )}
          {attachment.scan === 'unscanned' && <Tag>{t('attachments.unscanned')}</Tag>}
        </span>
        <span className={styles.actions}>
          {may('open') && attachment.is_shown && (
            <Button size="small" onClick={() => setDialog('show')}>
              {t('attachments.show')}
            </Button>
          )}
          {may('open') && (
            <Button size="small" onClick={() => setDialog('save')}>
              {t('attachments.save')}
            </Button>
          )}
          {may('file') && (
            <Button size="small" onClick={() => setDialog('file')}>
              {t('attachments.file')}
            </Button>
          )}
          {may('remove') && (
            <Button size="small" danger onClick={() => setDialog('remove')}>
              {t('attachments.remove')}
            </Button>
          )}
        </span>
      </div>
      {(dialog === 'show' || dialog === 'save') && (
        <OpenDialog attachment={attachment} isShown={dialog === 'show'} onClose={close} />
      )}
      {dialog === 'file' && <FileDialog attachment={attachment} places={places} onClose={close} />}
      {dialog === 'remove' && <RemoveDialog attachment={attachment} onClose={close} />}
    </div>
  );
}

function Thumbnail({ attachment }: { attachment: Attachment }) {
  const query = useQuery({ ...thumbnailOptions(attachment), enabled: attachment.has_thumbnail });
  if (!attachment.has_thumbnail) return null;
  return query.data ? (
    <img className={styles.thumbnail} src={query.data} alt="" />
  ) : (
    <span className={styles.thumbnail} />
  );
}
