import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { regionsOptions } from '../../shared/api/reference';
import type { Application, ApplicationPreview, NewApplication } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { addDays, today, tomorrow } from '../../shared/lib/dates';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DayItem } from '../../shared/ui/day-item';
import { QueryState } from '../../shared/ui/query-state';
import { CaseTypeSelect } from '../../shared/ui/reference-select';
import { previewOptions } from './queries';
import { WhatItSees } from './what-it-sees';

/** The longest an application lasts, as the server has it. */
const longestDays = 731;

interface CreateApplicationDialogProps {
  onCreated: (created: Application) => void;
  onClose: () => void;
}

/** Sets an application up: while it is chosen what it may, the server says what that is worth now. */
export function CreateApplicationDialog({ onCreated, onClose }: CreateApplicationDialogProps) {
  const { t } = useTranslation();
  const required = (label: string) => ({
    label,
    rules: [{ required: true, message: t('common.required', { label }) }],
  });
  return (
    <CreateDialog<NewApplication, Application>
      title={t('applications.create')}
      initialValues={{ scopes: [], type_prefixes: [], sees_restricted: false }}
      create={({ region_code, ...values }, header) =>
        unwrap(
          client.POST('/api/v1/applications', {
            params: { header },
            body: { ...values, ...(region_code && { region_code }) },
          }),
        )
      }
      onCreated={onCreated}
      onClose={onClose}
    >
      <Form.Item name="name" {...required(t('applications.name'))}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="purpose" {...required(t('applications.purpose'))}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Limits />
      <DayItem
        name="expires_on"
        {...required(t('applications.expires'))}
        first={tomorrow()}
        last={addDays(today(), longestDays)}
      />
    </CreateDialog>
  );
}

/** What it may, and beside it what that comes to. */
function Limits() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<NewApplication>();
  const [asked, setAsked] = useState<ApplicationPreview>({});
  const { data: regions = [], isPending } = useQuery(regionsOptions());
  const query = useQuery(previewOptions(asked));
  const look = () => {
    const { scopes, type_prefixes, region_code, sees_restricted } = form.getFieldsValue(true);
    setAsked({
      scope: scopes ?? [],
      type_prefix: type_prefixes ?? [],
      ...(region_code && { region_code }),
      sees_restricted: sees_restricted ?? false,
    });
  };
  return (
    <>
      <Form.Item
        name="scopes"
        label={t('applications.scopes')}
        rules={[
          {
            required: true,
            type: 'array',
            message: t('common.required', { label: t('applications.scopes') }),
          },
        ]}
      >
        <Checkbox.Group
          onChange={look}
          options={(query.data?.offered ?? []).map(({ scope, name }) => ({
            value: scope,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name="type_prefixes" label={t('applications.types')}>
        <CaseTypeSelect multiple onChange={look} />
      </Form.Item>
      <Form.Item name="region_code" label={t('applications.region')}>
        <Select
          allowClear
          loading={isPending}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={look}
          options={regions.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <Form.Item name="sees_restricted" valuePropName="checked">
        <Checkbox onChange={look}>{t('applications.restricted')}</Checkbox>
      </Form.Item>
      <QueryState query={query} rows={2}>
        {(visible) => <WhatItSees visible={visible} />}
      </QueryState>
    </>
  );
}
