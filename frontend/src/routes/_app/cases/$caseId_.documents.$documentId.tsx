import { createFileRoute } from '@tanstack/react-router';
import { DocumentPage } from '../../../features/documents/document-page';

export const Route = createFileRoute('/_app/cases/$caseId_/documents/$documentId')({
  component: DocumentRoute,
});

function DocumentRoute() {
  const { caseId, documentId } = Route.useParams();
  return <DocumentPage key={documentId} caseId={caseId} documentId={documentId} />;
}
