import { createFileRoute } from '@tanstack/react-router';
import { CaseAttachments } from '../../../features/attachments/case-attachments';
import { CasePage } from '../../../features/cases/detail/case-page';
import { caseEventsOptions, caseOptions } from '../../../features/cases/queries';
import { CaseSupervision } from '../../../features/supervision/case-supervision';

export const Route = createFileRoute('/_app/cases/$caseId')({
  loader: ({ context: { queryClient }, params: { caseId } }) => {
    void queryClient.prefetchQuery(caseOptions(caseId));
    void queryClient.prefetchInfiniteQuery(caseEventsOptions(caseId));
  },
  component: CaseRoute,
});

function CaseRoute() {
  const { caseId } = Route.useParams();
  // Another case starts with its masks on and its dialogs closed.
  return (
    <CasePage
      key={caseId}
      caseId={caseId}
      supervision={<CaseSupervision caseId={caseId} />}
      papers={<CaseAttachments caseId={caseId} />}
    />
  );
}
