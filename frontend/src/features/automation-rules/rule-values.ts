import type {
  ConditionNode,
  RuleAction,
  RuleDefinition,
  RuleTrigger,
} from '../../shared/api/types';
import type { EnumGroup } from '../../shared/i18n/use-enum-name';

type Field = NonNullable<ConditionNode['field']>;
type Op = NonNullable<ConditionNode['op']>;
type FieldType = 'word' | 'type' | 'scale' | 'region' | 'department' | 'number' | 'money' | 'flag';

/** Parts of what a form holds while somebody is still filling it in. */
export type Unfinished<T> = T extends readonly (infer Item)[]
  ? Unfinished<Item>[]
  : T extends object
    ? { [Key in keyof T]?: Unfinished<T[Key]> | null | undefined }
    : T;

export interface RuleValues {
  center_id?: string;
  name?: string;
  reason?: string;
  definition?: Unfinished<RuleDefinition>;
}

/** The type of every field, whose words it has, and whether a case may be without it. */
export const fields: Record<Field, { type: FieldType; words?: EnumGroup; unknown?: boolean }> = {
  status: { type: 'word', words: 'status' },
  level: { type: 'word', words: 'level', unknown: true },
  type_code: { type: 'type', unknown: true },
  scale_code: { type: 'scale', unknown: true },
  channel: { type: 'word', words: 'channel' },
  region_code: { type: 'region' },
  lead_department: { type: 'department', unknown: true },
  assist_department: { type: 'department', unknown: true },
  owner_kind: { type: 'word', words: 'owner' },
  handed: { type: 'word', words: 'handed', unknown: true },
  outcome: { type: 'word', words: 'outcome', unknown: true },
  people_count: { type: 'number', unknown: true },
  amount_fen: { type: 'money', unknown: true },
  return_count: { type: 'number' },
  failed_callbacks: { type: 'number' },
  days_over: { type: 'number', unknown: true },
  days_open: { type: 'number' },
  willing_to_mediate: { type: 'flag', unknown: true },
  is_anonymous: { type: 'flag' },
  is_ruled: { type: 'flag' },
  is_suspended: { type: 'flag' },
  is_reopened: { type: 'flag' },
  has_leader: { type: 'flag' },
};

const opsOf: Record<FieldType, Op[]> = {
  word: ['in', 'not_in'],
  department: ['in', 'not_in'],
  type: ['below', 'not_below'],
  scale: ['below', 'not_below'],
  region: ['below', 'not_below'],
  number: ['ge', 'gt', 'le', 'lt', 'eq'],
  money: ['ge', 'gt', 'le', 'lt', 'eq'],
  flag: ['is'],
};

/** How a field may be compared, the usual way first. */
export function opsFor(field: Field): Op[] {
  const { type, unknown } = fields[field];
  return unknown ? [...opsOf[type], 'is_set', 'not_set'] : opsOf[type];
}

const isBare = (op: Op | null | undefined) => op === 'is_set' || op === 'not_set';

/** What a comparison is made with; none for "is known". */
export function operandOf(node: Unfinished<ConditionNode> | undefined): FieldType | null {
  if (!node?.field || isBare(node.op)) return null;
  return fields[node.field].type;
}

/** What is sent as a number; money in fen. */
const isNumber = (operand: FieldType | null) => operand === 'number' || operand === 'money';

/** A condition without what other kinds of node left behind in the form. */
export function cleanNode(node: Unfinished<ConditionNode>): ConditionNode {
  const { kind = 'all', of = [], field, op, values, number, flag } = node;
  if (kind !== 'test') return { kind: kind ?? 'all', of: (of ?? []).map(cleanNode) };
  const operand = operandOf(node);
  return {
    kind,
    ...(field && { field }),
    ...(op && { op }),
    ...(isNumber(operand) && typeof number === 'number' && { number }),
    ...(operand === 'flag' && typeof flag === 'boolean' && { flag }),
    ...(operand && !isNumber(operand) && operand !== 'flag' && { values: values ?? [] }),
  } as ConditionNode;
}

