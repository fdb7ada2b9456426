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
          </li>
        ))}
      </ul>
    </Screen>
  );
}
