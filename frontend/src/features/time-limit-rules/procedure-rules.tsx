import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import type { ProcedureRule } from '../../shared/api/types';
import { formatInstant, today } from '../../shared/lib/dates';
import { DataTable } from '../../shared/ui/data-table';
import { Dialog } from '../../shared/ui/dialog';
import { QueryState } from '../../shared/ui/query-state';
import { ProcedureRuleDialog } from './procedure-rule-dialog';
import styles from './rules.module.css';

const rulesOptions = () => api.queryOptions('get', '/api/v1/procedure-rules');

type Open = { what: 'publish' | 'history'; rule: ProcedureRule };

/** The rules that are no limits: in force, or to come, each with what it rests on. */
export function ProcedureRules() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const query = useQuery(rulesOptions());
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const published = () => void queryClient.invalidateQueries(rulesOptions());
  return (
    <section className={styles.procedure} aria-labelledby="procedure-rules-title">
      <h2 id="procedure-rules-title">{t('procedureRules.title')}</h2>
      <p>{t('procedureRules.note')}</p>
      <QueryState query={query} rows={6}>
        {({ items }) => <Rules items={items.filter(isOfUse)} onOpen={setOpen} />}
      </QueryState>
      {open?.what === 'publish' && (
        <ProcedureRuleDialog rule={open.rule} onPublished={published} onClose={close} />
      )}
      {open?.what === 'history' && (
        <Dialog
          width={820}
          title={t('rules.historyOf', { code: open.rule.name })}
          footer={null}
          onCancel={close}
        >
          <Versions
            items={(query.data?.items ?? []).filter(({ code }) => code === open.rule.code)}
          />
        </Dialog>
      )}
    </section>
  );
}

interface RulesProps {
  items: ProcedureRule[];
  onOpen: (open: Open) => void;
}

function Rules({ items, onOpen }: RulesProps) {
  const { t } = useTranslation();
  const valid = useValid();
  return (
    <DataTable<ProcedureRule>
      label={t('procedureRules.title')}
      rows={items}
      columns={[
        { title: t('procedureRules.name'), cell: (rule) => rule.name, width: 280 },
        { title: t('procedureRules.value'), cell: saidOf },
        { title: t('rules.source'), cell: (rule) => rule.source, width: 280 },
        { title: t('rules.valid'), cell: valid },
        { title: t('rules.version'), cell: (rule) => rule.version },
        {
          title: t('procedureRules.acts'),
          cell: (rule) => (
            <span className={styles.acts}>
              <Button size="small" onClick={() => onOpen({ what: 'history', rule })}>
                {t('procedureRules.history')}
              </Button>
              {rule.allowed_actions.includes('publish') && (
                <Button size="small" onClick={() => onOpen({ what: 'publish', rule })}>
                  {t('procedureRules.publish')}
                </Button>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}

/** Every version, newest first, with why it was made. */
function Versions({ items }: { items: ProcedureRule[] }) {
  const { t } = useTranslation();
  const valid = useValid();
  return (
    <DataTable<ProcedureRule>
      label={t('procedureRules.history')}
      rows={[...items].reverse()}
      columns={[
        { title: t('rules.version'), cell: (rule) => rule.version },
        { title: t('procedureRules.value'), cell: saidOf },
        { title: t('rules.valid'), cell: valid },
        { title: t('rules.source'), cell: (rule) => rule.source },
        { title: t('rules.why'), cell: (rule) => rule.reason ?? '' },
        { title: t('audit.at'), cell: (rule) => formatInstant(rule.created_at) },
      ]}
    />
  );
}

function saidOf({ value, unit, unit_name }: ProcedureRule): string {
  return unit === 'percent' ? `${value}%` : `${value} ${unit_name}`;
}

/** In force today, or to come. */
function isOfUse({ valid_from, valid_to }: ProcedureRule): boolean {
  return !valid_to || (valid_to >= today() && valid_to >= valid_from);
}

function useValid(): (rule: ProcedureRule) => string {
  const { t } = useTranslation();
  return ({ valid_from, valid_to }) => {
    if (!valid_to) return t('rules.since', { from: valid_from });
    if (valid_to < valid_from) return t('procedureRules.replaced');
    return t('rules.between', { from: valid_from, to: valid_to });
  };
}
