import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AutomationRule } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { formatInstant } from '../../shared/lib/dates';
import { FactList } from '../../shared/ui/fact-list';
import { PageHeader } from '../../shared/ui/page-header';
import { QueryState } from '../../shared/ui/query-state';
import styles from './automation-rules.module.css';
import { PreviewPane } from './preview-pane';
import { ruleOptions, rulesKey } from './queries';
import { ReasonDialog, type Turn } from './reason-dialog';
import { RuleEditor } from './rule-editor';
import { RuleHistory } from './rule-history';
import { RunLog } from './run-log';

const turns: Turn[] = ['activate', 'pause', 'retire'];

interface RuleDetailProps {
  ruleId: string;
  onClose: () => void;
}

/** A rule: what it says, what it would do, what it did, and how it came about. */
export function RuleDetail({ ruleId, onClose }: RuleDetailProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [turn, setTurn] = useState<Turn | null>(null);
  const options = ruleOptions(ruleId);
  const query = useQuery(options);
  const changed = (rule: AutomationRule) => {
    queryClient.setQueryData(options.queryKey, rule);
    void queryClient.invalidateQueries({ queryKey: rulesKey });
    setEditing(false);
  };
  return (
    <QueryState query={query} rows={8}>
      {(rule) =>
        editing ? (
          <RuleEditor rule={rule} onSaved={changed} onClose={() => setEditing(false)} />
        ) : (
          <>
            <PageHeader
              title={rule.name}
              note={rule.sentence}
              actions={
                <>
                  <Button onClick={onClose}>{t('automation.back')}</Button>
                  {rule.allowed_actions.includes('update') && (
                    <Button onClick={() => setEditing(true)}>{t('common.edit')}</Button>
                  )}
                  {turns
                    .filter((one) => rule.allowed_actions.includes(one))
                    .map((one) => (
                      <Button
                        key={one}
                        {...(one === 'activate' && { type: 'primary' as const })}
                        danger={one === 'retire'}
                        onClick={() => setTurn(one)}
                      >
                        {t(`automation.${one}`)}
                      </Button>
                    ))}
                </>
              }
            />
            <RuleNotices rule={rule} />
            <Tabs
              destroyOnHidden
              items={[
                {
                  key: 'rule',
                  label: t('automation.tabs.rule'),
                  children: <RuleFacts rule={rule} />,
                },
                {
                  key: 'preview',
                  label: t('automation.tabs.preview'),
                  children: <PreviewPane centerId={rule.center.id} definition={rule.definition} />,
                },
                {
                  key: 'runs',
                  label: t('automation.tabs.runs'),
                  children: <RunLog ruleId={rule.id} />,
                },
                {
                  key: 'history',
                  label: t('automation.tabs.history'),
                  children: <RuleHistory ruleId={rule.id} />,
                },
              ]}
            />
            {turn && (
              <ReasonDialog
                rule={rule}
                turn={turn}
                onDone={changed}
                onClose={() => setTurn(null)}
              />
            )}
          </>
        )
      }
    </QueryState>
  );
}

function RuleNotices({ rule }: { rule: AutomationRule }) {
  const { t } = useTranslation();
  const { pause, conflict, active_version: active, latest_version: latest } = rule;
  return (
    <div className={styles.notices}>
      {pause && (
        <Alert
          type="warning"
          showIcon
          title={t('automation.pausedSince', {
            at: formatInstant(pause.at),
            reason: pause.reason,
          })}
        />
      )}
      {conflict && (
        <Alert
          type="error"
          showIcon
          title={t('automation.conflict', {
            name: conflict.name,
            at: formatInstant(conflict.at),
          })}
        />
      )}
      {active && active !== latest && (
        <Alert type="info" showIcon title={t('automation.activeVersion', { active, latest })} />
      )}
    </div>
  );
}

function RuleFacts({ rule }: { rule: AutomationRule }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { source, valid_from, valid_to } = rule.definition;
  const until = valid_to ?? t('automation.open');
  return (
    <FactList
      facts={[
        [t('automation.state'), enumName('ruleState', rule.state)],
        [t('automation.center'), rule.center.name],
        [t('automation.source'), source],
        [t('automation.valid'), valid_from && `${valid_from} – ${until}`],
        [t('automation.version'), t('automation.versionNo', { version: rule.latest_version })],
        [t('automation.runs'), t('automation.runFigures', { ...rule.runs })],
      ]}
    />
  );
}
