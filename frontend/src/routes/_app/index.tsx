import { createFileRoute } from '@tanstack/react-router';
import { HomePage } from '../../features/cases/home/home-page';
import { OrderFigures } from '../../features/supervision/order-figures';
import { VisitFigures } from '../../features/visits/visit-figures';

export const Route = createFileRoute('/_app/')({ component: Home });

function Home() {
  return (
    <HomePage>
      <VisitFigures />
      <OrderFigures />
    </HomePage>
  );
}
