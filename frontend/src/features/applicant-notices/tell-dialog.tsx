import { Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { ApplicantNotice, TellApplicant } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';

interface TellDialogProps {
  notice: ApplicantNotice;
  onDone: () => void;
  onClose: () => void;
}

/** Writes down that the applicant was told, and how. */
export function TellDialog({ notice, onDone, onClose }: TellDialogProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const notices = useNotices();
  const ways = useEnumOptions('tellWay');
  const label = t('applicantNotices.way');
  const { id, case_id } = notice;
  return (
    <ActDialog<TellApplicant, ApplicantNotice, ApplicantNotice>
      title={t('applicantNotices.tell')}
      okText={t('applicantNotices.tell')}
      original={notice}
      describe={(seen) => ({
        [t('applicantNotices.state')]: enumName('applicantNoticeState', seen.state),
        [label]: enumName('toldWay', seen.way),
      })}
      mine={({ way }) => ({ [label]: enumName('tellWay', way) })}
      reload={async () => {
        const path = { case_id };
        const page = await unwrap(
          client.GET('/api/v1/cases/{case_id}/applicant-notices', {
            params: { path, query: { limit: 200 } },
          }),
        );
        return page.items.find((one) => one.id === id) ?? notice;
      }}
      send={({ way }, seen) =>
        unwrap(
          client.POST('/api/v1/cases/{case_id}/applicant-notices/{notice_id}/actions/tell', {
            params: { path: { case_id, notice_id: id }, header: ifMatch(seen.version) },
            body: { way },
          }),
        )
      }
      onDone={() => {
        notices.success(t('common.saved'));
        onDone();
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      {notice.paragraphs.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <Form.Item
        name="way"
        label={label}
        rules={[{ required: true, message: t('common.requiredChoice', { label }) }]}
      >
        <Radio.Group options={ways} />
      </Form.Item>
    </ActDialog>
  );
}
