import { createFileRoute } from '@tanstack/react-router';
import { SchemePage } from '../../../features/assessments/scheme-page';

export const Route = createFileRoute('/_app/assessment-schemes/$schemeId')({
  component: SchemeRoute,
});

function SchemeRoute() {
  const { schemeId } = Route.useParams();
  return <SchemePage key={schemeId} schemeId={schemeId} />;
}
