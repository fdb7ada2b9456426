import { useTranslation } from 'react-i18next';
import { useCodeName } from '../../shared/api/reference';
import type { TimeLimitRule } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { Dialog } from '../../shared/ui/dialog';
import { changesOf, type told } from './rule-draft';
import styles from './rules.module.css';

interface RuleHistoryProps {
  /** All versions of one code, newest first. */
  versions: TimeLimitRule[];
  onClose: () => void;
}

type Told = (typeof told)[number];

/** Every version with what it changed, since when, why. */
export function RuleHistory({ versions, onClose }: RuleHistoryProps) {
  const { t } = useTranslation();
  const valid = (rule: TimeLimitRule) =>
    rule.valid_to
      ? t('rules.between', { from: rule.valid_from, to: rule.valid_to })
      : t('rules.since', { from: rule.valid_from });
  return (
    <Dialog
      width={820}
      title={t('rules.historyOf', { code: versions[0]?.code ?? '' })}
      footer={null}
      onCancel={onClose}
    >
      <DataTable<TimeLimitRule>
        label={t('rules.history')}
        rows={versions}
        columns={[
          { title: t('rules.version'), cell: (rule) => rule.version },
          { title: t('rules.valid'), cell: valid },
          {
            title: t('rules.amount'),
            cell: (rule) => t(`rules.${rule.day_kind}`, { count: rule.amount }),
          },
          {
            title: t('rules.changed'),
            cell: (rule) => <Changes rule={rule} before={versions[versions.indexOf(rule) + 1]} />,
          },
          { title: t('rules.why'), cell: (rule) => rule.reason ?? '' },
          { title: t('audit.at'), cell: (rule) => formatInstant(rule.created_at) },
        ]}
      />
    </Dialog>
  );
}

interface ChangesProps {
  rule: TimeLimitRule;
  before: TimeLimitRule | undefined;
}

function Changes({ rule, before }: ChangesProps) {
  const { t } = useTranslation();
  const say = useSaid();
  if (!before) return t('rules.first');
  const changes = changesOf(rule, before);
  if (changes.length === 0) return t('rules.unchanged');
  return (
    <ul className={styles.changes}>
      {changes.map((name) => (
        <li key={name}>
          {say(name, before)} → <strong>{say(name, rule)}</strong>
        </li>
      ))}
    </ul>
  );
}

/** A member of a version in words. */
function useSaid(): (name: Told, rule: TimeLimitRule) => string {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const typeName = useCodeName('case_type');
  return (name, rule) => {
    const value = rule[name];
    if (name === 'extension' && !value) return t('rules.notExtendable');
    if (value === null || value === undefined) return t('rules.all');
    switch (name) {
      case 'amount':
      case 'day_kind':
        return t(`rules.${rule.day_kind}`, { count: rule.amount });
      case 'type_code':
        return typeName(rule.type_code);
      case 'start':
        return enumName('limitStart', rule.start);
      case 'roll':
        return enumName('limitRoll', rule.roll);
      case 'extension':
        return t('rules.extendable', { count: rule.extension ?? 0 });
      case 'source':
        return rule.source;
      default:
        return enumName(name, String(value));
    }
  };
}
