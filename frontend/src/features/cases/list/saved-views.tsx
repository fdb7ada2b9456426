import { CloseOutlined } from '@ant-design/icons';
import { Button, Form, Input, Popover, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../../shared/api/session';
import { useStoredState } from '../../../shared/lib/use-stored-state';
import { useUndo } from '../../../shared/ui/use-undo';
import type { OptionalColumn } from './case-columns';
import styles from './case-list.module.css';
import type { CaseSearch } from './case-search';

interface SavedView {
  name: string;
  search: CaseSearch;
  columns: OptionalColumn[];
}

/** More of them are no longer found at a glance. */
const MOST = 15;

interface SavedViewsProps {
  search: CaseSearch;
  columns: OptionalColumn[];
  onOpen: (view: SavedView) => void;
}

/** Filters and columns under a name of one's own, one click away; each person's on this PC. */
export function SavedViews({ search, columns, onOpen }: SavedViewsProps) {
  const { t } = useTranslation();
  const me = useMe();
  const undo = useUndo();
  const [views, setViews] = useStoredState<SavedView[]>(`views.cases.${me.user.id}`, []);
  const current = JSON.stringify(search);
  const isSaved = views.some((view) => JSON.stringify(view.search) === current);
  const mayAdd = !isSaved && current !== '{}' && views.length < MOST;
  if (views.length === 0 && !mayAdd) return null;

  const save = (name: string) =>
    setViews([...views.filter((view) => view.name !== name), { name, search, columns }]);
  const remove = (name: string) => {
    setViews(views.filter((view) => view.name !== name));
    undo(t('cases.views.removed', { name }), () => setViews(views));
  };

  return (
    <section className={`${styles.views} no-print`} aria-label={t('cases.views.title')}>
      {views.map((view) => (
        <Space.Compact key={view.name}>
          <Button
            aria-pressed={JSON.stringify(view.search) === current}
            type={JSON.stringify(view.search) === current ? 'primary' : 'default'}
            onClick={() => onOpen(view)}
          >
            {view.name}
          </Button>
          <Button
            icon={<CloseOutlined />}
            aria-label={t('cases.views.remove', { name: view.name })}
            onClick={() => remove(view.name)}
          />
        </Space.Compact>
      ))}
      {mayAdd && <NewView onSave={save} />}
    </section>
  );
}

function NewView({ onSave }: { onSave: (name: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const label = t('cases.views.name');
  const form = (
    <Form<{ name: string }>
      layout="inline"
      className={styles.viewName ?? ''}
      onFinish={({ name }) => {
        setOpen(false);
        onSave(name.trim());
      }}
    >
      <Form.Item
        name="name"
        label={label}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input autoFocus autoComplete="off" maxLength={20} />
      </Form.Item>
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
      <Button type="link">{t('cases.views.add')}</Button>
    </Popover>
  );
}
