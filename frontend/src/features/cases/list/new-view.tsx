import { Button, Form, Input, Popover, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../shared/api/session';
import type { SavedView } from '../../../shared/api/types';
import { useEnumOptions } from '../../../shared/i18n/use-enum-name';
import styles from './case-list.module.css';

interface NewViewProps {
  isSaving: boolean;
  onSave: (view: { name: string; role?: SavedView['role'] }) => void;
}

/** The roles of the three administrators see no cases. */
const ADMINISTRATORS = ['system_admin', 'security_admin', 'auditor'];

export function NewView({ isSaving, onSave }: NewViewProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const mayPublish = useMe().nav.includes('view_publish');
  const roles = useEnumOptions('role').filter(({ value }) => !ADMINISTRATORS.includes(value));
  const label = t('cases.views.name');
  const form = (
    <Form<{ name: string; role?: SavedView['role'] }>
      layout="vertical"
      className={styles.viewName ?? ''}
      onFinish={({ name, role }) => {
        setOpen(false);
        onSave({ name: name.trim(), ...(role && { role }) });
      }}
    >
      <Form.Item
        name="name"
        label={label}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input autoFocus autoComplete="off" maxLength={40} />
      </Form.Item>
      {mayPublish && (
        <Form.Item
          name="role"
          label={t('cases.views.publish')}
          extra={t('cases.views.publishHelp')}
        >
          <Select allowClear options={roles} placeholder={t('cases.views.nobody')} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit">
        {t('common.save')}
      </Button>
    </Form>
  );
  return (
    <Popover
      open={open}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      content={form}
      onOpenChange={setOpen}
    >
      <Button type="link" loading={isSaving}>
        {t('cases.views.add')}
      </Button>
    </Popover>
  );
}
