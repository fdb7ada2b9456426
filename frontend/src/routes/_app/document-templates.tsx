import { createFileRoute } from '@tanstack/react-router';
import { DocumentTemplatesPage } from '../../features/document-templates/document-templates-page';

export const Route = createFileRoute('/_app/document-templates')({
  component: DocumentTemplatesPage,
});
