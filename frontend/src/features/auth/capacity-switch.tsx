import { DownOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { session, useMe } from '../../shared/api/session';
import { useCapacityName } from '../../shared/i18n/use-capacity-name';
import { LazyMenu } from '../../shared/ui/lazy-menu';
import { useNotices } from '../../shared/ui/notices';
import { problemText } from '../../shared/ui/problem-text';
import styles from './capacity-switch.module.css';

/** Chooses in which capacity the person acts; it is recorded on each action. */
export function CapacitySwitch() {
  const { t } = useTranslation();
  const notices = useNotices();
  const me = useMe();
  const queryClient = useQueryClient();
  const capacityName = useCapacityName();
  const acting = me.capacities.find((capacity) => capacity.id === me.acting_capacity_id);
  const name = acting ? capacityName(acting) : t('shell.noCapacity');

  const switchTo = api.useMutation('post', '/api/v1/auth/switch', {
    onSuccess: async (signIn) => {
      // What the other capacity may see is not what was loaded for this one.
      queryClient.clear();
      session.start(signIn);
      const now = signIn.me.capacities.find(({ id }) => id === signIn.me.acting_capacity_id);
      if (now) notices.success(t('shell.switched', { name: capacityName(now) }));
    },
    onError: (error) => notices.error(problemText(error)),
  });

  if (me.capacities.length < 2) {
    return (
      <span className={styles.name} title={name}>
        {name}
      </span>
    );
  }
  return (
    <LazyMenu
      menu={{
        selectable: true,
        selectedKeys: me.acting_capacity_id ? [me.acting_capacity_id] : [],
        items: me.capacities.map((capacity) => ({
          key: capacity.id,
          label: capacityName(capacity),
        })),
        onClick: ({ key }) => switchTo.mutate({ body: { capacity_id: key } }),
      }}
      button={{
        loading: switchTo.isPending,
        'aria-label': t('shell.actingAs', { name }),
        title: t('shell.switchCapacity'),
        icon: <DownOutlined />,
        iconPlacement: 'end',
        children: <span className={styles.name}>{name}</span>,
      }}
    />
  );
}
