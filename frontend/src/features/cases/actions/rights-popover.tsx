import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/api/types';
import { QueryState } from '../../../shared/ui/query-state';
import { rightsOptions } from '../queries';
import styles from './action-panel.module.css';
import type { CaseVerb } from './case-verbs';
import { RightsSteps } from './rights-steps';

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
  return (
    <div className={styles.rights} data-testid="rights">
      <QueryState query={query}>
        {(rights) => (
          <>
            <p>{rights.result.sentence}</p>
            <RightsSteps rights={rights} />
            <Link
              to="/cases/$caseId/rights"
              params={{ caseId: caseView.id }}
              search={{ action: verb }}
              target="_blank"
            >
              {t('common.print')}
            </Link>
          </>
        )}
      </QueryState>
    </div>
  );
}
