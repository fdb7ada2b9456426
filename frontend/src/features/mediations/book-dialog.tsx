import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { Mediation } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { refreshMediations } from './queries';
import { type SlotValues, toBooking } from './slot';
import { SlotFields } from './slot-fields';

interface BookDialogProps {
  caseId: string;
  onClose: () => void;
}

/** A room and mediators for a case. */
export function BookDialog({ caseId, onClose }: BookDialogProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  return (
    <CreateDialog<SlotValues, Mediation>
      form="mediations_book"
      title={t('mediations.book')}
      create={(values, header) =>
        unwrap(
          client.POST('/api/v1/cases/{case_id}/mediations', {
            params: { path: { case_id: caseId }, header },
            body: toBooking(values),
          }),
        )
      }
      onCreated={() => void refreshMediations(queryClient)}
      onClose={onClose}
    >
      <SlotFields caseId={caseId} />
    </CreateDialog>
  );
}
