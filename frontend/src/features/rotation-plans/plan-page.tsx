import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Progress, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../shared/api/client';
import { ifMatch } from '../../shared/api/concurrency';
import { isMissing } from '../../shared/api/problem';
import type { RotationAssignment, RotationPlan } from '../../shared/api/types';
import { unwrap } from '../../shared/api/unwrap';
import { useEnumName } from '../../shared/i18n/use-enum-name';
import { addMonths, formatInstant } from '../../shared/lib/dates';
import { ActDialog } from '../../shared/ui/act-dialog';
import { FactList } from '../../shared/ui/fact-list';
import { NoticePage } from '../../shared/ui/notice-page';
import { PageHeader } from '../../shared/ui/page-header';
import { codeText } from '../../shared/ui/problem-text';
import { QueryState } from '../../shared/ui/query-state';
import { AddDialog } from './add-dialog';
import { PersonBoard, PostBoard } from './board';
import { ChangeDialog } from './change-dialog';
import { Changes } from './changes';
import { Fairness } from './fairness';
import styles from './plans.module.css';
import {
  boardOptions,
  explanationOptions,
  jobOptions,
  planOptions,
  refreshPlans,
  reloadPlan,
} from './queries';
import { RepairDialog } from './repair-dialog';
import { Shortages } from './shortages';
import { WorkbookButtons } from './workbook-buttons';

const PPM_A_PERCENT = 10_000;

const isNumber = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined;
const percent = (ppm: number) => Number((ppm / PPM_A_PERCENT).toFixed(2));

interface PlanPageProps {
  planId: string;
  month: string | undefined;
  onMonth: (month: string) => void;
}

/** One plan: where it stands, what it costs, and its board month by month. */
export function PlanPage({ planId, month, onMonth }: PlanPageProps) {
  const { t } = useTranslation();
  const query = useQuery(planOptions(planId));
  if (isMissing(query.error) && !query.data) {
    return <NoticePage title={t('problem.notFoundTitle')}>{t('problem.notFound')}</NoticePage>;
  }
  return (
    <QueryState query={query} rows={10}>
      {(plan) => (
        <div className={styles.wall}>
          <PlanHeader plan={plan} />
          {plan.job_id && <Run jobId={plan.job_id} isOpen={plan.state === 'solving'} />}
          {/* On the wall hangs the board alone. */}
          <div className="no-print">
            <PlanFacts plan={plan} />
            {plan.solved_at && (plan.repairs_id || plan.replaces_id) && (
              <Changes planId={plan.id} />
            )}
          </div>
          {plan.solved_at ? (
            <>
              <Board
                plan={plan}
                month={month ?? plan.period.from_on.slice(0, 7)}
                onMonth={onMonth}
              />
              <div className="no-print">
                <Fairness planId={plan.id} />
              </div>
            </>
          ) : (
            <p>{t('rotation.noRoster')}</p>
          )}
        </div>
      )}
    </QueryState>
  );
}

const verbs = ['solve', 'publish'] as const;
type Verb = (typeof verbs)[number];

function PlanHeader({ plan }: { plan: RotationPlan }) {
  const { t } = useTranslation();
  const enumName = useEnumName();
  const queryClient = useQueryClient();
  const [acting, setActing] = useState<Verb | null>(null);
  const [repairing, setRepairing] = useState(false);
  const navigate = useNavigate();
  const refresh = () => void refreshPlans(queryClient);
  return (
    <>
      <PageHeader
        title={plan.name}
        note={
          <span data-testid="plan-state" data-state={plan.state}>
            {enumName('planState', plan.state)} {t('rotation.edition', { count: plan.edition })}
          </span>
        }
        actions={
          <>
            {verbs
              .filter((verb) => plan.allowed_actions.includes(verb))
              .map((verb) => (
                <Button
                  key={verb}
                  type={verb === 'publish' ? 'primary' : 'default'}
                  onClick={() => setActing(verb)}
                >
                  {t(`rotation.${verb}`)}
                </Button>
              ))}
            {plan.allowed_actions.includes('repair') && (
              <Button onClick={() => setRepairing(true)}>{t('rotation.repair')}</Button>
            )}
            {plan.solved_at && <WorkbookButtons plan={plan} onImported={refresh} />}
            {plan.solved_at && (
              <Button onClick={() => globalThis.print()}>{t('rotation.print')}</Button>
            )}
            <Link to="/rotation-plans">{t('rotation.back')}</Link>
          </>
        }
      />
      {acting && (
        <ActDialog<object, RotationPlan, unknown>
          title={t(`rotation.${acting}`)}
          okText={t(`rotation.${acting}`)}
          original={plan}
          describe={(seen) => ({
            [t('rotation.state')]: enumName('planState', seen.state),
            [t('rotation.cost')]: String(seen.objective ?? ''),
          })}
          mine={() => ({})}
          reload={() => reloadPlan(plan.id)}
          isAllowed={(fresh) => fresh.allowed_actions.includes(acting)}
          send={(_, seen) => perform(acting, seen)}
          onDone={refresh}
          onTheirs={refresh}
          onClose={() => setActing(null)}
        >
          <p>{t(acting === 'solve' ? 'rotation.solveHelp' : 'rotation.publishHelp')}</p>
          {acting === 'publish' && plan.repairs_id && <Changes planId={plan.id} />}
        </ActDialog>
      )}
      {repairing && (
        <RepairDialog
          plan={plan}
          onMade={({ plan_id }) => {
            refresh();
            void navigate({
              to: '/rotation-plans/$planId',
              params: { planId: plan_id },
              search: {},
            });
          }}
          onTheirs={refresh}
          onClose={() => setRepairing(false)}
        />
      )}
    </>
  );
}

