import { createFileRoute } from '@tanstack/react-router';
import { StepLetter } from '../../../features/supervision/letters';

export const Route = createFileRoute('/_app/supervision/cases/$caseId/steps/$stepId')({
  component: StepRoute,
});

function StepRoute() {
  const { caseId, stepId } = Route.useParams();
  return <StepLetter caseId={caseId} stepId={stepId} />;
}
