import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import { useCodeOptions } from '../../shared/api/reference';
import type { IssueSupervisionOrders, SupervisionPreview } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { today } from '../../shared/lib/dates';
import { DayItem } from '../../shared/ui/day-item';
import { Dialog } from '../../shared/ui/dialog';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { refreshSupervision } from './queries';
import styles from './supervision.module.css';

interface Chosen {
  case_id: string;
  case_no: string;
  department_id: string;
}

interface IssueDialogProps {
  cases: Chosen[];
  onClose: (done: boolean) => void;
}

type Words = Omit<IssueSupervisionOrders, 'cases'>;

/** Many cases in, one order a department out: the form, then what it would do row by row. */
export function IssueDialog({ cases, onClose }: IssueDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Words>();
  const grounds = useCodeOptions('supervision_ground');
  const idempotencyKey = useIdempotencyKey();
  const [left, setLeft] = useState(cases);
  const preview = useMutation({
    mutationFn: (body: IssueSupervisionOrders) =>
      unwrap(client.POST('/api/v1/supervision-orders/preview', { body })),
    onError: (error) => placeProblem(form, error),
  });
  const issue = useMutation({
    mutationFn: (body: IssueSupervisionOrders) =>
      unwrap(
        client.POST('/api/v1/supervision-orders', {
          params: { header: idempotencyKey(body) },
          body,
        }),
      ),
    onSuccess: async ({ items }) => {
      notices.success(t('supervision.issued', { count: items.length }));
      onClose(true);
      await refreshSupervision(queryClient);
    },
  });
  const body = (chosen: Chosen[]): IssueSupervisionOrders => {
    const { reply_due_on, ...words } = form.getFieldsValue(true) as Words;
    return {
      ...words,
      ...(reply_due_on && { reply_due_on }),
      cases: chosen.map(({ case_id, department_id }) => ({ case_id, department_id })),
    };
  };
  const plan = preview.data;
  const without = () => {
    const refused = new Set(plan?.refused.map(({ case_id }) => case_id));
    const rest = left.filter(({ case_id }) => !refused.has(case_id));
    setLeft(rest);
    preview.mutate(body(rest));
  };
  return (
    <Dialog
      width={640}
      title={t('supervision.issueOf', { count: left.length })}
      okText={t(plan ? 'supervision.confirmIssue' : 'supervision.preview')}
      cancelText={t('common.cancel')}
      confirmLoading={preview.isPending || issue.isPending}
      okButtonProps={{ disabled: plan !== undefined && plan.refused.length > 0 }}
      onOk={() => (plan ? issue.mutate(body(left)) : form.submit())}
      onCancel={() => onClose(false)}
    >
      {(issue.error ?? preview.error) && <ProblemAlert error={issue.error ?? preview.error} />}
      {plan && (
        <Preview
          plan={plan}
          cases={left}
          onWithout={without}
          onBack={() => {
            issue.reset();
            preview.reset();
          }}
        />
      )}
      <Form
        form={form}
        layout="vertical"
        hidden={plan !== undefined}
        initialValues={{ ground_code: 'overdue' }}
        onFinish={() => preview.mutate(body(left))}
      >
        <Form.Item
          name="ground_code"
          label={t('supervision.field.ground')}
          rules={[{ required: true }]}
        >
          <Select options={grounds} />
        </Form.Item>
        <Form.Item
          name="text"
          label={t('supervision.field.text')}
          rules={[
            {
              required: true,
              whitespace: true,
              message: t('common.required', { label: t('supervision.field.text') }),
            },
          ]}
        >
          <Input.TextArea rows={4} maxLength={4000} showCount />
        </Form.Item>
        <DayItem
          name="reply_due_on"
          label={t('supervision.field.reply_due_on')}
          extra={t('supervision.replyDueHint')}
          first={today()}
        />
      </Form>
    </Dialog>
  );
}

interface PreviewProps {
  plan: SupervisionPreview;
  cases: Chosen[];
  onWithout: () => void;
  onBack: () => void;
}

function Preview({ plan, cases, onWithout, onBack }: PreviewProps) {
  const { t } = useTranslation();
  const numberOf = (id: string) => cases.find(({ case_id }) => case_id === id)?.case_no ?? '';
  return (
    <div data-testid="issue-preview">
      {plan.refused.length > 0 && (
        <>
          <p>{t('supervision.previewRefused')}</p>
          <ul>
            {plan.refused.map((row) => (
              <li key={row.pointer}>
                {numberOf(row.case_id)} {row.detail}
              </li>
            ))}
          </ul>
          {plan.orders.length > 0 ? (
            <Button onClick={onWithout}>{t('supervision.removeRefused')}</Button>
          ) : (
            <p>{t('supervision.nothingLeft')}</p>
          )}
        </>
      )}
      {plan.orders.length > 0 && (
        <>
          <p>
            {t('supervision.previewOrders', {
              count: plan.orders.length,
              day: plan.reply_due_on,
            })}
          </p>
          <ul className={styles.plain}>
            {plan.orders.map((order) => (
              <li key={order.department.id}>
                <strong>{order.department.name}</strong>
                <ul>
                  {order.cases.map((one) => (
                    <li key={one.id}>
                      {one.case_no} {one.title}
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </>
      )}
      <Button type="link" onClick={onBack}>
        {t('supervision.previewAgain')}
      </Button>
    </div>
  );
}
