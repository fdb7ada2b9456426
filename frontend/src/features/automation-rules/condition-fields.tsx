import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select, TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import { regionsOptions, useCodeOptions } from '../../shared/api/reference';
import type { ConditionNode } from '../../shared/api/types';
import { type EnumGroup, useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { toFen, toYuan } from '../../shared/lib/money';
import { toTree } from '../../shared/lib/tree';
import { CaseTypeSelect, DepartmentSelect } from '../../shared/ui/reference-select';
import styles from './automation-rules.module.css';
import { fields, operandOf, opsFor, type Unfinished } from './rule-values';

type Path = (string | number)[];
type Node = Unfinished<ConditionNode>;

/** The server's own bound on groups within groups. */
const MAX_DEPTH = 4;

interface NodeProps {
  /** Where the node is, for the list it stands in. */
  base: Path;
  /** Where it is in the whole form. */
  at: Path;
  depth: number;
  onRemove?: () => void;
}

/** A group of conditions, in which further groups may stand. */
export function ConditionGroup({ base, at, depth, onRemove }: NodeProps) {
  const { t } = useTranslation();
  const kinds = useEnumOptions('conditionKind');
  const form = Form.useFormInstance();
  const kind = Form.useWatch([...at, 'kind'], form);
  return (
    <fieldset className={styles.group} aria-label={t('automation.condition.group')}>
      <div className={styles.row}>
        <Form.Item name={[...base, 'kind']}>
          <Select options={kinds} aria-label={t('automation.condition.groupKind')} />
        </Form.Item>
        {onRemove && (
          <Button onClick={onRemove} aria-label={t('automation.condition.removeGroup')}>
            ×
          </Button>
        )}
      </div>
      <Form.List name={[...base, 'of']}>
        {(parts, { add, remove }) => {
          // What is turned round is one.
          const isFull = kind === 'not' && parts.length > 0;
          return (
            <>
              {depth === 0 && parts.length === 0 && <p>{t('automation.condition.everything')}</p>}
              {parts.map(({ key, name }) => (
                <ConditionPart
                  key={key}
                  base={[name]}
                  at={[...at, 'of', name]}
                  depth={depth + 1}
                  onRemove={() => remove(name)}
                />
              ))}
              <div className={styles.row}>
                <Button disabled={isFull} onClick={() => add({ kind: 'test' })}>
                  {t('automation.condition.add')}
                </Button>
                {depth + 1 < MAX_DEPTH && (
                  <Button
                    disabled={isFull}
                    onClick={() => add({ kind: 'any', of: [{ kind: 'test' }] })}
                  >
                    {t('automation.condition.addGroup')}
                  </Button>
                )}
              </div>
            </>
          );
        }}
      </Form.List>
    </fieldset>
  );
}

function ConditionPart(props: NodeProps) {
  const form = Form.useFormInstance();
  const kind = Form.useWatch([...props.at, 'kind'], form);
  // Read once before the form tells of it.
  const known = kind ?? form.getFieldValue([...props.at, 'kind']);
  return known === 'test' ? <ConditionTest {...props} /> : <ConditionGroup {...props} />;
}

/** One comparison: field, how, with what. */
function ConditionTest({ base, at, onRemove }: NodeProps) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const form = Form.useFormInstance();
  const names = useEnumOptions('conditionField');
  const node: Node | undefined = Form.useWatch(at, form) ?? form.getFieldValue(at);
  const ops = node?.field ? opsFor(node.field) : [];
  const choose = (field: NonNullable<ConditionNode['field']>) => {
    // What was compared with before belongs to another field.
    const rest = { op: opsFor(field)[0], values: undefined, number: undefined, flag: undefined };
    form.setFieldValue(at, { kind: 'test', field, ...rest });
  };
  const label = t('automation.condition.field');
  return (
    <div className={styles.row}>
      <Form.Item name={[...base, 'kind']} hidden>
        <Select />
      </Form.Item>
      <Form.Item
        name={[...base, 'field']}
        rules={[{ required: true, message: t('common.requiredChoice', { label }) }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={names}
          aria-label={label}
          placeholder={label}
          onChange={choose}
        />
      </Form.Item>
      <Form.Item name={[...base, 'op']}>
        <Select
          options={ops.map((op) => ({ value: op, label: enumName('conditionOp', op) }))}
          aria-label={t('automation.condition.op')}
          placeholder={t('automation.condition.op')}
        />
      </Form.Item>
      {node && <Operand node={node} base={base} />}
      <Button onClick={onRemove} aria-label={t('automation.condition.remove')}>
        ×
      </Button>
    </div>
  );
}

function Operand({ node, base }: { node: Node; base: Path }) {
  const { t } = useTranslation();
  const operand = operandOf(node);
  const label = t('automation.condition.value');
  const rules = [{ required: true, message: t('common.required', { label }) }];
  const named = { 'aria-label': label, placeholder: label };
  if (operand === null) return null;
  if (operand === 'number') {
    return (
      <Form.Item name={[...base, 'number']} rules={rules}>
        <InputNumber min={0} precision={0} style={{ width: '100%' }} {...named} />
      </Form.Item>
    );
  }
  if (operand === 'money') {
    return (
      <Form.Item
        name={[...base, 'number']}
        rules={rules}
        getValueProps={(fen: number | null | undefined) => ({ value: toYuan(fen) })}
        normalize={toFen}
      >
        <InputNumber
          min={0}
          precision={2}
          style={{ width: '100%' }}
          suffix={t('common.yuan')}
          {...named}
        />
      </Form.Item>
    );
  }
  if (operand === 'flag') {
    const answers = [
      { value: true, label: t('common.yes') },
      { value: false, label: t('common.no') },
    ];
    return (
      <Form.Item name={[...base, 'flag']} rules={rules}>
        <Select options={answers} {...named} />
      </Form.Item>
    );
  }
  return (
    <Form.Item name={[...base, 'values']} rules={rules}>
      {choiceFor(operand, node, named)}
    </Form.Item>
  );
}

/** The one control of a comparison with values: a form item binds no more than one. */
function choiceFor(
  operand: 'word' | 'type' | 'scale' | 'region' | 'department',
  node: Node,
  named: ChoiceProps,
) {
  if (operand === 'type') return <CaseTypeSelect multiple {...named} />;
  if (operand === 'department') return <DepartmentSelect multiple {...named} />;
  if (operand === 'region') return <RegionCodeSelect {...named} />;
  if (operand === 'scale') return <ScaleSelect {...named} />;
  return <WordSelect group={wordsOf(node)} {...named} />;
}

const wordsOf = (node: Node): EnumGroup => (node.field && fields[node.field].words) || 'status';

interface ChoiceProps {
  'aria-label': string;
  placeholder: string;
}

function WordSelect({ group, ...props }: ChoiceProps & { group: EnumGroup }) {
  return <Select mode="multiple" options={useEnumOptions(group)} {...props} />;
}

function ScaleSelect(props: ChoiceProps) {
  return <Select mode="multiple" options={useCodeOptions('case_scale')} {...props} />;
}

/** Regions by their code, which says what lies in which. */
function RegionCodeSelect(props: ChoiceProps) {
  const { data = [], isPending } = useQuery(regionsOptions());
  const codes = new Map(data.map(({ id, code }) => [id, code]));
  const treeData = toTree(
    data.map(({ code, name, parent_id }) => ({
      value: code,
      label: name,
      parent: parent_id ? codes.get(parent_id) : null,
    })),
  );
  return (
    <TreeSelect
      multiple
      allowClear
      showSearch={{ treeNodeFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      style={{ width: '100%' }}
      treeData={treeData}
      loading={isPending}
      {...props}
    />
  );
}
