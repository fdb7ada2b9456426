import { createFileRoute } from '@tanstack/react-router';
import { ResultPrintPage } from '../../../features/assessments/result-print-page';

export const Route = createFileRoute('/_app/assessments/$assessmentId_/print')({
  component: PrintRoute,
});

function PrintRoute() {
  return <ResultPrintPage assessmentId={Route.useParams().assessmentId} />;
}
