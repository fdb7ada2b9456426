import { createFileRoute } from '@tanstack/react-router';
import { DevicePage } from '../../../features/devices/device-page';

export const Route = createFileRoute('/_app/devices/$deviceId')({ component: DeviceRoute });

function DeviceRoute() {
  const { deviceId } = Route.useParams();
  return <DevicePage key={deviceId} deviceId={deviceId} />;
}
