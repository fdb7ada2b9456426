import { useId } from 'react';
import type { Center } from './api';
import type { Draft } from './draft';
import { useSpoken } from './language';
import { Failed, Field } from './ui';

interface PlaceQuestionProps {
  centers: {
    items: Center[] | null;
    failure: Parameters<typeof Failed>[0]['failure'];
    retry: () => void;
  };
  draft: Draft;
  error: string | null;
  onChange: (part: Partial<Draft>) => void;
}

/** The township, then the village: its centre takes the matter in. */
export function PlaceQuestion({ centers, draft, error, onChange }: PlaceQuestionProps) {
  const { t } = useSpoken();
  const [township, village] = [useId(), useId()];
  const center = centers.items?.find(({ id }) => id === draft.centerId);
  if (centers.failure) {
    return (
      <>
        <Failed failure={centers.failure} />
        <button type="button" className="button" onClick={centers.retry}>
          {t.retry}
        </button>
      </>
    );
  }
  if (!centers.items) return <p role="status">{t.loading}</p>;
  const choose = (id: string) => {
    const chosen = centers.items?.find((one) => one.id === id);
    onChange({ centerId: id, regionId: chosen?.region.id ?? '' });
  };
  return (
    <>
      <div className="field">
        <label htmlFor={township}>{t.township}</label>
        <select
          id={township}
          value={draft.centerId}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${township}-error` : undefined}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{t.choose}</option>
          {centers.items.map((one) => (
            <option key={one.id} value={one.id}>
              {one.region.name}
            </option>
          ))}
        </select>
        {error && (
          <p className="error" id={`${township}-error`}>
            {error}
          </p>
        )}
      </div>
      {center && center.regions.length > 0 && (
        <div className="field">
          <label htmlFor={village}>{t.village}</label>
          <select
            id={village}
            value={draft.regionId}
            onChange={(event) => onChange({ regionId: event.target.value })}
          >
            <option value={center.region.id}>{t.wholeTownship}</option>
            {center.regions.map((region) => (
              <option key={region.id} value={region.id}>
                {region.name}
              </option>
            ))}
          </select>
        </div>
      )}
      <Field
        label={t.address}
        isOptional
        maxLength={200}
        value={draft.address}
        onChange={(address) => onChange({ address })}
      />
    </>
  );
}
