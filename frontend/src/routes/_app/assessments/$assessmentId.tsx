import { createFileRoute } from '@tanstack/react-router';
import { ResultPage } from '../../../features/assessments/result-page';

export const Route = createFileRoute('/_app/assessments/$assessmentId')({
  component: ResultRoute,
});

function ResultRoute() {
  const { assessmentId } = Route.useParams();
  return <ResultPage key={assessmentId} assessmentId={assessmentId} />;
}
