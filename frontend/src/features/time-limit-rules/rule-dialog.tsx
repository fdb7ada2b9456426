import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import type { PublishTimeLimitRule, TimeLimitRule } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { LimitChangeDialog } from '../../shared/ui/limit-change-dialog';
import { bodyOf, draftOf, type RuleValues } from './rule-draft';
import { RuleFields } from './rule-fields';

interface RuleDialogProps {
  /** The version to adjust; none for a new rule. */
  rule: TimeLimitRule | null;
  onPublished: () => void;
  onClose: () => void;
}

export function RuleDialog({ rule, onPublished, onClose }: RuleDialogProps) {
  const { t } = useTranslation();
  return (
    <LimitChangeDialog<RuleValues, PublishTimeLimitRule>
      title={rule ? t('rules.adjust') : t('rules.publish')}
      note={t('rules.draftNote')}
      initialValues={draftOf(rule)}
      toBody={(values) => bodyOf(values) ?? values}
      simulate={(body) =>
        unwrap(
          client.POST('/api/v1/time-limit-rules/simulations', { params: { header: {} }, body }),
        )
      }
      publish={(body, header) =>
        unwrap(client.POST('/api/v1/time-limit-rules', { params: { header }, body }))
      }
      onPublished={onPublished}
      onClose={onClose}
    >
      <RuleFields isNew={rule === null} />
    </LimitChangeDialog>
  );
}
