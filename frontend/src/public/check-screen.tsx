import { useEffect, useState } from 'react';
import {
  type Center,
  confirm,
  type Failure,
  type Pending,
  type PublicReceipt,
  submit,
} from './api';
import { type Draft, toSubmission } from './draft';
import { useSpoken } from './language';
import { asFailure, Failed, Field, Screen } from './ui';
import { useKey } from './use-key';

interface CheckScreenProps {
  draft: Draft;
  centers: Center[];
  onBack: () => void;
  onDone: (receipt: PublicReceipt) => void;
}

/** The summary: what was typed is shown from here, never sent back by the server. */
export function CheckScreen({ draft, centers, onBack, onDone }: CheckScreenProps) {
  const { t, at } = useSpoken();
  const [pending, setPending] = useState<Pending | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submitKey = useKey();
  const confirmKey = useKey();

  const keep = () => {
    const body = toSubmission(draft);
    setFailure(null);
    setBusy(true);
    submit(body, submitKey.of(body))
      .then(setPending)
      .catch((error: unknown) => setFailure(asFailure(error)))
      .finally(() => setBusy(false));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the summary is shown
  useEffect(keep, []);

  const send = () => {
    if (!pending) return;
    const token = pending.confirmation_token;
    setFailure(null);
    setBusy(true);
    const isCalm = pending.emergencies.length > 0;
    confirm(token, code.trim(), confirmKey.of({ token, code }), isCalm)
      .then(onDone)
      .catch((error: unknown) => {
        const failed = asFailure(error);
        if (failed.problem?.code === 'public.confirmation_unknown') {
          // It waited too long: what was typed is still here, and is submitted anew.
          submitKey.forget();
          setPending(null);
        }
        setFailure(failed);
      })
      .finally(() => setBusy(false));
  };

  const center = centers.find(({ id }) => id === draft.centerId);
  const village = center?.regions.find(({ id }) => id === draft.regionId);
  const place = [center?.region.name, village?.name, draft.address.trim()].filter(Boolean);
  const mediate = draft.mediate && t[draft.mediate];
  const rows: [string, string][] = [
    [t.answer.narrative, draft.narrative],
    [t.answer.demand, draft.demand],
    [t.answer.place, place.join(' ')],
    [t.answer.respondent, draft.respondent],
    [t.answer.mediate, mediate ?? ''],
    [t.answer.who, draft.isAnonymous ? t.anonymous : `${draft.name} ${draft.phone}`],
  ];
  return (
    <Screen title={t.checkTitle} help={t.checkHelp}>
      <dl className="facts">
        {rows
          .filter(([, value]) => value.trim() !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {pending && pending.emergencies.length > 0 && (
        <section className="failed" role="alert" data-testid="emergency">
          <h2>{t.callFirst}</h2>
          {pending.emergencies.map(({ kind, text, phones }) => (
            <p key={kind}>
              {text}{' '}
              {phones.map((phone) => (
                <a key={phone} className="button" href={`tel:${phone}`}>
                  {t.call(phone)}
                </a>
              ))}
            </p>
          ))}
        </section>
      )}
      {pending && (
        <p className="soft">
          {t.goesTo(pending.center.name)} {t.expires(at(pending.expires_at))}
        </p>
      )}
      {pending?.delivery === 'email' && (
        <>
          <p>{t.mailed}</p>
          <Field label={t.mailCode} inputMode="numeric" value={code} onChange={setCode} />
        </>
      )}
      <Failed failure={failure} />
      <p role="status">{isBusy ? t.sending : ''}</p>
      <div className="ways">
        {pending ? (
          <button type="button" className="button primary" disabled={isBusy} onClick={send}>
            {pending.emergencies.length > 0 ? t.confirmCalm : t.confirm}
          </button>
        ) : (
          <button type="button" className="button primary" disabled={isBusy} onClick={keep}>
            {t.retry}
          </button>
        )}
        <button type="button" className="button" disabled={isBusy} onClick={onBack}>
          {t.change}
        </button>
      </div>
    </Screen>
  );
}