function cleanTrigger(trigger: Unfinished<RuleTrigger> | null | undefined): RuleTrigger {
  const { kind = 'event', events, clock, side, status, amount, unit } = trigger ?? {};
  if (kind === 'event') return { kind, events: events ?? [] };
  return {
    kind: kind ?? 'event',
    ...(kind === 'limit' && clock && { clock }),
    ...(kind === 'limit' && side && { side }),
    ...(kind === 'standing' && status && { status }),
    ...(typeof amount === 'number' && { amount }),
    ...(unit && { unit }),
    in_working_hours: trigger?.in_working_hours ?? false,
  };
}

/** The actions that say who in words of their own. */
const worded: RuleAction['kind'][] = ['dispatch', 'add_assist', 'note'];

function cleanAction(action: Unfinished<RuleAction>): RuleAction {
  const { level, department_id, assist_department_ids, role, text } = action;
  const { due_in_days, recipient, ground_code, reply_working_days } = action;
  const kind = action.kind ?? 'note';
  const isWorded = worded.includes(kind);
  return {
    kind,
    ...(kind === 'set_level' && level && { level }),
    ...(isWorded && department_id && { department_id }),
    ...(kind === 'dispatch' &&
      assist_department_ids?.length && { assist_department_ids: [...assist_department_ids] }),
    ...(kind === 'note' && role && { role }),
    ...(isWorded && text?.trim() && { text }),
    ...(kind === 'add_assist' && typeof due_in_days === 'number' && { due_in_days }),
    ...(kind === 'notify' && recipient && { recipient }),
    ...(kind === 'issue_order' && ground_code && { ground_code }),
    ...(kind === 'issue_order' && typeof reply_working_days === 'number' && { reply_working_days }),
  };
}

/** What the form says, as the server takes it. */
export function toDefinition(values: RuleValues): RuleDefinition {
  const { source, trigger, condition, actions, valid_from, valid_to } = values.definition ?? {};
  return {
    ...(source?.trim() && { source }),
    trigger: cleanTrigger(trigger),
    condition: cleanNode(condition ?? { kind: 'all' }),
    actions: (actions ?? []).map(cleanAction),
    ...(valid_from && { valid_from }),
    ...(valid_to && { valid_to }),
  };
}

/** Whether a condition can be asked yet. */
function isWholeNode(node: ConditionNode): boolean {
  if (node.kind !== 'test') return (node.of ?? []).every(isWholeNode);
  const operand = operandOf(node);
  if (!node.field || !node.op) return false;
  if (isNumber(operand)) return node.number !== undefined;
  if (operand === 'flag') return node.flag !== undefined;
  return operand === null || (node.values ?? []).length > 0;
}

function isWholeTrigger({ kind, events, clock, side, status, amount, unit }: RuleTrigger): boolean {
  if (kind === 'event') return (events ?? []).length > 0;
  const about = kind === 'limit' ? clock && side : status;
  return Boolean(about && unit) && amount !== undefined;
}

function isWholeAction(action: RuleAction): boolean {
  const { kind, level, department_id, role, text } = action;
  if (kind === 'set_level') return Boolean(level);
  if (kind === 'dispatch') return Boolean(department_id);
  if (kind === 'add_assist') return Boolean(department_id && text);
  if (kind === 'notify') return Boolean(action.recipient);
  if (kind === 'issue_order') return Boolean(action.ground_code && action.reply_working_days);
  return Boolean((department_id || role) && text);
}

/** Whether a draft says enough to look what it would do. */
export function isWhole({ trigger, condition, actions }: RuleDefinition): boolean {
  const acts = actions.length > 0 && actions.every(isWholeAction);
  return isWholeTrigger(trigger) && isWholeNode(condition) && acts;
}
