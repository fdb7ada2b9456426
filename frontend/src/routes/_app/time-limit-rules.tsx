import { createFileRoute } from '@tanstack/react-router';
import { TimeLimitRulesPage } from '../../features/time-limit-rules/time-limit-rules-page';

export const Route = createFileRoute('/_app/time-limit-rules')({ component: TimeLimitRulesPage });
