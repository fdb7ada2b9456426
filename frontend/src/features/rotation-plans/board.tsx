import { useTranslation } from 'react-i18next';
import type { RotationAssignment, RotationBoard } from '../../shared/api/types';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { weekday } from '../../shared/lib/dates';
import { MoveTelling } from './move-result';
import styles from './plans.module.css';
import { useBoardMove } from './use-board-move';

type Day = RotationBoard['days'][number];

interface BoardProps {
  board: RotationBoard;
  /** None where the roster is only looked at. */
  onChange: ((assignment: RotationAssignment) => void) | undefined;
  /** After a turn was given to somebody else. */
  onMoved: () => void;
}

const isRest = ({ kind }: Day) => kind === 'rest' || kind === 'holiday';

/**
 * Days of rest and holidays are grey, and are named to those who do not see that. A Saturday or Sunday
 * that is worked says so (E18): it looks like any other by its name alone.
 */
function DayHead({ days }: { days: Day[] }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  return (
    <>
      {days.map((day) => (
        <th
          key={day.date}
          scope="col"
          className={isRest(day) ? (styles.rest ?? '') : ''}
          data-kind={day.kind}
          title={[enumName('dayKind', day.kind), day.name].filter(Boolean).join(' ')}
        >
          {day.date.slice(8)}
          <span className={styles.soft}>{weekday(day.date)}</span>
          {day.kind === 'make_up' && (
            <strong className={styles.makeUp}>{t('rotation.makeUp')}</strong>
          )}
        </th>
      ))}
    </>
  );
}

/** One row a person: where they are on each day. */
export function PersonBoard({ board, onChange, onMoved }: BoardProps) {
  const { t } = useTranslation();
  const people = board.people.map(({ person }) => person.id);
  const move = useBoardMove({ people, onKept: onMoved });
  const nameOf = (id: string) =>
    board.people.find(({ person }) => person.id === id)?.person.name ?? '';
  const { lifted } = move;
  const posts = new Map(board.posts.map((post) => [post.obligation_id, post]));
  const open = new Map(
    board.posts.map(({ obligation_id, days }) => [
      obligation_id,
      new Set(days.map(({ date }) => date)),
    ]),
  );
  if (board.people.length === 0) return <p>{t('rotation.nobodyRostered')}</p>;
  return (
    <>
      <MoveTelling
        result={move.result}
        error={move.error}
        help={
          lifted
            ? t('rotation.lifted', {
                name: lifted.assignment.person.name,
                from: lifted.assignment.from_on,
                to: nameOf(lifted.over),
              })
            : onChange && t('rotation.moveHelp')
        }
        nameOf={nameOf}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className={styles.frame} aria-label={t('rotation.byPerson')} tabIndex={0}>
        <table className={styles.board}>
          <thead>
            <tr>
              <th scope="row">{t('rotation.person')}</th>
              <DayHead days={board.days} />
            </tr>
          </thead>
          <tbody>
            {board.people.map(({ person, assignments, away_on }) => (
              <tr
                key={person.id}
                data-person-id={person.id}
                className={lifted?.over === person.id ? (styles.over ?? '') : ''}
              >
                <th scope="row" data-record>
                  {person.name}
                </th>
                {board.days.map((day) => {
                  const here = assignments.find(
                    ({ from_on, until_on, obligation_id }) =>
                      from_on <= day.date &&
                      day.date <= until_on &&
                      open.get(obligation_id)?.has(day.date),
                  );
                  const isAway = away_on.includes(day.date);
                  const name = here ? (posts.get(here.obligation_id)?.post.name ?? '') : '';
                  return (
                    <td key={day.date} className={isRest(day) ? (styles.rest ?? '') : ''}>
                      {isAway && <span title={t('leaves.title')}>○</span>}
                      {here && !isAway && (
                        <Mark
                          label={t('rotation.cell', {
                            name,
                            from: here.from_on,
                            until: here.until_on,
                          })}
                          text={`${here.is_locked ? '▣' : '●'}${here.role}`}
                          onPress={
                            onChange &&
                            (() => {
                              if (move.isClick()) onChange(here);
                            })
                          }
                          listeners={move.marks(here)}
                          isLifted={lifted?.assignment.id === here.id}
                        />
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

interface MarkProps {
  label: string;
  text: string;
  onPress: (() => void) | undefined;
  listeners: ReturnType<ReturnType<typeof useBoardMove>['marks']>;
  isLifted: boolean;
}

function Mark({ label, text, onPress, listeners, isLifted }: MarkProps) {
  if (!onPress) return <span title={label}>{text}</span>;
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-pressed={isLifted}
      className={styles.turn}
      onClick={onPress}
      {...listeners}
    >
      {text}
    </button>
  );
}

/** One row a post: how many are there of how many owed. */
export function PostBoard({ board }: { board: RotationBoard }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.frame} aria-label={t('rotation.byPost')} tabIndex={0}>
      <table className={styles.board}>
        <thead>
          <tr>
            <th scope="row">{t('rotation.post')}</th>
            <DayHead days={board.days} />
          </tr>
        </thead>
        <tbody>
          {board.posts.map((row) => (
            <tr key={row.obligation_id}>
              <th scope="row">
                {row.post.name}
                <span className={styles.soft}>{row.center.name}</span>
              </th>
              {board.days.map((day) => {
                const owed = row.days.find(({ date }) => date === day.date);
                return (
                  <td key={day.date} className={isRest(day) ? (styles.rest ?? '') : ''}>
                    {owed && <Covered headcount={row.headcount} missing={owed.missing} />}
                  </td>
                );
              })}
            </tr>
          ))}
          <tr>
            <th scope="row">{t('rotation.coverage')}</th>
            {board.days.map((day) => {
              const owed = board.posts.flatMap((row) =>
                row.days
                  .filter(({ date }) => date === day.date)
                  .map(({ missing }) => ({ missing, headcount: row.headcount })),
              );
              const wanted = owed.reduce((sum, { headcount }) => sum + headcount, 0);
              const missing = owed.reduce((sum, one) => sum + one.missing, 0);
              return (
                <td key={day.date} className={isRest(day) ? (styles.rest ?? '') : ''}>
                  {wanted > 0 && <Covered headcount={wanted} missing={missing} />}
                </td>
              );
            })}
          </tr>
        </tbody>
      </table>
    </section>
  );
}

/** Who is missing is red and has a shape of its own. */
function Covered({ headcount, missing }: { headcount: number; missing: number }) {
  const { t } = useTranslation();
  if (missing === 0) return <span>{headcount}</span>;
  return (
    <strong className={styles.bad} title={t('rotation.short', { count: missing })}>
      ■ {headcount - missing}/{headcount}
    </strong>
  );
}
