import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import type { Mediation } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { MediationFields } from './mediation-fields';
import { type MediationValues, type MediationVerb, performOnMediation } from './mediation-verbs';
import { mediationOptions, refreshMediations } from './queries';
import { slotOf } from './slot';

interface MediationDialogProps {
  verb: MediationVerb;
  session: Mediation;
  onClose: () => void;
}

/** One step of a session, on the version the person has seen. */
export function MediationDialog({ verb, session, onClose }: MediationDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const idempotencyKey = useIdempotencyKey();
  const took = (fresh: Mediation) => {
    queryClient.setQueryData(mediationOptions(fresh.id).queryKey, fresh);
    void refreshMediations(queryClient);
  };
  const title = t(`mediations.action.${verb}`);
  return (
    <ActDialog<MediationValues, Mediation, Mediation>
      title={title}
      okText={title}
      original={session}
      initialValues={initial(verb, session)}
      describe={(view) => ({
        [t('mediations.state')]: enumName('mediationState', view.state),
        [t('mediations.when')]: formatInstant(view.starts_at),
        [t('mediations.room')]: view.room.name,
        [t('mediations.minutes')]: view.minutes?.text ?? '',
        [t('mediations.consents')]: String(view.consents.length),
      })}
      mine={(values) => ({ ...(values.text && { [t('mediations.minutes')]: values.text }) })}
      reload={() =>
        unwrap(client.GET('/api/v1/mediations/{id}', { params: { path: { id: session.id } } }))
      }
      send={(values, seen) => {
        const key = idempotencyKey({ verb, version: seen.version, ...values });
        return performOnMediation(verb, seen, values, key);
      }}
      isAllowed={(fresh) => fresh.allowed_actions.includes(verb)}
      onDone={(done) => {
        notices.success(t('common.doneAction', { action: title }));
        took(done);
      }}
      onTheirs={took}
      onClose={onClose}
    >
      <MediationFields verb={verb} session={session} />
    </ActDialog>
  );
}

function initial(verb: MediationVerb, session: Mediation): MediationValues {
  switch (verb) {
    case 'record_consent':
      return { agrees: true, manner: 'in_person' };
    case 'rebook':
      return slotOf(session);
    case 'write_minutes':
      return { text: session.minutes?.text ?? '' };
    case 'conclude':
      return { outcome: 'agreed' };
    case 'sign_minutes':
      return { party_nos: session.parties.map(({ party_no }) => party_no) };
    case 'start':
    case 'adjourn':
    case 'recuse':
    case 'cancel':
      return {};
  }
}
