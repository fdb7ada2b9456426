import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { isProblem } from '../../shared/api/problem';
import type { ApiSettings, ApiSettingsChange } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { formatInstant } from '../../shared/lib/dates';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { PageHeader } from '../../shared/ui/page-header';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { problemText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';

const settingsOptions = queryOptions({
  queryKey: ['api-settings'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/v1/api-settings', { signal })),
});

const kinds = ['sign_in', 'read', 'write', 'public'] as const;

/** How often, how large, how long, and from which pages. */
export function ApiSettingsPage() {
  const { t } = useTranslation();
  const query = useQuery(settingsOptions);
  return (
    <>
      <PageHeader title={t('nav.api_settings')} note={t('apiSettings.note')} />
      <QueryState query={query}>
        {(settings) => <Settings key={settings.version} settings={settings} />}
      </QueryState>
    </>
  );
}

function Settings({ settings }: { settings: ApiSettings }) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<ApiSettingsChange>();
  const may = settings.allowed_actions.includes('update');
  const save = useMutation({
    mutationFn: (body: ApiSettingsChange) =>
      unwrap(
        client.PATCH('/api/v1/api-settings', {
          params: { header: ifMatch(settings.version) },
          body,
        }),
      ),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsOptions.queryKey, saved);
      notices.success(t('common.saved'));
    },
    onError: async (error) => {
      placeProblem(form, error);
      if (!isProblem(error) || error.status !== 412) return;
      // The form is filled anew with what the other has set: said where it stays.
      notices.error(problemText(error));
      await queryClient.invalidateQueries({ queryKey: settingsOptions.queryKey });
    },
  });
  const { sign_in, read, write, public: citizens, cors_origins, changed_by, updated_at } = settings;
  const field = (kind: (typeof kinds)[number], name: string, label: string, min: number) => (
    <Form.Item name={[kind, name]} label={label} rules={[{ required: true }]}>
      <InputNumber min={min} precision={0} style={{ width: 160 }} />
    </Form.Item>
  );
  return (
    <Form
      form={form}
      layout="vertical"
      disabled={!may}
      initialValues={{ sign_in, read, write, public: citizens, cors_origins }}
      onFinish={(values) => save.mutate(values)}
    >
      {save.error && <ProblemAlert error={save.error} />}
      <p>
        {changed_by && updated_at
          ? t('apiSettings.changedBy', { name: changed_by.name, at: formatInstant(updated_at) })
          : t('apiSettings.isDefault')}
      </p>
      {kinds.map((kind) => (
        <fieldset key={kind} style={{ display: 'flex', flexWrap: 'wrap', gap: 16 }}>
          <legend>{t(`apiSettings.kinds.${kind}`)}</legend>
          {field(kind, 'per_minute', t('apiSettings.perMinute'), 0)}
          {field(kind, 'max_body_bytes', t('apiSettings.bytes'), 1024)}
          {field(kind, 'max_seconds', t('apiSettings.seconds'), 1)}
        </fieldset>
      ))}
      <Form.Item
        name="cors_origins"
        label={t('apiSettings.origins')}
        extra={t('apiSettings.originsHint')}
      >
        <Select mode="tags" tokenSeparators={[' ', ',']} />
      </Form.Item>
      {may && (
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('apiSettings.save')}
        </Button>
      )}
    </Form>
  );
}
