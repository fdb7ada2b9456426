import type { Center } from './api';
import { useSpoken } from './language';
import { Failed, Screen, UnitLines } from './ui';
import { useCenters } from './use-centers';

/** Where to go. */
export function CentersPage() {
  const { t } = useSpoken();
  const { items, failure, retry } = useCenters();
  return (
    <Screen title={t.centersTitle}>
      <Failed failure={failure} />
      {failure && (
        <button type="button" className="button" onClick={retry}>
          {t.retry}
        </button>
      )}
      {!items && !failure && <p role="status">{t.loading}</p>}
      {items?.length === 0 && <p>{t.centersEmpty}</p>}
      <ul className="cards">
        {items?.map((center) => (
          <li key={center.id} className="card">
            <UnitLines unit={center.unit} />
            {center.regions.length > 0 && (
              <p className="soft">{center.regions.map((region) => region.name).join('、')}</p>
            )}
            <ReceptionDays days={center.reception_days} />
          </li>
        ))}
      </ul>
    </Screen>
  );
}

/** When a leader receives people; nothing where no day is published. */
function ReceptionDays({ days }: { days: Center['reception_days'] }) {
  const { t, on, time } = useSpoken();
  if (days.length === 0) return null;
  return (
    <>
      <h3>{t.receptionDays}</h3>
      <ul className="plain">
        {days.map((day) => (
          <li key={`${day.starts_at} ${day.leader_name}`}>
            <strong>{on(day.held_on)}</strong>{' '}
            {day.is_called_off ? (
              t.calledOff
            ) : (
              <>
                {time(day.starts_at)}–{time(day.ends_at)} {day.leader_title} {day.leader_name}
                <div className="soft">{day.place}</div>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
