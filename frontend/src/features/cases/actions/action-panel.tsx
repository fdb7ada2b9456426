import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/api/types';
import { useEnumName } from '../../../shared/i18n/use-enum-name';
import { useShortcut } from '../../../shared/lib/shortcuts';
import { LazyMenu } from '../../../shared/ui/lazy-menu';
import { ActionDialog } from './action-dialog';
import { arrange } from './action-forms';
import styles from './action-panel.module.css';
import { type CaseVerb, isCaseVerb } from './case-verbs';
import { RightsPopover } from './rights-popover';

/** What I can do now, from the server's answer; what is refused says why and who can. */
export function ActionPanel({ caseView }: { caseView: CaseView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<CaseVerb | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { shown, more } = arrange(caseView.allowed_actions);
  const [primary] = shown;
  useShortcut('a', () => primary && setOpen(primary));

  const close = (done: boolean) => {
    setOpen(null);
    // The button that opened the dialog is often gone after the action.
    if (done) heading.current?.focus();
  };

  return (
    <>
      <section className={styles.actions} aria-labelledby="actions-title">
        <h2 id="actions-title" ref={heading} tabIndex={-1}>
          {t('cases.actions.title')}
        </h2>
        {shown.length === 0 && <p>{t('cases.actions.none')}</p>}
        <div className={styles.buttons}>
          {shown.map((verb) => (
            <Button
              key={verb}
              size="large"
              type={verb === primary ? 'primary' : 'default'}
              data-testid={`action-${verb}`}
              onClick={() => setOpen(verb)}
            >
              {t(`cases.action.${verb}`)}
            </Button>
          ))}
          {more.length > 0 && (
            <LazyMenu
              menu={{
                items: more.map((verb) => ({
                  key: verb,
                  label: t(`cases.action.${verb}`),
                  'data-testid': `action-${verb}`,
                  onClick: () => setOpen(verb),
                })),
              }}
              button={{ type: 'default', size: 'large', children: t('cases.actions.more') }}
            />
          )}
        </div>
        <Link
          to="/cases/$caseId/rights"
          params={{ caseId: caseView.id }}
          className={styles.explain}
          target="_blank"
        >
          {t('rights.explainAll')}
        </Link>
      </section>
      <RefusedActions caseView={caseView} />
      {open && <ActionDialog verb={open} caseView={caseView} onClose={close} />}
    </>
  );
}

function RefusedActions({ caseView }: { caseView: CaseView }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const { refusals } = caseView;
  const verbs = Object.keys(refusals).filter(isCaseVerb);
  if (verbs.length === 0) return null;
  return (
    <details className={styles.refused}>
      <summary>{t('cases.actions.refused', { count: verbs.length })}</summary>
      <ul>
        {verbs.map((verb) => (
          <li key={verb} data-testid={`action-${verb}`} data-refused>
            <strong>{t(`cases.action.${verb}`)}</strong>
            <RightsPopover caseView={caseView} verb={verb} />
            <span>{refusals[verb]?.detail}</span>
            {(refusals[verb]?.who.length ?? 0) > 0 && (
              <span>
                {t('cases.actions.who', {
                  who: refusals[verb]?.who
                    .map((role) => enumName('role', role))
                    .join(t('common.separator')),
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
