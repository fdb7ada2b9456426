import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveTicket } from '../../shared/api/open-ticket';
import type { Attachment } from '../../shared/api/types';
import { Dialog } from '../../shared/ui/dialog';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './attachments.module.css';
import { refreshPapers, ticketFor } from './queries';

interface OpenDialogProps {
  attachment: Attachment;
  /** To be shown, or to be saved. */
  isShown: boolean;
  onClose: () => void;
}

/** Shows or saves a content; one that names a party after its reason was given. */
export function OpenDialog({ attachment, isShown, onClose }: OpenDialogProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [url, setUrl] = useState('');
  const [form] = Form.useForm<{ reason: string }>();
  const { mutate, error, isPending } = useMutation({
    mutationFn: (reason?: string) =>
      ticketFor(attachment, isShown ? 'inline' : 'attachment', reason),
    gcTime: 0,
    onSuccess: (ticket) => {
      if (attachment.is_identity) void refreshPapers(queryClient, attachment.case_id);
      if (isShown) {
        setUrl(ticket);
        return;
      }
      saveTicket(ticket);
      onClose();
    },
  });
  const asksWhy = attachment.is_identity && !url;
  useEffect(() => {
    if (!attachment.is_identity) mutate(undefined);
  }, [attachment.is_identity, mutate]);
  const label = t('attachments.reason');
  return (
    <Dialog
      width={asksWhy ? 560 : 960}
      title={attachment.file_name}
      footer={
        asksWhy ? (
          <Button type="primary" loading={isPending} onClick={() => form.submit()}>
            {isShown ? t('attachments.show') : t('attachments.save')}
          </Button>
        ) : null
      }
      onCancel={onClose}
    >
      {error && <ProblemAlert error={error} />}
      {asksWhy && (
        <Form form={form} layout="vertical" onFinish={({ reason }) => mutate(reason)}>
          <p>{t('attachments.identityHelp')}</p>
          <Form.Item
            name="reason"
            label={label}
            rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
          >
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
        </Form>
      )}
      {!asksWhy && !url && !error && <Skeleton active />}
      {url && <Content attachment={attachment} url={url} />}
    </Dialog>
  );
}

function Content({ attachment, url }: { attachment: Attachment; url: string }) {
  const { file_name: name, media_type: type } = attachment;
  if (type?.startsWith('image/')) return <img className={styles.content} src={url} alt={name} />;
  if (type?.startsWith('video/') || type?.startsWith('audio/')) {
    // biome-ignore lint/a11y/useMediaCaption: evidence as it was brought; nobody has captions for it.
    return <video className={styles.content} src={url} controls />;
  }
  return <iframe className={styles.frame} src={url} title={name} />;
}
