import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../shared/api/problem';
import { ProblemAlert } from '../../shared/ui/problem-alert';
import type { MoveResult } from './use-board-move';

interface MoveTellingProps {
  result: MoveResult | null;
  error: unknown;
  /** How turns are moved; while one is, what is being moved. Nothing may shift under the pointer. */
  help: string | undefined;
  nameOf: (personId: string) => string;
}

/** What a move came to, and why it was refused: said aloud as well. */
export function MoveTelling({ result, error, help, nameOf }: MoveTellingProps) {
  const { t } = useTranslation();
  const cost = result ? result.told.cost_after - result.told.cost_before : 0;
  return (
    <div aria-live="polite" className="no-print">
      {help && <p>{help}</p>}
      {Boolean(error) && <ProblemAlert error={error} />}
      {/* Who is not named for the post is refused before any rule is weighed. */}
      {isProblem(error) &&
        (error.errors ?? []).map(({ pointer, detail }) => (
          <p key={pointer} data-testid="move-refusal">
            {detail}
          </p>
        ))}
      {result && (
        <Alert
          type={result.kept ? 'success' : 'error'}
          showIcon
          data-testid="move-result"
          title={t(result.kept ? 'rotation.moved' : 'rotation.moveRefused', {
            from: result.assignment.person.name,
            to: nameOf(result.to),
          })}
          description={
            <>
              {result.told.breaks.map(({ code, text }) => (
                <p key={`${code}${text}`}>{text}</p>
              ))}
              <p>{t('rotation.moveCost', { count: cost })}</p>
            </>
          }
        />
      )}
    </div>
  );
}
