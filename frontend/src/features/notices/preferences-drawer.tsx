import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Drawer, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { NoticePreferences } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { useNotices } from '../../shared/ui/notices';
import { QueryState } from '../../shared/ui/query-state';
import { useVersionedForm } from '../../shared/ui/use-versioned-form';
import { preferencesOptions } from './queries';

/** What I want beside the inbox. */
export function PreferencesDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useReturnFocus();
  const query = useQuery(preferencesOptions());
  return (
    <Drawer open size={520} title={t('inbox.preferences')} onClose={onClose}>
      <QueryState query={query}>
        {(preferences) => <PreferencesForm preferences={preferences} onClose={onClose} />}
      </QueryState>
    </Drawer>
  );
}

type Values = Pick<NoticePreferences, 'email' | 'email_groups' | 'digest'>;

interface PreferencesFormProps {
  preferences: NoticePreferences;
  onClose: () => void;
}

function PreferencesForm({ preferences, onClose }: PreferencesFormProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const enumName = useEnumName();
  const groups = useEnumOptions('noticeGroup');
  const digests = useEnumOptions('noticeDigest');
  const close = () => {
    void queryClient.invalidateQueries(preferencesOptions());
    onClose();
  };
  const toValues = ({ email, email_groups, digest }: NoticePreferences): Values => ({
    email: email ?? null,
    email_groups,
    digest,
  });
  const describe = ({ email, email_groups, digest }: Values) => ({
    [t('inbox.email')]: email?.trim() ?? '',
    [t('inbox.groups')]: groups
      .filter(({ value }) => email_groups.some((group) => group === value))
      .map(({ label }) => label)
      .join(t('common.separator')),
    [t('inbox.digest')]: enumName('noticeDigest', digest),
  });
  const { body, isPending, isStale, submit } = useVersionedForm<
    Values,
    NoticePreferences,
    NoticePreferences
  >({
    original: preferences,
    initialValues: toValues(preferences),
    describe: (view) => describe(toValues(view)),
    mine: describe,
    reload: () => unwrap(client.GET('/api/v1/notices/preferences')),
    send: ({ email, email_groups, digest }, { version }) =>
      unwrap(
        client.PATCH('/api/v1/notices/preferences', {
          params: { header: ifMatch(version) },
          body: { email: email?.trim() || null, email_groups, digest },
        }),
      ),
    onDone: () => {
      notices.success(t('common.saved'));
      close();
    },
    onTheirs: close,
    children: (
      <>
        <Form.Item name="email" label={t('inbox.email')} extra={t('inbox.emailHelp')}>
          <Input type="email" maxLength={254} autoComplete="email" />
        </Form.Item>
        <Form.Item name="email_groups" label={t('inbox.groups')}>
          <Checkbox.Group options={groups} />
        </Form.Item>
        <Form.Item name="digest" label={t('inbox.digest')}>
          <Radio.Group aria-label={t('inbox.digest')} options={digests} optionType="button" />
        </Form.Item>
      </>
    ),
  });
  return (
    <>
      <p>{t('inbox.hours')}</p>
      {!preferences.is_email_available && <Alert type="info" showIcon title={t('inbox.noEmail')} />}
      {body}
      {!isStale && (
        <Button type="primary" loading={isPending} onClick={submit}>
          {t('common.save')}
        </Button>
      )}
    </>
  );
}
