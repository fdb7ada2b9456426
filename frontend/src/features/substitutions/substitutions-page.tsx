import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewSubstitution, Substitution } from '../../shared/api/types';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { PageHeader } from '../../shared/ui/page-header';
import { substitutionsKey } from './queries';
import { forToday, SubstituteFields, setSubstitute } from './substitute-form';
import { SubstitutionTable } from './substitution-table';

/** Who replaces whom in the region, for those who set it. */
export function SubstitutionsPage() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHeader
        title={t('substitutions.title')}
        note={t('substitutions.note')}
        actions={
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('substitutions.set')}
          </Button>
        }
      />
      <SubstitutionTable />
      {creating && (
        <CreateDialog<NewSubstitution, Substitution>
          title={t('substitutions.set')}
          initialValues={forToday()}
          create={setSubstitute}
          onCreated={() => void queryClient.invalidateQueries({ queryKey: substitutionsKey })}
          onClose={() => setCreating(false)}
        >
          <SubstituteFields />
        </CreateDialog>
      )}
    </>
  );
}
