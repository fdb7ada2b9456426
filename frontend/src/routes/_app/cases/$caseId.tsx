import { createFileRoute } from '@tanstack/react-router';
import { CaseAgreements } from '../../../features/agreements/case-agreements';
import { CaseApplicantNotices } from '../../../features/applicant-notices/case-applicant-notices';
import { CaseAttachments } from '../../../features/attachments/case-attachments';
import { CaseSignals } from '../../../features/callbacks/case-signals';
import { CaseTasks } from '../../../features/case-tasks/case-tasks';
import { CasePage } from '../../../features/cases/detail/case-page';
import { caseEventsOptions, caseOptions } from '../../../features/cases/queries';
import { CaseNotes } from '../../../features/correspondence/case-notes';
import { CaseReplies } from '../../../features/correspondence/case-replies';
import { CaseDocuments } from '../../../features/documents/case-documents';
import { CaseMediations } from '../../../features/mediations/case-mediations';
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
      papers={
        <>
          <CaseAttachments caseId={caseId} />
          <CaseDocuments caseId={caseId} />
          <CaseApplicantNotices caseId={caseId} />
          <CaseReplies caseId={caseId} />
          <CaseNotes caseId={caseId} />
        </>
      }
      mediation={
        <>
          <CaseMediations caseId={caseId} />
          <CaseAgreements caseId={caseId} />
        </>
      }
      supervision={
        <>
          <CaseSupervision caseId={caseId} />
          <CaseTasks caseId={caseId} />
          <CaseSignals caseId={caseId} />
        </>
      }
    />
  );
}
