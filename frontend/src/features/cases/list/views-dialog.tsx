import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  CloseOutlined,
  EyeInvisibleOutlined,
  EyeOutlined,
} from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { Dialog } from '../../../shared/ui/dialog';
import { ProblemAlert } from '../../../shared/ui/problem-alert';
import { useUndo } from '../../../shared/ui/use-undo';
import styles from './case-list.module.css';
import { arrangeViews, removeView, saveView, viewsOptions } from './views-api';

interface ViewsDialogProps {
  views: SavedView[];
  onClose: () => void;
}

/** Order, hide and remove; every change is kept at once, for oneself only. */
export default function ViewsDialog({ views, onClose }: ViewsDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const undo = useUndo();
  const queryClient = useQueryClient();
  const refresh = () => queryClient.invalidateQueries(viewsOptions());
  const arrange = useMutation({
    mutationFn: arrangeViews,
    onSuccess: (arranged) => queryClient.setQueryData(viewsOptions().queryKey, arranged),
  });
  const remove = useMutation({
    mutationFn: removeView,
    onSuccess: async ({ name, filters, columns, role, origin }) => {
      await refresh();
      const again = { name, filters, columns, role: origin === 'own' ? (role ?? null) : null };
      undo(t('cases.views.removed', { name }), () => void saveView(again).then(refresh));
    },
  });
  const move = (from: number, to: number) => {
    const moved = [...views];
    moved.splice(to, 0, ...moved.splice(from, 1));
    arrange.mutate(moved);
  };
  const hide = (id: string) =>
    arrange.mutate(
      views.map((view) => (view.id === id ? { ...view, is_hidden: !view.is_hidden } : view)),
    );

  return (
    <Dialog title={t('cases.views.manage')} footer={null} onCancel={onClose}>
      {arrange.error && <ProblemAlert error={arrange.error} />}
      {remove.error && <ProblemAlert error={remove.error} />}
      <ol className={styles.manage}>
        {views.map((view, at) => (
          <li key={view.id} data-hidden={view.is_hidden}>
            <span>
              {view.name}
              <small>
                {t(`cases.views.origin.${view.origin}`)}
                {view.origin !== 'shipped' &&
                  view.role &&
                  ` · ${t('cases.views.forRole', { role: enumName('role', view.role) })}`}
                {view.is_hidden && ` · ${t('cases.views.hidden')}`}
              </small>
            </span>
            <Space.Compact>
              <Button
                disabled={at === 0 || arrange.isPending}
                icon={<ArrowUpOutlined />}
                aria-label={t('cases.views.up', { name: view.name })}
                onClick={() => move(at, at - 1)}
              />
              <Button
                disabled={at === views.length - 1 || arrange.isPending}
                icon={<ArrowDownOutlined />}
                aria-label={t('cases.views.down', { name: view.name })}
                onClick={() => move(at, at + 1)}
              />
              <Button
                disabled={arrange.isPending}
                icon={view.is_hidden ? <EyeInvisibleOutlined /> : <EyeOutlined />}
                aria-label={t(view.is_hidden ? 'cases.views.show' : 'cases.views.hide', {
                  name: view.name,
                })}
                onClick={() => hide(view.id)}
              />
              {view.allowed_actions.includes('remove') && (
                <Button
                  loading={remove.isPending && remove.variables.id === view.id}
                  icon={<CloseOutlined />}
                  aria-label={t('cases.views.remove', { name: view.name })}
                  onClick={() => remove.mutate(view)}
                />
              )}
            </Space.Compact>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
