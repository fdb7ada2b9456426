import { createFileRoute } from '@tanstack/react-router';
import { OrderPage } from '../../../features/supervision/order-page';

export const Route = createFileRoute('/_app/supervision/orders/$orderId')({
  component: OrderRoute,
});

function OrderRoute() {
  const { orderId } = Route.useParams();
  return <OrderPage key={orderId} orderId={orderId} />;
}
