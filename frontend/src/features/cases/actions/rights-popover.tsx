import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/api/types';
import { QueryState } from '../../../shared/ui/query-state';
import { rightsOptions } from '../queries';
import styles from './action-panel.module.css';
import type { CaseVerb } from './case-verbs';

interface RightsPopoverProps {
  caseView: CaseView;
  verb: CaseVerb;
}

/** Which right or fact is missing, and who can instead: asked when somebody wants to know. */
export function RightsPopover({ caseView, verb }: RightsPopoverProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const action = t(`cases.action.${verb}`);
  return (
    <Popover
      trigger="click"
      placement="leftTop"
      open={open}
      onOpenChange={setOpen}
      title={t('rights.whyNot', { action })}
      content={open ? <Explanation caseView={caseView} verb={verb} /> : null}
    >
      <Button size="small" type="link" aria-label={t('rights.whyNot', { action })}>
        {t('rights.why')}
      </Button>
    </Popover>
  );
}

function Explanation({ caseView, verb }: RightsPopoverProps) {
  const { t } = useTranslation();
  // A version of the case has one explanation.
  const query = useQuery(rightsOptions(caseView.id, verb, caseView.version));
  const mark = (holds: boolean) => (
    <span className={holds ? styles.holds : styles.misses}>
      <span aria-hidden>{holds ? '✓' : '✗'}</span>{' '}
      <span className="visually-hidden">{t(holds ? 'rights.holds' : 'rights.misses')}</span>
    </span>
  );
  return (
    <div className={styles.rights} data-testid="rights">
      <QueryState query={query}>
        {({ steps, result }) => (
          <>
            <p>{result.sentence}</p>
            <ul>
              {steps.map((step) => (
                <li key={step.code}>
                  {mark(step.holds)}
                  {step.text}
                  {step.facts.length > 0 && (
                    <ul>
                      {step.facts.map((fact) => (
                        <li key={fact.text}>
                          {mark(fact.holds)}
                          {fact.text}
                        </li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
            {result.who.length > 0 && (
              <>
                <strong>{t('rights.who')}</strong>
                <ul>
                  {result.who.map(({ role, role_name, units }) => (
                    <li key={role}>
                      {t('rights.holder', {
                        role: role_name,
                        units: units.join(t('common.separator')) || t('rights.nobody'),
                      })}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </QueryState>
    </div>
  );
}
