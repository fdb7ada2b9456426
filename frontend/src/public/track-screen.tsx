import type { Act, Failure, Tracked } from './api';
import { useSpoken } from './language';
import { Failed, Screen, UnitLines } from './ui';

interface TrackScreenProps {
  tracked: Tracked;
  isSent: boolean;
  failure: Failure | null;
  onAct: (act: Act) => void;
  onRefresh: () => void;
  onAnother: () => void;
}

/** A case in plain words: who, what next and by when, why it waits, what is new. */
export function TrackScreen(props: TrackScreenProps) {
  const { tracked, isSent, failure, onAct, onRefresh, onAnother } = props;
  const { t, at, on } = useSpoken();
  const { next, waiting, outcome } = tracked;
  return (
    <Screen title={tracked.summary}>
      {isSent && (
        <p className="good" role="status">
          {t.sent}
        </p>
      )}
      {tracked.new_count > 0 && <p className="good">{t.newSince(tracked.new_count)}</p>}
      {tracked.last_looked_at && (
        <p className="soft no-print">{t.lastLook(at(tracked.last_looked_at))}</p>
      )}
      <Failed failure={failure} />
      <dl className="facts">
        <div>
          <dt>{t.caseNo}</dt>
          <dd>
            {tracked.case_no}
            {tracked.type_name && <div className="soft">{tracked.type_name}</div>}
          </dd>
        </div>
        {tracked.with && (
          <div>
            <dt>{t.with}</dt>
            <dd>
              <UnitLines unit={tracked.with} />
            </dd>
          </div>
        )}
        {next && (
          <div>
            <dt>{t.nextStep}</dt>
            <dd>
              {next.text}
              {next.by && (
                <div className={next.is_late ? 'late' : undefined}>
                  {next.is_late ? t.late(at(next.by)) : t.by(at(next.by))}
                </div>
              )}
            </dd>
          </div>
        )}
        {waiting && (
          <div>
            <dt>{t.waiting}</dt>
            <dd>
              {waiting.text}
              {waiting.until_on && <div>{t.until(on(waiting.until_on))}</div>}
            </dd>
          </div>
        )}
        {outcome && (
          <div>
            <dt>{t.outcome}</dt>
            <dd>
              <strong>{outcome.text}</strong>
              <div>{outcome.next_door}</div>
              {tracked.reopen_until && <div>{t.reopenUntil(at(tracked.reopen_until))}</div>}
            </dd>
          </div>
        )}
      </dl>
      {tracked.notices.length > 0 && (
        <section>
          <h2>{t.notices}</h2>
          <ul className="cards">
            {tracked.notices.map((notice) => (
              <li key={`${notice.at} ${notice.title}`} className="card">
                <strong>{notice.title}</strong>
                {notice.paragraphs.map((text) => (
                  <p key={text} className="said">
                    {text}
                  </p>
                ))}
                <p className="soft">{at(notice.at)}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {tracked.replies.length > 0 && (
        <section>
          <h2>{t.replies}</h2>
          <ul className="cards">
            {tracked.replies.map((reply) => (
              <li key={`${reply.at} ${reply.text}`} className="card">
                <p className="said">{reply.text}</p>
                <p className="soft">
                  {reply.unit} {at(reply.at)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {tracked.complaints.length > 0 && (
        <section>
          <h2>{t.complaints}</h2>
          <ul className="cards">
            {tracked.complaints.map((complaint) => (
              <li key={complaint.at} className="card">
                <p className="said">{complaint.answer ?? t.complaintOpen}</p>
                <p className="soft">
                  {t.complainedAt} {at(complaint.at)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {tracked.refused_actions.rate === 'public.office_network' && (
        <p className="soft no-print">{t.rateElsewhere}</p>
      )}
      {tracked.allowed_actions.length > 0 && (
        <section className="no-print">
          <h2>{t.doTitle}</h2>
          <div className="ways">
            {tracked.allowed_actions.map((act) => (
              <button type="button" key={act} className="button" onClick={() => onAct(act)}>
                {t.act[act]}
              </button>
            ))}
          </div>
        </section>
      )}
      <section>
        <h2>{t.steps}</h2>
        <ol className="steps">
          {tracked.steps.map((step) => (
            <li key={step.name} className={step.state}>
              <span>
                {step.text}
                <span className="soft"> {t.stepState[step.state]}</span>
              </span>
              {step.at && <span className="soft">{at(step.at)}</span>}
            </li>
          ))}
        </ol>
      </section>
      <section>
        <h2>{t.changes}</h2>
        <ol className="changes">
          {tracked.changes.map((change) => (
            <li key={change.seq}>
              <span className="soft">{at(change.at)}</span>{' '}
              {change.is_new && <strong className="new">{t.isNew}</strong>} {change.text}
            </li>
          ))}
        </ol>
      </section>
      <p className="soft">{t.asOf(at(tracked.as_of))}</p>
      <div className="ways no-print">
        <button type="button" className="button" onClick={onRefresh}>
          {t.refresh}
        </button>
        <button type="button" className="button" onClick={onAnother}>
          {t.another}
        </button>
      </div>
    </Screen>
  );
}
