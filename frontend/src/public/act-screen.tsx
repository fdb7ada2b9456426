import { type FormEvent, useId, useState } from 'react';
import {
  type About,
  type Act,
  type Failure,
  type Receipt,
  type Said,
  say,
  type Tracked,
} from './api';
import { useSpoken } from './language';
import type { Texts } from './texts';
import { asFailure, Choice, Failed, Field, Screen } from './ui';
import { useKey } from './use-key';

interface ActScreenProps {
  act: Act;
  /** Whether saying "not solved" has it worked on again. */
  isReopened: boolean;
  receipt: Receipt;
  onBack: () => void;
  onDone: (after: Tracked) => void;
}

type YesNo = 'yes' | 'no';

interface Answers {
  text: string;
  about: About | null;
  solved: YesNo | null;
  fair: YesNo | null;
  window: string;
  visited: string;
}

const abouts: About[] = ['delay', 'attitude', 'result', 'privacy', 'solicited', 'other'];

/** What is sent; none while an answer is missing. */
function said(act: Act, answers: Answers): Said | null {
  const { text, about, solved, fair, window, visited } = answers;
  switch (act) {
    case 'withdraw':
      return { act, text };
    case 'rate':
      return solved && fair
        ? { act, solved: solved === 'yes', fairly_treated: fair === 'yes', text, window, visited }
        : null;
    case 'complain':
      return about && text.trim() ? { act, about, text } : null;
    default:
      return text.trim() ? { act, text } : null;
  }
}

function words(act: Act, t: Texts): { title: string; help: string; label: string } {
  switch (act) {
    case 'comment':
      return { title: t.commentTitle, help: t.commentHelp, label: t.what };
    case 'reopen':
      return { title: t.reopenTitle, help: t.reopenHelp, label: t.what };
    case 'withdraw':
      return { title: t.withdrawTitle, help: t.withdrawHelp, label: t.withdrawReason };
    case 'complain':
      return { title: t.complainTitle, help: t.complainHelp, label: t.what };
    case 'rate':
      return { title: t.rateTitle, help: `${t.rateHelp} ${t.rateOnce}`, label: t.words };
  }
}

/** One thing a citizen says about a case. */
export function ActScreen({ act, isReopened, receipt, onBack, onDone }: ActScreenProps) {
  const { t } = useSpoken();
  const key = useKey();
  const visitedId = useId();
  const [answers, setAnswers] = useState<Answers>({
    text: '',
    about: null,
    solved: null,
    fair: null,
    window: '',
    visited: '',
  });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isMissing, setMissing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { title, help, label } = words(act, t);
  const change = (part: Partial<Answers>) => {
    setMissing(false);
    setAnswers((before) => ({ ...before, ...part }));
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const body = said(act, answers);
    if (!body) {
      setMissing(true);
      return;
    }
    setFailure(null);
    setBusy(true);
    say(receipt, body, key.of({ receipt, body }))
      .then(onDone)
      .catch((error: unknown) => setFailure(asFailure(error)))
      .finally(() => setBusy(false));
  };
  const isOptional = act === 'withdraw' || act === 'rate';
  return (
    <Screen title={title} help={help}>
      <form onSubmit={send} noValidate>
        {act === 'complain' && (
          <Choice
            label={title}
            value={answers.about}
            options={abouts.map((about) => ({ value: about, label: t.about[about] }))}
            onChange={(about) => change({ about })}
          />
        )}
        {act === 'rate' && (
          <>
            <Choice<YesNo>
              label={t.solvedQuestion}
              value={answers.solved}
              options={[
                { value: 'yes', label: t.isSolved },
                { value: 'no', label: t.isNotSolved },
              ]}
              onChange={(solved) => change({ solved })}
            />
            {answers.solved === 'no' && (
              <p role="status">{isReopened ? t.unsolvedReopens : t.unsolvedLate}</p>
            )}
            <Choice<YesNo>
              label={t.fairQuestion}
              value={answers.fair}
              options={[
                { value: 'yes', label: t.isFair },
                { value: 'no', label: t.isNotFair },
              ]}
              onChange={(fair) => change({ fair })}
            />
            <Field
              label={t.windowNo}
              isOptional
              maxLength={20}
              value={answers.window}
              onChange={(window) => change({ window })}
            />
            {answers.window.trim() && (
              <div className="field">
                <label htmlFor={visitedId}>
                  {t.visitedOn}
                  <span className="soft">{t.optional}</span>
                </label>
                <input
                  id={visitedId}
                  type="date"
                  value={answers.visited}
                  onChange={(event) => change({ visited: event.target.value })}
                />
              </div>
            )}
          </>
        )}
        <Field
          label={label}
          isLong
          isOptional={isOptional}
          maxLength={act === 'withdraw' ? 500 : act === 'rate' ? 1000 : 2000}
          value={answers.text}
          onChange={(text) => change({ text })}
        />
        {isMissing && (
          <p className="error" role="alert">
            {t.required}
          </p>
        )}
        <Failed failure={failure} />
        <div className="ways">
          <button
            type="submit"
            className={act === 'withdraw' ? 'button danger' : 'button primary'}
            disabled={isBusy}
          >
            {isBusy ? t.sending : act === 'withdraw' ? t.withdrawConfirm : t.send}
          </button>
          <button type="button" className="button" disabled={isBusy} onClick={onBack}>
            {t.back}
          </button>
        </div>
      </form>
    </Screen>
  );
}
