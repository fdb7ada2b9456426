import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useIdempotencyKey } from '../../shared/api/concurrency';
import { useMe } from '../../shared/api/session';
import type { NewSubstitution } from '../../shared/api/types';
import { useReturnFocus } from '../../shared/lib/use-return-focus';
import { placeProblem } from '../../shared/ui/form-problems';
import { useNotices } from '../../shared/ui/notices';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import { substitutionsKey } from './queries';
import { forToday, SubstituteFields, setSubstitute } from './substitute-form';
import { SubstitutionTable } from './substitution-table';

/** Who replaces me, and whom I replace. */
export default function OwnSubstitutesDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const notices = useNotices();
  const queryClient = useQueryClient();
  useReturnFocus();
  const [form] = Form.useForm<NewSubstitution>();
  const idempotencyKey = useIdempotencyKey();
  const make = useMutation({
    mutationFn: (values: NewSubstitution) => setSubstitute(values, idempotencyKey(values)),
    onSuccess: () => {
      notices.success(t('common.saved'));
      form.resetFields();
      void queryClient.invalidateQueries({ queryKey: substitutionsKey });
    },
    onError: (error) => placeProblem(form, error),
  });
  return (
    <Drawer open size={640} title={t('substitutions.own')} onClose={onClose}>
      <SubstitutionTable personId={me.person.id} />
      <h3>{t('substitutions.set')}</h3>
      {make.error && <ProblemAlert error={make.error} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={forToday()}
        onFinish={(values) => make.mutate(values)}
      >
        <SubstituteFields />
        <Button type="primary" htmlType="submit" loading={make.isPending}>
          {t('common.save')}
        </Button>
      </Form>
    </Drawer>
  );
}