function perform(verb: Verb, { id, version }: RotationPlan): Promise<unknown> {
  const params = { path: { id }, header: ifMatch(version) };
  return verb === 'solve'
    ? unwrap(client.POST('/api/v1/rotation-plans/{id}/actions/solve', { params }))
    : unwrap(client.POST('/api/v1/rotation-plans/{id}/actions/publish', { params }));
}

/** How far the solver is, with a way to end it, or why it failed; over, the plan is read anew. */
function Run({ jobId, isOpen }: { jobId: string; isOpen: boolean }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data: job } = useQuery(jobOptions(jobId, isOpen));
  const isOver = job !== undefined && job.state !== 'queued' && job.state !== 'running';
  const cancel = useMutation({
    mutationFn: (version: number) =>
      unwrap(
        client.POST('/api/v1/jobs/{id}/actions/cancel', {
          params: { path: { id: jobId }, header: ifMatch(version) },
        }),
      ),
    onSettled: () => refreshPlans(queryClient),
  });
  useEffect(() => {
    if (isOpen && isOver) void refreshPlans(queryClient);
  }, [isOpen, isOver, queryClient]);
  if (!job) return null;
  if (!isOpen) {
    return job.state === 'failed' ? (
      <Alert type="error" showIcon title={codeText(job.refusal)} />
    ) : null;
  }
  return (
    <div role="status">
      <Progress percent={job.progress} />
      <p data-testid="run-figures">
        {[
          isNumber(job.objective) && t('rotation.costOf', { count: job.objective }),
          isNumber(job.bound) && t('rotation.bound', { count: job.bound }),
          isNumber(job.gap_ppm) && t('rotation.gap', { count: percent(job.gap_ppm) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {job.allowed_actions.includes('cancel') && (
        <Button loading={cancel.isPending} onClick={() => cancel.mutate(job.version)}>
          {t('rotation.cancel')}
        </Button>
      )}
    </div>
  );
}

function PlanFacts({ plan }: { plan: RotationPlan }) {
  const { t } = useTranslation();
  const { data: told } = useQuery(explanationOptions(plan.id, Boolean(plan.solved_at)));
  const { period, objective, bound, gap_ppm } = plan;
  return (
    <>
      <FactList
        facts={[
          [t('rotation.center'), plan.center.name],
          [
            t('rotation.period'),
            t('rotation.span', { from: period.from_on, until: period.until_on }),
          ],
          [t('rotation.cost'), isNumber(objective) && t('rotation.costOf', { count: objective })],
          [t('rotation.boundName'), isNumber(bound) && t('rotation.costOf', { count: bound })],
          [
            t('rotation.gapName'),
            isNumber(gap_ppm) && t('rotation.gap', { count: percent(gap_ppm) }),
          ],
          [t('rotation.publishedAt'), plan.published_at && formatInstant(plan.published_at)],
        ]}
      />
      {told && <Shortages shortages={told.shortages} />}
      {told && told.terms.length > 0 && (
        <section aria-labelledby="terms-title">
          <h2 id="terms-title">{t('rotation.term')}</h2>
          <ul className={styles.terms}>
            {told.terms.map(({ code, name, minutes }) => (
              <li key={code}>
                <span>{name}</span>
                <span>{minutes}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface BoardSectionProps {
  plan: RotationPlan;
  month: string;
  onMonth: (month: string) => void;
}

function Board({ plan, month, onMonth }: BoardSectionProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [view, setView] = useState<'person' | 'post'>('post');
  const [changing, setChanging] = useState<RotationAssignment | null>(null);
  const [isAdding, setAdding] = useState(false);
  const query = useQuery(boardOptions(plan.id, month));
  const mayChange = plan.allowed_actions.includes('update');
  const { from_on, until_on } = plan.period;
  return (
    <section aria-labelledby="board-title">
      <h2 id="board-title">{t('rotation.board')}</h2>
      <nav className={styles.months} aria-label={t('rotation.months')}>
        <Button
          disabled={month <= from_on.slice(0, 7)}
          onClick={() => onMonth(addMonths(month, -1))}
        >
          {t('rotation.previous')}
        </Button>
        <strong>{month}</strong>
        <Button
          disabled={month >= until_on.slice(0, 7)}
          onClick={() => onMonth(addMonths(month, 1))}
        >
          {t('rotation.next')}
        </Button>
        <Segmented
          aria-label={t('rotation.board')}
          value={view}
          options={[
            { value: 'post', label: t('rotation.byPost') },
            { value: 'person', label: t('rotation.byPerson') },
          ]}
          onChange={setView}
        />
        {mayChange && <Button onClick={() => setAdding(true)}>{t('rotation.add')}</Button>}
      </nav>
      <p className={styles.printed}>
        {plan.name} {month} {t('rotation.edition', { count: plan.edition })}
      </p>
      <QueryState query={query} rows={12}>
        {(board) =>
          view === 'post' ? (
            <PostBoard board={board} />
          ) : (
            <PersonBoard
              board={board}
              onChange={mayChange ? setChanging : undefined}
              onMoved={() => void refreshPlans(queryClient)}
            />
          )
        }
      </QueryState>
      {changing && (
        <ChangeDialog
          assignment={changing}
          onChanged={() => void refreshPlans(queryClient)}
          onClose={() => setChanging(null)}
        />
      )}
      {isAdding && query.data && (
        <AddDialog
          planId={plan.id}
          posts={query.data.posts}
          onAdded={() => void refreshPlans(queryClient)}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}
