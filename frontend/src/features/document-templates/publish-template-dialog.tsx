import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import { isProblem } from '../../shared/api/problem';
import type { DocumentTemplate, PublishTemplate } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { tomorrow } from '../../shared/lib/dates';
import { Dialog } from '../../shared/ui/dialog';
import { useNotices } from '../../shared/ui/notices';
import { Paper } from '../../shared/ui/paper';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import styles from './document-templates.module.css';
import { factsOptions, previewOf } from './queries';

interface TemplateValues {
  name: string;
  source: string;
  valid_from: string;
  reason?: string;
  definition: string;
}

interface PublishTemplateDialogProps {
  /** The version it begins with. */
  template: DocumentTemplate;
  onPublished: () => void;
  onClose: () => void;
}

/** The next version of a template: its words, and its fields and layout as they are stored. */
export function PublishTemplateDialog(props: PublishTemplateDialogProps) {
  const { template, onPublished, onClose } = props;
  const { t } = useTranslation();
  const notices = useNotices();
  const idempotencyKey = useIdempotencyKey();
  const [form] = Form.useForm<TemplateValues>();
  const body = async () => bodyOf(template, await form.validateFields());
  const preview = useMutation({ mutationFn: async () => previewOf(await body()) });
  const publish = useMutation({
    mutationFn: async () => {
      const sent = await body();
      const header = idempotencyKey(sent);
      return unwrap(client.POST('/api/v1/document-templates', { params: { header }, body: sent }));
    },
    onSuccess: ({ version }) => {
      notices.success(t('templates.published', { version }));
      onPublished();
      onClose();
    },
  });
  const failed: unknown = publish.error ?? preview.error;
  const places = isProblem(failed) ? failed.errors : [];
  return (
    <Dialog
      width={1080}
      title={t('templates.publishOf', { name: template.name })}
      okText={t('templates.publish')}
      cancelText={t('common.cancel')}
      confirmLoading={publish.isPending}
      onOk={() => publish.mutate()}
      onCancel={onClose}
    >
      {isProblem(failed) && (
        <>
          <ProblemAlert error={failed} />
          <ul>
            {places?.map(({ pointer, detail }) => (
              <li key={`${pointer} ${detail}`}>
                <code>{pointer}</code> {detail}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className={styles.columns}>
        <TemplateForm form={form} template={template} />
        <div>
          <Button loading={preview.isPending} onClick={() => preview.mutate()}>
            {t('templates.preview')}
          </Button>
          {preview.data && <Paper blocks={preview.data.blocks} />}
          <Facts />
        </div>
      </div>
    </Dialog>
  );
}

function bodyOf(template: DocumentTemplate, values: TemplateValues): PublishTemplate {
  const { definition, reason, ...rest } = values;
  return {
    ...rest,
    kind: template.kind,
    ...(reason?.trim() && { reason: reason.trim() }),
    definition: JSON.parse(definition) as PublishTemplate['definition'],
  };
}

interface TemplateFormProps {
  form: ReturnType<typeof Form.useForm<TemplateValues>>[0];
  template: DocumentTemplate;
}

function TemplateForm({ form, template }: TemplateFormProps) {
  const { t } = useTranslation();
  const must = (label: string) => [
    { required: true, whitespace: true, message: t('common.required', { label }) },
  ];
  const isJson = (_: unknown, text: string) => {
    try {
      JSON.parse(text);
      return Promise.resolve();
    } catch {
      return Promise.reject(new Error(t('templates.notJson')));
    }
  };
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{
        name: template.name,
        source: template.source,
        valid_from: tomorrow(),
        definition: JSON.stringify(template.definition, null, 1),
      }}
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
        rules={must(t('templates.validFrom'))}
      >
        <Input type="date" />
      </Form.Item>
      <Form.Item name="reason" label={t('templates.reason')}>
        <Input.TextArea autoSize maxLength={500} />
      </Form.Item>
      <Form.Item
        name="definition"
        label={t('templates.definition')}
        extra={t('templates.definitionHelp')}
        rules={[{ validator: isJson }]}
      >
        <Input.TextArea rows={18} spellCheck={false} className={styles.code ?? ''} />
      </Form.Item>
    </Form>
  );
}

/** What a case can give, by the name a template uses. */
function Facts() {
  const { t } = useTranslation();
  const facts = useQuery(factsOptions()).data?.items ?? [];
  return (
    <details>
      <summary>{t('templates.facts')}</summary>
      <dl className={styles.facts}>
        {facts.map(({ name, label, origin_name, is_personal, members }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {label} · {origin_name}
              {is_personal && ` · ${t('templates.namesParties')}`}
              {members.length > 0 && (
                <>
                  {' '}
                  <code>{members.join(', ')}</code>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
