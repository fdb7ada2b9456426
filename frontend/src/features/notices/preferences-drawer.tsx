import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { NoticePreferences } from '../../shared/api/types';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { QueryState } from '../../shared/ui/query-state';
import { preferencesOptions } from './queries';

/** What I want beside the inbox. */
export function PreferencesDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnFocus();
  const query = useQuery(preferencesOptions());
  return (
    <Drawer open size={440} title={t('inbox.preferences')} onClose={onClose}>
      <QueryState query={query}>
        {(preferences) => (
          // What somebody changed elsewhere begins a new form.
          <PreferencesForm
            key={preferences.version}
            preferences={preferences}
            onSaved={onClose}
            onStale={() => void query.refetch()}
          />
        )}
      </QueryState>
    </Drawer>
  );
}

type Values = Pick<NoticePreferences, 'email' | 'email_groups' | 'digest'>;

interface PreferencesFormProps {
  preferences: NoticePreferences;
  onSaved: () => void;
  onStale: () => void;
}

function PreferencesForm({ preferences, onSaved, onStale }: PreferencesFormProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Values>();
  const groups = useEnumOptions('noticeGroup');
  const digests = useEnumOptions('noticeDigest');
  const save = api.useMutation('patch', '/api/v1/notices/preferences', {
    onSuccess: () => {
      void queryClient.invalidateQueries(preferencesOptions());
      notices.success(t('common.saved'));
      onSaved();
    },
    onError: (error) => {
      if (error.code === 'request.stale_version') onStale();
      placeProblem(form, error);
    },
  });
  const { email, email_groups, digest, version } = preferences;
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ email, email_groups, digest }}
      onFinish={(values) =>
        save.mutate({
          params: { header: ifMatch(version) },
          body: { ...values, email: values.email?.trim() || null },
        })
      }
    >
      <p>{t('inbox.hours')}</p>
      {!preferences.is_email_available && <Alert type="info" showIcon title={t('inbox.noEmail')} />}
      {save.error && <ProblemAlert error={save.error} />}
      <Form.Item name="email" label={t('inbox.email')} extra={t('inbox.emailHelp')}>
        <Input type="email" maxLength={254} autoComplete="email" />
      </Form.Item>
      <Form.Item name="email_groups" label={t('inbox.groups')}>
        <Checkbox.Group options={groups} />
      </Form.Item>
      <Form.Item name="digest" label={t('inbox.digest')}>
        <Radio.Group aria-label={t('inbox.digest')} options={digests} optionType="button" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('common.save')}
      </Button>
    </Form>
  );
}
