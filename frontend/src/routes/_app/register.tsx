import { createFileRoute } from '@tanstack/react-router';
import { RegisterPage } from '../../features/cases/register/register-page';

export const Route = createFileRoute('/_app/register')({ component: RegisterPage });
