import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Substitution } from '../../shared/api/types';
import { useCapacityName } from '../../shared/i18n/use-capacity-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { useNotices } from '../../shared/ui/notices';
import { problemText } from '../../shared/ui/problem-text';
import { substitutionListOptions, substitutionsKey } from './queries';

interface SubstitutionTableProps {
  /** Only those in which this person is absent or replaces somebody. */
  personId?: string;
}

/** Who replaces whom, and until when; ended where the server lets one. */
export function SubstitutionTable({ personId }: SubstitutionTableProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const capacityName = useCapacityName();
  const query = useInfiniteQuery(substitutionListOptions(personId));
  const refresh = () => void queryClient.invalidateQueries({ queryKey: substitutionsKey });
  const revoke = api.useMutation('post', '/api/v1/substitutions/{id}/actions/revoke', {
    onSuccess: () => {
      notices.success(t('substitutions.revoked'));
      refresh();
    },
    onError: (error) => {
      notices.error(problemText(error));
      refresh();
    },
  });
  return (
    <KeysetTable<Substitution>
      label={t('substitutions.title')}
      query={query}
      empty={t('substitutions.empty')}
      columns={[
        { title: t('substitutions.absent'), cell: (row) => row.capacity.person.name },
        { title: t('substitutions.capacity'), cell: (row) => capacityName(row.capacity) },
        { title: t('substitutions.substitute'), cell: (row) => row.substitute.name },
        {
          title: t('substitutions.period'),
          cell: (row) => t('substitutions.fromTo', { from: row.from_on, until: row.until_on }),
        },
        { title: t('substitutions.state'), cell: (row) => row.state_name },
        {
          title: t('substitutions.manage'),
          cell: (row) =>
            row.allowed_actions.includes('revoke') && (
              <Popconfirm
                title={t('substitutions.revokeAsk', { name: row.substitute.name })}
                okText={t('substitutions.revoke')}
                cancelText={t('common.cancel')}
                onConfirm={() =>
                  revoke.mutate({
                    params: { path: { id: row.id }, header: ifMatch(row.version) },
                  })
                }
              >
                <Button danger size="small">
                  {t('substitutions.revoke')}
                </Button>
              </Popconfirm>
            ),
        },
      ]}
    />
  );
}
