import { createFileRoute } from '@tanstack/react-router';
import { ApplicantNoticePage } from '../../../features/applicant-notices/applicant-notice-page';

export const Route = createFileRoute('/_app/cases/$caseId_/notices/$noticeId')({
  component: ApplicantNoticeRoute,
});

function ApplicantNoticeRoute() {
  return <ApplicantNoticePage {...Route.useParams()} />;
}
