import { createFileRoute } from '@tanstack/react-router';
import { AttachmentItem } from '../../../features/attachments/attachment-item';
import { useAttachments } from '../../../features/attachments/queries';
import { UploadButton } from '../../../features/attachments/upload-button';
import { DocumentItem } from '../../../features/documents/document-item';
import { DossierPage } from '../../../features/dossiers/dossier-page';

export const Route = createFileRoute('/_app/cases/$caseId_/dossier')({
  component: DossierRoute,
});

function DossierRoute() {
  const { caseId } = Route.useParams();
  const attachments = useAttachments(caseId);
  return (
    <DossierPage
      caseId={caseId}
      upload={(document) => <UploadButton caseId={caseId} document={document} />}
      item={({ kind, id, file_name, document_no }) => {
        if (kind === 'document') {
          return (
            <DocumentItem
              caseId={caseId}
              documentId={id}
              name={file_name}
              documentNo={document_no}
            />
          );
        }
        const found = attachments.find((attachment) => attachment.id === id);
        return found && <AttachmentItem attachment={found} />;
      }}
    />
  );
}
