import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/api/types';
import { PageHeader } from '../../../shared/ui/page-header';
import { caseCountsOptions, caseKeys } from '../queries';
import { Receipt } from './receipt';
import { RegisterForm } from './register-form';

/** One screen, under a minute: who, what, where; everything else after saving. */
export function RegisterPage({ visitId }: { visitId?: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [registered, setRegistered] = useState<CaseView | null>(null);

  const onRegistered = (registeredCase: CaseView) => {
    setRegistered(registeredCase);
    void queryClient.invalidateQueries({ queryKey: caseKeys.list });
    void queryClient.invalidateQueries(caseCountsOptions());
  };

  if (registered) return <Receipt registered={registered} onNext={() => setRegistered(null)} />;
  return (
    <>
      <PageHeader
        title={t('nav.register')}
        note={visitId ? t('visits.fromVisit') : t('cases.register.note')}
      />
      <RegisterForm {...(visitId && { visitId })} onRegistered={onRegistered} />
    </>
  );
}
