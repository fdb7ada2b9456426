import { createFileRoute } from '@tanstack/react-router';
import { AgreementPage } from '../../../features/agreements/agreement-page';

export const Route = createFileRoute('/_app/agreements/$agreementId')({
  component: AgreementRoute,
});

function AgreementRoute() {
  const { agreementId } = Route.useParams();
  return <AgreementPage key={agreementId} agreementId={agreementId} />;
}
