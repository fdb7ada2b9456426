import { createFileRoute } from '@tanstack/react-router';
import { ChannelsPage } from '../../features/notices/channels-page';

export const Route = createFileRoute('/_app/notice-channels')({ component: ChannelsPage });
