import { createFileRoute } from '@tanstack/react-router';
import { OrderLetter } from '../../../features/supervision/letters';

export const Route = createFileRoute('/_app/supervision/orders/$orderId_/letter')({
  component: LetterRoute,
});

function LetterRoute() {
  return <OrderLetter orderId={Route.useParams().orderId} />;
}
