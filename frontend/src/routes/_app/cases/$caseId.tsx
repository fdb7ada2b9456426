import { createFileRoute } from '@tanstack/react-router';
import { CaseSignals } from '../../../features/callbacks/case-signals';
import { CaseAgreements } from '../../../features/agreements/case-agreements';
import { CaseTasks } from '../../../features/case-tasks/case-tasks';
import { CaseAttachments } from '../../../features/attachments/case-attachments';
import { CasePage } from '../../../features/cases/detail/case-page';
import { caseEventsOptions, caseOptions } from '../../../features/cases/queries';
import { CaseMediations } from '../../../features/mediations/case-mediations';
import { CaseDocuments } from '../../../features/documents/case-documents';
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
      supervision={
        <>
          <CaseSupervision caseId={caseId} />
          <CaseSignals caseId={caseId} />
        </>
      }
    />
    <CasePage
      key={caseId}
      caseId={caseId}
      supervision={<CaseSupervision caseId={caseId} />}
      mediation={
        <>
          <CaseMediations caseId={caseId} />
          <CaseAgreements caseId={caseId} />
        </>
      }
    />
    <CasePage
      key={caseId}
      caseId={caseId}
      supervision={
        <>
          <CaseSupervision caseId={caseId} />
          <CaseTasks caseId={caseId} />
        </>
      }
    />
    <CasePage
      key={caseId}
      caseId={caseId}
      supervision={
        <>
          <CaseSupervision caseId={caseId} />
          <CaseDocuments caseId={caseId} />
        </>
      }
    />
    <CasePage
      key={caseId}
      caseId={caseId}
      supervision={<CaseSupervision caseId={caseId} />}
      papers={<CaseAttachments caseId={caseId} />}
    />
  );
}
