import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shared/api/session';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { QueryState } from '../../shared/ui/query-state';
import { Waiting } from '../../shared/ui/waiting';
import { orderCountOptions } from './queries';

/** Orders that wait for a reply or for its judgement, for whoever may see any. */
export function OrderFigures() {
  const { t } = useTranslation();
  const { nav } = useMe();
  if (!nav.includes('supervision')) return null;
  return (
    <Waiting title={t('nav.supervision')}>
      <OrderFigure state="issued" />
      <OrderFigure state="replied" />
    </Waiting>
  );
}

function OrderFigure({ state }: { state: 'issued' | 'replied' }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const query = useQuery(orderCountOptions(state));
  return (
    <QueryState query={query} rows={1}>
      {({ total }) => (
        <Link to="/supervision" search={{ state: [state] }}>
          {t('common.figure', { name: enumName('orderState', state), count: total ?? 0 })}
        </Link>
      )}
    </QueryState>
  );
}
