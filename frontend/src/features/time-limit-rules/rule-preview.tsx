import { useQuery } from '@tanstack/react-query';
import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { unwrap } from '../../shared/api/unwrap';
import { useDebounced } from '../../shared/lib/use-debounced';
import { bodyOf, type RuleValues } from './rule-draft';

const STILL_MS = 600;
const MOST_UNITS = 5;

/** What the draft would apply to now, asked again whenever it has been still for a moment. */
export function RulePreview() {
  const { t } = useTranslation();
  const values = Form.useWatch((all: Partial<RuleValues>) => all);
  const body = useDebounced(JSON.stringify(bodyOf(values ?? {})), STILL_MS);
  const { data, isFetching, error } = useQuery({
    queryKey: ['time-limit-rules', 'preview', body],
    enabled: body !== 'null',
    retry: false,
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/v1/time-limit-rules/simulations', {
          params: { header: {} },
          body: JSON.parse(body),
          signal,
        }),
      ),
  });
  const text = () => {
    // What is wrong with the draft is said under its fields when it is tried out.
    if (body === 'null' || error) return t('rules.previewIncomplete');
    if (isFetching || !data) return t('rules.previewPending');
    const { matching, matching_cases } = data.total;
    if (matching === 0) return t('rules.previewNone');
    return t('rules.preview', { cases: matching_cases, limits: matching });
  };
  const units = data?.units.filter((unit) => unit.figures.matching > 0).slice(0, MOST_UNITS);
  return (
    <div role="status">
      <p>{text()}</p>
      {!isFetching && !error && body !== 'null' && units && (
        <ul>
          {units.map((unit) => (
            <li key={unit.unit_id}>
              {unit.unit_name} {unit.figures.matching_cases}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
