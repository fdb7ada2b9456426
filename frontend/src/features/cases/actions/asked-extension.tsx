import { useInfiniteQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../../shared/api/types';
import { formatInstant } from '../../../shared/lib/dates';
import { caseEventsOptions } from '../queries';
import { useDoerName } from '../use-doer-name';

/** What is to be decided on: how many days, since when, and the words it was asked for with. */
export function AskedExtension({ seen }: { seen: CaseView }) {
  const { t } = useTranslation();
  const doerName = useDoerName();
  const ledger = useInfiniteQuery(caseEventsOptions(seen.id));
  const asked = ledger.data?.pages
    .flatMap((page) => page.items)
    .findLast(({ kind }) => kind === 'extension_requested');
  if (!seen.extension) return null;
  const { days, asked_at } = seen.extension;
  return (
    <Alert
      type="info"
      className="form-notice"
      title={t('cases.extension.asked', { count: days, at: formatInstant(asked_at) })}
      description={asked && [doerName(asked), asked.sentence].filter(Boolean).join(' · ')}
    />
  );
}
