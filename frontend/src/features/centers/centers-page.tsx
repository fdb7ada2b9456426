import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centersOptions } from '../../shared/api/reference';
import type { Center } from '../../shared/api/types';
import { type TreeNode, toTree } from '../../shared/lib/tree';
import { MasterDetail } from '../../shared/ui/master-detail';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import { CenterDetail } from './center-detail';

interface CentersPageProps {
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
}

/** County, township, village: a centre stands under the centre of the region above. */
export function CentersPage({ selected, onSelect }: CentersPageProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const centers = useQuery(centersOptions());
  return (
    <>
      <PageHeader title={t('nav.centers')} note={t('centers.note')} />
      <QueryState query={centers} rows={8}>
        {(all) => (
          <MasterDetail
            label={t('nav.centers')}
            tree={centerTree(all)}
            selected={selected}
            onSelect={onSelect}
          >
            {selected ? (
              <CenterDetail
                key={selected}
                centerId={selected}
                onChanged={() => void queryClient.invalidateQueries(centersOptions())}
              />
            ) : (
              <p>{t('centers.choose')}</p>
            )}
          </MasterDetail>
        )}
      </QueryState>
    </>
  );
}

function centerTree(centers: Center[]): TreeNode[] {
  const centerOf = new Map(centers.map(({ id, region_id }) => [region_id, id]));
  return toTree(
    centers.map(({ id, name, parent_region_id }) => ({
      value: id,
      label: name,
      parent: centerOf.get(parent_region_id ?? ''),
    })),
  );
}
