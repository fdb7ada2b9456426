import { createFileRoute } from '@tanstack/react-router';
import { TemplateEditorPage } from '../../features/document-templates/template-editor-page';

export const Route = createFileRoute('/_app/document-templates_/$templateId')({
  component: TemplateEditorRoute,
});

function TemplateEditorRoute() {
  const { templateId } = Route.useParams();
  return <TemplateEditorPage key={templateId} templateId={templateId} />;
}
