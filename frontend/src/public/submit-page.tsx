import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { PublicReceipt } from './api';
import { CheckScreen } from './check-screen';
import { type Draft, emptyDraft } from './draft';
import { useSpoken } from './language';
import { PlaceQuestion } from './place-question';
import { ReceiptScreen } from './receipt-screen';
import type { Texts } from './texts';
import { Choice, Field, Screen } from './ui';
import { useCenters } from './use-centers';

const MIN_NARRATIVE = 5;
const questions = ['narrative', 'demand', 'place', 'respondent', 'mediate', 'who'] as const;
type Question = (typeof questions)[number];

/** Why a question cannot be left yet. */
function missing(question: Question, draft: Draft, t: Texts): string | null {
  switch (question) {
    case 'narrative': {
      const length = draft.narrative.trim().length;
      if (length === 0) return t.required;
      return length < MIN_NARRATIVE ? t.narrativeShort : null;
    }
    case 'place':
      return draft.regionId ? null : t.required;
    case 'who': {
      const isReachable = draft.name.trim() && draft.phone.trim().length >= 3;
      return draft.isAnonymous || isReachable ? null : t.required;
    }
    default:
      return null;
  }
}

/** One question a screen, then the summary, then the receipt. */
export function SubmitPage() {
  const { t } = useSpoken();
  const centers = useCenters();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [at, setAt] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const [receipt, setReceipt] = useState<PublicReceipt | null>(null);
  const isWritten = !receipt && draft.narrative !== '';

  useEffect(() => {
    if (!isWritten) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    globalThis.addEventListener('beforeunload', ask);
    return () => globalThis.removeEventListener('beforeunload', ask);
  }, [isWritten]);

  const change = (part: Partial<Draft>) => {
    setError(null);
    setDraft((before) => ({ ...before, ...part }));
  };
  const goTo = (next: number) => {
    setError(null);
    setAt(next);
  };
  if (receipt) return <ReceiptScreen receipt={receipt} />;
  const question = questions[at];
  if (!question) {
    return (
      <CheckScreen
        draft={draft}
        centers={centers.items ?? []}
        onBack={() => goTo(questions.length - 1)}
        onDone={setReceipt}
      />
    );
  }
  const send = (event: FormEvent) => {
    event.preventDefault();
    const why = missing(question, draft, t);
    if (why) setError(why);
    else goTo(at + 1);
  };
  const shown: Record<Question, { title: string; help?: string; body: ReactNode }> = {
    narrative: {
      title: t.narrativeTitle,
      help: t.narrativeHelp,
      body: (
        <Field
          label={t.answer.narrative}
          isLong
          maxLength={5000}
          value={draft.narrative}
          error={error ?? undefined}
          onChange={(narrative) => change({ narrative })}
        />
      ),
    },
    demand: {
      title: t.demandTitle,
      help: t.demandHelp,
      body: (
        <Field
          label={t.answer.demand}
          isOptional
          isLong
          maxLength={1000}
          value={draft.demand}
          onChange={(demand) => change({ demand })}
        />
      ),
    },
    place: {
      title: t.placeTitle,
      body: <PlaceQuestion centers={centers} draft={draft} error={error} onChange={change} />,
    },
    respondent: {
      title: t.respondentTitle,
      help: t.respondentHelp,
      body: (
        <Field
          label={t.answer.respondent}
          isOptional
          maxLength={100}
          value={draft.respondent}
          onChange={(respondent) => change({ respondent })}
        />
      ),
    },
    mediate: {
      title: t.mediateTitle,
      help: t.mediateHelp,
      body: (
        <Choice
          label={t.mediateTitle}
          value={draft.mediate}
          options={[
            { value: 'yes', label: t.yes },
            { value: 'no', label: t.no },
            { value: 'unsure', label: t.unsure },
          ]}
          onChange={(mediate) => change({ mediate })}
        />
      ),
    },
    who: {
      title: t.whoTitle,
      help: t.whoHelp,
      body: <WhoQuestion draft={draft} error={error} onChange={change} />,
    },
  };
  const { title, help, body } = shown[question];
  return (
    <Screen title={title} help={help}>
      <p className="soft">{t.step(at + 1, questions.length + 1)}</p>
      <form onSubmit={send} noValidate>
        {body}
        <div className="ways">
          <button type="submit" className="button primary">
            {t.next}
          </button>
          {at > 0 && (
            <button type="button" className="button" onClick={() => goTo(at - 1)}>
              {t.back}
            </button>
          )}
        </div>
      </form>
    </Screen>
  );
}

interface PartProps {
  draft: Draft;
  error: string | null;
  onChange: (part: Partial<Draft>) => void;
}

function WhoQuestion({ draft, error, onChange }: PartProps) {
  const { t } = useSpoken();
  const why = (value: string) => (value.trim() ? undefined : (error ?? undefined));
  return (
    <>
      {!draft.isAnonymous && (
        <>
          <Field
            label={t.name}
            maxLength={50}
            autoComplete="name"
            value={draft.name}
            error={why(draft.name)}
            onChange={(name) => onChange({ name })}
          />
          <Field
            label={t.phone}
            maxLength={40}
            inputMode="tel"
            autoComplete="tel"
            value={draft.phone}
            error={draft.phone.trim().length >= 3 ? undefined : (error ?? undefined)}
            onChange={(phone) => onChange({ phone })}
          />
          <Field
            label={t.email}
            isOptional
            maxLength={200}
            inputMode="email"
            autoComplete="email"
            value={draft.email}
            onChange={(email) => onChange({ email })}
          />
          {draft.email.trim() !== '' && (
            <label className="option">
              <input
                type="checkbox"
                checked={draft.notifyByEmail}
                onChange={(event) => onChange({ notifyByEmail: event.target.checked })}
              />
              <span>{t.notifyByEmail}</span>
            </label>
          )}
        </>
      )}
      <label className="option">
        <input
          type="checkbox"
          checked={draft.isAnonymous}
          onChange={(event) => onChange({ isAnonymous: event.target.checked })}
        />
        <span>{t.anonymous}</span>
      </label>
    </>
  );
}
