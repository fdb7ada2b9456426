import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { Problem, ReceptionAppointment, ReceptionDay } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { CreateDialog } from '../../shared/ui/create-dialog';
import { DataTable } from '../../shared/ui/data-table';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { BookDialog } from './book-dialog';
import styles from './receptions.module.css';

interface AppointmentsTableProps {
  day: ReceptionDay;
  onChanged: () => void;
}

/** Who is booked, by number and matter; nobody by name. */
export function AppointmentsTable({ day, onChanged }: AppointmentsTableProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const [booking, setBooking] = useState(false);
  const [cancelling, setCancelling] = useState<ReceptionAppointment | null>(null);
  const miss = useMutation<ReceptionAppointment, Problem, ReceptionAppointment>({
    mutationFn: ({ id, version }) =>
      unwrap(
        client.POST('/api/v1/receptions/appointments/{id}/actions/miss', {
          params: { path: { id }, header: ifMatch(version) },
        }),
      ),
    onSuccess: () => {
      notices.success(t('common.saved'));
      onChanged();
    },
    onError: onChanged,
  });
  return (
    <>
      {miss.error && <ProblemAlert error={miss.error} />}
      {day.allowed_actions.includes('appoint') && (
        <Button onClick={() => setBooking(true)}>{t('receptions.book')}</Button>
      )}
      <DataTable<ReceptionAppointment>
        label={t('receptions.appointments')}
        rows={day.appointments}
        empty={t('receptions.noAppointments')}
        columns={[
          { title: t('receptions.number'), cell: (one) => one.slot_no },
          { title: t('receptions.subject'), cell: (one) => one.subject, width: '30%' },
          {
            title: t('tasks.case'),
            cell: (one) =>
              one.case?.is_readable ? (
                <Link to="/cases/$caseId" params={{ caseId: one.case.id }}>
                  {one.case.case_no}
                </Link>
              ) : (
                one.case?.case_no
              ),
          },
          { title: t('tasks.state'), cell: (one) => enumName('appointmentState', one.state) },
          {
            title: t('tasks.manage'),
            cell: (one) => (
              <span className={styles.actions}>
                {one.allowed_actions.includes('miss') && (
                  <Button size="small" loading={miss.isPending} onClick={() => miss.mutate(one)}>
                    {t('receptions.miss')}
                  </Button>
                )}
                {one.allowed_actions.includes('cancel') && (
                  <Button size="small" onClick={() => setCancelling(one)}>
                    {t('receptions.cancel')}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {booking && <BookDialog day={day} onBooked={onChanged} onClose={() => setBooking(false)} />}
      {cancelling && (
        <CancelDialog
          appointment={cancelling}
          onDone={onChanged}
          onClose={() => setCancelling(null)}
        />
      )}
    </>
  );
}

interface CancelDialogProps {
  appointment: ReceptionAppointment;
  onDone: () => void;
  onClose: () => void;
}

function CancelDialog({ appointment: { id, version }, onDone, onClose }: CancelDialogProps) {
  const { t } = useTranslation();
  const label = t('tasks.reason');
  return (
    <CreateDialog<{ reason: string }, ReceptionAppointment>
      title={t('receptions.cancel')}
      create={({ reason }, key) =>
        unwrap(
          client.POST('/api/v1/receptions/appointments/{id}/actions/cancel', {
            params: { path: { id }, header: { ...ifMatch(version), ...key } },
            body: { reason: reason.trim() },
          }),
        )
      }
      onCreated={onDone}
      onClose={onClose}
    >
      <Form.Item
        name="reason"
        label={label}
        extra={t('tasks.noNumbers')}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input maxLength={200} autoComplete="off" />
      </Form.Item>
    </CreateDialog>
  );
}
