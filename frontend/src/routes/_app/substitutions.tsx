import { createFileRoute } from '@tanstack/react-router';
import { SubstitutionsPage } from '../../features/substitutions/substitutions-page';

export const Route = createFileRoute('/_app/substitutions')({ component: SubstitutionsPage });
