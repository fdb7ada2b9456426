import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Skeleton } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseView, Routing } from '../../../shared/api/types';
import { routingOptions } from '../queries';
import styles from './routing-suggestion.module.css';

const FIELD = 'lead_department_id';

interface RoutingSuggestionProps {
  seen: CaseView;
  /** Whether the dialog asks if the unit takes it as the fallback (兜底). */
  asksFallback?: boolean;
  /** The field that is filled in and those after it. */
  children: ReactNode;
}

/**
 * Where the case may belong, filled in until somebody decides otherwise; the reasons stand by it. The
 * fields show once it is known: it would move them, and change the list, under a hand that chooses.
 */
export function RoutingSuggestion({
  seen,
  asksFallback = false,
  children,
}: RoutingSuggestionProps) {
  // Who may not see suggestions decides without one.
  const { data, isPending } = useQuery({ ...routingOptions(seen.id), retry: false });
  return (
    <>
      {isPending && <Skeleton active />}
      {data && <Suggested routing={data} caseId={seen.id} asksFallback={asksFallback} />}
      <div hidden={isPending}>{children}</div>
    </>
  );
}

interface SuggestedProps {
  routing: Routing;
  caseId: string;
  asksFallback: boolean;
}

function Suggested({ routing: { result }, caseId, asksFallback }: SuggestedProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const suggestedId = result.suggested_department?.id;

  useEffect(() => {
    if (!suggestedId || form.getFieldValue(FIELD)) return;
    form.setFieldsValue({
      [FIELD]: suggestedId,
      ...(asksFallback && result.is_fallback && { fallback: true }),
    });
  }, [suggestedId, asksFallback, result.is_fallback, form]);

  const { suggested_department: suggested, is_fallback, candidates, door } = result;
  const first = candidates.find(({ department }) => department.id === suggested?.id);
  const others = candidates.filter(({ department }) => department.id !== suggested?.id);
  const key = is_fallback ? 'routing.fallback' : 'routing.suggested';
  const take = (id: string) => {
    form.setFieldsValue({ [FIELD]: id, ...(asksFallback && { fallback: false }) });
  };
  return (
    <section
      className={styles.suggestion}
      aria-label={t('routing.title')}
      data-testid="routing-suggestion"
    >
      <strong>{suggested ? t(key, { name: suggested.name }) : t('routing.none')}</strong>
      {first && <Reasons of={first} />}
      {suggested && <p className={styles.soft}>{t('routing.filled')}</p>}
      {door && <p>{t('routing.door', { text: door.text, source: door.source })}</p>}
      {others.length > 0 && (
        <details>
          <summary>{t('routing.candidates')}</summary>
          <div className={styles.others}>
            {others.map((one) => (
              <div key={one.department.id}>
                <div className={styles.other}>
                  <Button
                    size="small"
                    aria-label={t('routing.use', { name: one.department.name })}
                    onClick={() => take(one.department.id)}
                  >
                    {one.department.name}
                  </Button>
                  <span className={styles.soft}>{one.standing_name}</span>
                </div>
                <Reasons of={one} />
              </div>
            ))}
          </div>
        </details>
      )}
      <Link to="/cases/$caseId/routing" params={{ caseId }} target="_blank">
        {t('routing.basis')}
      </Link>
    </section>
  );
}

export function Reasons({ of }: { of: Routing['result']['candidates'][number] }) {
  return (
    <ul>
      {of.reasons.map((reason) => (
        <li key={reason.precedent?.id ?? `${reason.code}${reason.text}`}>{reason.text}</li>
      ))}
    </ul>
  );
}
