import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import type { AssessmentAppeal, AssessmentRuling } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { FactLink } from './fact-rows';

export type Verdict = 'accept' | 'reject';

interface DecideValues {
  rulings?: Record<string, AssessmentRuling>;
  decision?: string;
}

interface DecideDialogProps {
  appeal: AssessmentAppeal;
  verdict: Verdict;
  onDone: () => void;
  onClose: () => void;
}

const appealPath = '/api/v1/assessments/appeals/{id}';

/** Decides about each fact; the first result stays as it is. */
export function DecideDialog({ appeal, verdict, onDone, onClose }: DecideDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const rulings = useEnumOptions('assessmentRuling');
  const path = { id: appeal.id };
  const label = t('assessments.decision');
  const initial = Object.fromEntries(appeal.facts.map(({ id }) => [id, 'kept' as const]));
  return (
    <ActDialog<DecideValues, AssessmentAppeal, AssessmentAppeal>
      title={t(`assessments.verdict.${verdict}`)}
      okText={t(`assessments.verdict.${verdict}`)}
      original={appeal}
      initialValues={{ rulings: initial }}
      describe={({ state, decision }) => ({
        [t('assessments.state')]: enumName('assessmentAppealState', state),
        [label]: decision ?? '',
      })}
      mine={({ decision }) => ({ [label]: decision ?? '' })}
      reload={() => unwrap(client.GET(appealPath, { params: { path } }))}
      isAllowed={({ allowed_actions }) => allowed_actions.includes(verdict)}
      send={({ decision = '', rulings: chosen = {} }, { version }) => {
        const params = { path, header: ifMatch(version) };
        if (verdict === 'reject') {
          return unwrap(
            client.POST(`${appealPath}/actions/reject`, {
              params,
              body: { decision: decision.trim() },
            }),
          );
        }
        const ruled = Object.entries(chosen).map(([fact_id, ruling]) => ({ fact_id, ruling }));
        return unwrap(
          client.POST(`${appealPath}/actions/accept`, {
            params,
            body: { decision: decision.trim(), rulings: ruled },
          }),
        );
      }}
      onDone={() => {
        notices.success(t('common.saved'));
        onDone();
      }}
      onTheirs={onDone}
      onClose={onClose}
    >
      <p>{appeal.reason}</p>
      {appeal.facts.map((fact) => (
        <div key={fact.id}>
          <p>
            {fact.source_name} {formatInstant(fact.settled_at)} <FactLink fact={fact} />
          </p>
          {verdict === 'accept' && (
            <Form.Item name={['rulings', fact.id]} label={t('assessments.ruling')}>
              <Select options={rulings} />
            </Form.Item>
          )}
        </div>
      ))}
      <Form.Item
        name="decision"
        label={label}
        extra={t('assessments.noNumbers')}
        rules={[{ required: true, whitespace: true, message: t('common.required', { label }) }]}
      >
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
    </ActDialog>
  );
}
