import { Button, Form, Input, Select, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { ImportCalendar } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumOptions } from '../../shared/i18n/use-enum-name';
import { DayItem } from '../../shared/ui/day-item';
import { LimitChangeDialog } from '../../shared/ui/limit-change-dialog';
import { daysOf } from './notice-days';

interface ImportDialogProps {
  announcedThrough: string;
  onPublished: () => void;
  onClose: () => void;
}

interface NoticeValues {
  announced_through: string;
  source: string;
  text: string;
  applies_to: NonNullable<ImportCalendar['applies_to']>;
}

function bodyOf({ announced_through, source, text, applies_to }: NoticeValues): ImportCalendar {
  const days = daysOf(text);
  return { announced_through, source: source.trim(), applies_to, days: 'line' in days ? [] : days };
}

/** A notice of holidays: pasted or from a file, tried out, then entered. */
export function ImportDialog({ announcedThrough, onPublished, onClose }: ImportDialogProps) {
  const { t } = useTranslation();
  return (
    <LimitChangeDialog<NoticeValues, ImportCalendar>
      title={t('calendar.import')}
      note={t('calendar.importNote')}
      initialValues={{ announced_through: announcedThrough, applies_to: 'provisional' }}
      toBody={bodyOf}
      simulate={(body) =>
        unwrap(client.POST('/api/v1/calendars/cn/simulations', { params: { header: {} }, body }))
      }
      publish={(body, header) =>
        unwrap(client.POST('/api/v1/calendars/cn/imports', { params: { header }, body }))
      }
      onPublished={onPublished}
      onClose={onClose}
    >
      <NoticeFields />
    </LimitChangeDialog>
  );
}

function NoticeFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<NoticeValues>();
  const appliesTo = useEnumOptions('calendarAppliesTo');
  const through = t('calendar.announcedThrough');
  const notice = t('calendar.notice');
  return (
    <>
      <Form.Item
        name="source"
        label={notice}
        rules={[
          { required: true, whitespace: true, message: t('common.required', { label: notice }) },
        ]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <DayItem
        name="announced_through"
        label={through}
        rules={[{ required: true, message: t('common.requiredChoice', { label: through }) }]}
      />
      <Form.Item
        name="text"
        label={t('calendar.days')}
        extra={t('calendar.daysHelp')}
        required
        rules={[
          {
            validator: (_, value: string | undefined) => {
              const days = daysOf(value ?? '');
              if ('line' in days) {
                return Promise.reject(new Error(t('calendar.daysWrong', { line: days.line })));
              }
              const none = new Error(t('calendar.daysNone'));
              return days.length > 0 ? Promise.resolve() : Promise.reject(none);
            },
          },
        ]}
      >
        <Input.TextArea autoSize={{ minRows: 5, maxRows: 14 }} spellCheck={false} />
      </Form.Item>
      <Upload
        accept=".csv,.json,.txt"
        showUploadList={false}
        beforeUpload={(file) => {
          void file.text().then((text) => form.setFieldValue('text', text));
          return false;
        }}
      >
        <Button>{t('calendar.upload')}</Button>
      </Upload>
      <Form.Item name="applies_to" label={t('limitChanges.appliesTo')}>
        <Select options={appliesTo} />
      </Form.Item>
    </>
  );
}
