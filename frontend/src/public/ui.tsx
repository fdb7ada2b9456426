import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Failure, type Unit } from './api';
import { useSpoken } from './language';

/** One question: its heading takes the focus, so that a reader begins there. */
export function Screen({
  title,
  help,
  children,
}: {
  title: string;
  help?: string | undefined;
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another screen
  useEffect(() => {
    heading.current?.focus();
    globalThis.scrollTo(0, 0);
  }, [title]);
  return (
    <section className="screen">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {help && <p className="help">{help}</p>}
      {children}
    </section>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isOptional?: boolean;
  isLong?: boolean;
  maxLength?: number;
  error?: string | undefined;
  inputMode?: 'numeric' | 'tel' | 'email' | 'text';
  autoComplete?: string;
}

/** A labelled input with its own error. */
export function Field(props: FieldProps) {
  const { label, value, onChange, isOptional, isLong, error, maxLength, inputMode } = props;
  const { t } = useSpoken();
  const id = useId();
  const shared = {
    id,
    value,
    maxLength,
    inputMode,
    autoComplete: props.autoComplete ?? 'off',
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error ? `${id}-error` : undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isOptional && <span className="soft">{t.optional}</span>}
      </label>
      {isLong ? (
        <textarea {...shared} rows={7} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input {...shared} type="text" onChange={(event) => onChange(event.target.value)} />
      )}
      {error && (
        <p className="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T | null;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
}

/** A question with few answers, each a large target. */
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="option">
          <input
            type="radio"
            name={name}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** What went wrong, in the server's words. */
export function Failed({ failure }: { failure: Failure | null }) {
  const { t } = useSpoken();
  if (!failure) return null;
  const { problem, wait } = failure;
  const details = problem?.errors?.map((field) => field.detail).filter(Boolean) ?? [];
  return (
    <div className="failed" role="alert">
      <strong>{t.failed}</strong>
      <p>
        {problem ? [problem.title, ...details].filter(Boolean).join(' · ') : t.offline}
        {wait > 0 && ` ${t.waitSeconds(wait)}`}
      </p>
    </div>
  );
}

/** A unit as a door to knock at. */
export function UnitLines({ unit }: { unit: Unit }) {
  const { t } = useSpoken();
  return (
    <>
      <strong>{unit.name}</strong>
      {unit.address && (
        <div>
          {t.addressOf}: {unit.address}
        </div>
      )}
      {unit.opening_hours && (
        <div>
          {t.hours}: {unit.opening_hours}
        </div>
      )}
      {unit.phone && (
        <div>
          {t.phoneOf}: <a href={`tel:${unit.phone}`}>{unit.phone}</a>
        </div>
      )}
    </>
  );
}

/** Anything thrown, as a failure that can be shown. */
export function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(null);
}
