import { createFileRoute } from '@tanstack/react-router';
import { ApiSettingsPage } from '../../features/api-settings/api-settings-page';

export const Route = createFileRoute('/_app/api-settings')({ component: ApiSettingsPage });
