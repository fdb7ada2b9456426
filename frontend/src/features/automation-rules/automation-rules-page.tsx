import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import type { AutomationRule, RuleState } from '../../shared/api/types';
import { useEnumName, useEnumOptions } from '../../shared/i18n/use-enum-name';
import { KeysetTable } from '../../shared/ui/keyset-table';
import { PageHeader } from '../../shared/ui/page-header';
import styles from './automation-rules.module.css';
import { rulesKey, rulesOptions } from './queries';
import { RuleDetail } from './rule-detail';
import { RuleEditor } from './rule-editor';

interface AutomationRulesPageProps {
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
}

/** What a new rule is called in the address. */
const NEW = 'new';

/** The rules that act on cases by themselves. */
export function AutomationRulesPage({ selected, onSelect }: AutomationRulesPageProps) {
  const queryClient = useQueryClient();
  const close = () => onSelect(undefined);
  if (selected === NEW) {
    const saved = (rule: AutomationRule) => {
      void queryClient.invalidateQueries({ queryKey: rulesKey });
      onSelect(rule.id);
    };
    return <RuleEditor onSaved={saved} onClose={close} />;
  }
  if (selected) return <RuleDetail key={selected} ruleId={selected} onClose={close} />;
  return <RuleList onSelect={onSelect} />;
}

function RuleList({ onSelect }: { onSelect: (id: string) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const enumName = useEnumName();
  const states = useEnumOptions('ruleState');
  const [state, setState] = useState<RuleState[]>([]);
  const query = useInfiniteQuery(rulesOptions(state));
  return (
    <>
      <PageHeader
        title={t('nav.automation_rules')}
        note={t('automation.note')}
        actions={
          me.nav.includes('automation_rule_new') && (
            <Button type="primary" onClick={() => onSelect(NEW)}>
              {t('automation.create')}
            </Button>
          )
        }
      />
      <div className={styles.filters}>
        <Select<RuleState[]>
          mode="multiple"
          allowClear
          style={{ minWidth: 240 }}
          value={state}
          options={states}
          aria-label={t('automation.filterState')}
          placeholder={t('automation.filterState')}
          onChange={setState}
        />
      </div>
      <KeysetTable<AutomationRule>
        label={t('nav.automation_rules')}
        query={query}
        empty={t('automation.empty')}
        columns={[
          {
            title: t('automation.name'),
            cell: (row) => (
              <Button
                type="link"
                className={styles.record ?? ''}
                data-record=""
                onClick={() => onSelect(row.id)}
              >
                {row.name}
              </Button>
            ),
          },
          {
            title: t('automation.state'),
            cell: (row) => <Tag>{enumName('ruleState', row.state)}</Tag>,
          },
          { title: t('automation.center'), cell: (row) => row.center.name },
          { title: t('automation.sentence'), width: 360, cell: (row) => row.sentence },
          {
            title: t('automation.runs'),
            cell: (row) => t('automation.runFigures', { ...row.runs }),
          },
          {
            title: t('automation.version'),
            cell: (row) => t('automation.versionNo', { version: row.latest_version }),
          },
        ]}
      />
    </>
  );
}
