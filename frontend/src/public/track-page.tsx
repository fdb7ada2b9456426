import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { ActScreen } from './act-screen';
import { type Act, type Failure, type Receipt, type Tracked, track } from './api';
import { useSpoken } from './language';
import { TrackScreen } from './track-screen';
import { asFailure, Failed, Field, Screen } from './ui';

/** Number and code of a scanned receipt. */
function scanned(): Receipt | null {
  const fragment = new URLSearchParams(globalThis.location.hash.slice(1));
  const [case_no, code] = [fragment.get('no'), fragment.get('code')];
  return case_no && code ? { case_no, code } : null;
}

const seenKey = (case_no: string) => `zongzhi.public.seen.${case_no}`;

/** How much there was at the last look from this device; a count, nothing of the case. */
function lastSeen(case_no: string): number | undefined {
  const seen = Number(localStorage.getItem(seenKey(case_no)));
  return Number.isInteger(seen) && seen > 0 ? seen : undefined;
}

/** Number and code, then the case, then what can be done about it. */
export function TrackPage() {
  const { t, language } = useSpoken();
  const [receipt, setReceipt] = useState<Receipt>(() => scanned() ?? { case_no: '', code: '' });
  const [tracked, setTracked] = useState<Tracked | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [acting, setActing] = useState<Act | null>(null);
  const [isSent, setSent] = useState(false);
  const isScanned = useRef(scanned() !== null);

  const look = useCallback((asked: Receipt) => {
    setFailure(null);
    setBusy(true);
    setSent(false);
    track(asked, lastSeen(asked.case_no))
      .then((found) => {
        localStorage.setItem(seenKey(found.case_no), String(found.event_count));
        setReceipt({ case_no: found.case_no, code: asked.code });
        setTracked(found);
      })
      .catch((error: unknown) => setFailure(asFailure(error)))
      .finally(() => setBusy(false));
  }, []);

  useEffect(() => {
    const found = scanned();
    if (!isScanned.current || !found) return;
    isScanned.current = false;
    // The code does not stay in the address bar and the history of a shared PC.
    globalThis.history.replaceState(null, '', globalThis.location.pathname);
    look(found);
  }, [look]);

  const shownIn = useRef(language);
  useEffect(() => {
    if (shownIn.current === language) return;
    shownIn.current = language;
    if (tracked) look(receipt);
  }, [language, tracked, receipt, look]);

  if (tracked && acting) {
    return (
      <ActScreen
        act={acting}
        isReopened={tracked.allowed_actions.includes('reopen')}
        receipt={receipt}
        onBack={() => setActing(null)}
        onDone={(after) => {
          localStorage.setItem(seenKey(after.case_no), String(after.event_count));
          setTracked(after);
          setActing(null);
          setSent(true);
        }}
      />
    );
  }
  if (tracked) {
    return (
      <TrackScreen
        tracked={tracked}
        isSent={isSent}
        failure={failure}
        onAct={setActing}
        onRefresh={() => look(receipt)}
        onAnother={() => {
          setTracked(null);
          setReceipt({ case_no: '', code: '' });
        }}
      />
    );
  }
  const send = (event: FormEvent) => {
    event.preventDefault();
    look(receipt);
  };
  return (
    <Screen title={t.trackTitle} help={t.trackHelp}>
      <form onSubmit={send}>
        <Field
          label={t.caseNo}
          maxLength={40}
          value={receipt.case_no}
          onChange={(case_no) => setReceipt({ ...receipt, case_no })}
        />
        <Field
          label={t.code}
          maxLength={20}
          inputMode="numeric"
          value={receipt.code}
          onChange={(code) => setReceipt({ ...receipt, code })}
        />
        <Failed failure={failure} />
        <div className="ways">
          <button
            type="submit"
            className="button primary"
            disabled={isBusy || !receipt.case_no.trim() || !receipt.code.trim()}
          >
            {isBusy ? t.loading : t.look}
          </button>
        </div>
      </form>
    </Screen>
  );
}
