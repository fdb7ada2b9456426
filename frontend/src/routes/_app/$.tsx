import { createFileRoute } from '@tanstack/react-router';
import { NotFoundPage } from '../../shared/ui/notice-page';

/** An unknown address keeps the frame, so that the way back is in sight. */
export const Route = createFileRoute('/_app/$')({ component: NotFoundPage });
