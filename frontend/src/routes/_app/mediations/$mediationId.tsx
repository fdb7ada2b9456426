import { createFileRoute } from '@tanstack/react-router';
import { SessionAgreements } from '../../../features/agreements/session-agreements';
import { MediationPage } from '../../../features/mediations/mediation-page';

export const Route = createFileRoute('/_app/mediations/$mediationId')({
  component: MediationRoute,
});

function MediationRoute() {
  const { mediationId } = Route.useParams();
  return (
    <MediationPage
      key={mediationId}
      mediationId={mediationId}
      agreements={(session) => (
        <SessionAgreements
          caseId={session.case.id}
          mediationId={session.id}
          parties={session.parties.map(({ party_no, name }) => ({
            party_no,
            label: `${party_no}. ${name}`,
          }))}
          mayRecord={session.allowed_actions.includes('record_agreement')}
        />
      )}
    />
  );
}
