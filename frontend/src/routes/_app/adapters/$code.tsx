import { createFileRoute } from '@tanstack/react-router';
import { AdapterPage } from '../../../features/adapters/adapter-page';

export const Route = createFileRoute('/_app/adapters/$code')({ component: AdapterRoute });

function AdapterRoute() {
  const { code } = Route.useParams();
  return <AdapterPage key={code} code={code} />;
}
