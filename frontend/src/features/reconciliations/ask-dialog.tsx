import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch, useIdempotencyKey } from '../../shared/api/concurrency';
import type { ReconciliationItem } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { ActDialog } from '../../shared/ui/act-dialog';
import { useNotices } from '../../shared/ui/notices';
import { DepartmentSelect } from '../../shared/ui/reference-select';

interface AskValues {
  department_id?: string;
}

interface AskDialogProps {
  item: ReconciliationItem;
  onChanged: () => void;
  onClose: () => void;
}

/** Whether a unit may be asked: that of the list, or one to be chosen where the list names none. */
export const mayAsk = ({ allowed_actions, refused_actions }: ReconciliationItem): boolean =>
  allowed_actions.includes('ask') || refused_actions.ask === 'reconciliation.unit_unknown';

/** Asks the unit of a list about a number, or another one where the list names none. */
export function AskDialog({ item, onChanged, onClose }: AskDialogProps) {
  const { t } = useTranslation();
  const notices = useNotices();
  const enumName = useEnumName();
  const idempotencyKey = useIdempotencyKey();
  const label = t('reconciliations.askedUnit');
  const path = { id: item.reconciliation_id, item_id: item.id };
  return (
    <ActDialog<AskValues, ReconciliationItem, ReconciliationItem>
      title={t('reconciliations.ask')}
      okText={t('reconciliations.ask')}
      original={item}
      initialValues={{ ...(item.department && { department_id: item.department.id }) }}
      describe={({ state, question }) => ({
        [t('reconciliations.numbers')]: enumName('reconciliationState', state),
        [t('reconciliations.ask')]: enumName('questionState', question?.state),
      })}
      mine={() => ({ [label]: item.department?.name ?? item.unit ?? '' })}
      reload={() =>
        unwrap(client.GET('/api/v1/reconciliations/{id}/items/{item_id}', { params: { path } }))
      }
      send={({ department_id }, { version }) => {
        const body = { ...(department_id && { department_id }) };
        const header = { ...ifMatch(version), ...idempotencyKey({ ...body, version }) };
        return unwrap(
          client.POST('/api/v1/reconciliations/{id}/items/{item_id}/actions/ask', {
            params: { path, header },
            body,
          }),
        );
      }}
      isAllowed={mayAsk}
      onDone={() => {
        notices.success(t('common.saved'));
        onChanged();
      }}
      onTheirs={onChanged}
      onClose={onClose}
    >
      <p>{t('reconciliations.askAbout', { number: item.number })}</p>
      <Form.Item
        name="department_id"
        label={label}
        rules={[{ required: true, message: t('common.required', { label }) }]}
      >
        <DepartmentSelect />
      </Form.Item>
    </ActDialog>
  );
}
