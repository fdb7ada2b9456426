import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import type { DocumentTemplate, PublishTemplate, TemplateDefinition } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { today, tomorrow } from '../../shared/lib/dates';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './document-templates.module.css';
import { templatesOptions } from './queries';

interface PublishValues {
  name: string;
  source: string;
  valid_from: string;
  reason?: string;
}

interface PublishFormProps {
  template: DocumentTemplate;
  definition: () => TemplateDefinition;
  onRefused: (error: unknown) => void;
  onPublished: () => void;
}

/** What a version is called, what it rests on, from which day it counts, and why it was made. */
export function PublishForm(props: PublishFormProps) {
  const { template, definition, onRefused, onPublished } = props;
  const { t } = useTranslation();
  const notices = useNotices();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const [form] = Form.useForm<PublishValues>();
  const publish = useMutation({
    mutationFn: (body: PublishTemplate) =>
      unwrap(
        client.POST('/api/v1/document-templates', {
          params: { header: idempotencyKey(body) },
          body,
        }),
      ),
    onSuccess: async ({ version }) => {
      onPublished();
      notices.success(t('templates.published', { version }));
      await queryClient.invalidateQueries({ queryKey: templatesOptions().queryKey });
      await navigate({ to: '/document-templates' });
    },
    onError: (error) => {
      placeProblem(form, error);
      onRefused(error);
    },
  });
  const must = (label: string) => [
    { required: true, whitespace: true, message: t('common.required', { label }) },
  ];
  return (
    <section className={styles.publish} aria-labelledby="template-publish">
      <h2 id="template-publish">{t('templates.publish')}</h2>
      {publish.error && <ProblemAlert error={publish.error} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          name: template.name,
          source: template.source,
          valid_from: tomorrow(),
        }}
        onFinish={({ reason, ...values }) =>
          publish.mutate({
            ...values,
            kind: template.kind,
            ...(reason?.trim() && { reason: reason.trim() }),
            definition: definition(),
          })
        }
      >
        <Form.Item name="name" label={t('templates.name')} rules={must(t('templates.name'))}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="source" label={t('templates.source')} rules={must(t('templates.source'))}>
          <Input.TextArea autoSize maxLength={300} />
        </Form.Item>
        <Form.Item
          name="valid_from"
          label={t('templates.validFrom')}
          extra={t('templates.validFromHelp')}
          rules={must(t('templates.validFrom'))}
        >
          <Input type="date" min={today()} />
        </Form.Item>
        <Form.Item name="reason" label={t('templates.reason')}>
          <Input.TextArea autoSize maxLength={500} />
        </Form.Item>
        <span className={styles.acts}>
          <Button type="primary" htmlType="submit" loading={publish.isPending}>
            {t('templates.publish')}
          </Button>
          <Link to="/document-templates">{t('common.cancel')}</Link>
        </span>
      </Form>
    </section>
  );
}
