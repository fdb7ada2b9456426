import { client } from '../../../shared/api/client';
import { ifMatch } from '../../../shared/api/concurrency';
import type { paths } from '../../../shared/api/schema.gen';
import type { CaseView } from '../../../shared/api/types';
import { unwrap } from '../../../shared/api/unwrap';
import { zhCN } from '../../../shared/i18n/zh-CN';

const ACTIONS = '/api/v1/cases/{case_id}/actions/';

/** Every action the contract has; one without a dialog does not compile. */
export type CaseVerb = keyof paths extends infer Path
  ? Path extends `/api/v1/cases/{case_id}/actions/${infer Verb}`
    ? Verb
    : never
  : never;

/** Whether this page knows an action the server names; without the dialogs' code. */
export function isCaseVerb(action: string): action is CaseVerb {
  return action in (zhCN.cases.action satisfies Record<CaseVerb, string>);
}

type BodyOf<Path> = Path extends keyof paths
  ? paths[Path] extends { post: { requestBody: { content: { 'application/json': infer Body } } } }
    ? Body
    : never
  : never;

/** What the contract takes for an action. */
export type ActionBody<Verb extends CaseVerb = CaseVerb> =
  BodyOf<`/api/v1/cases/{case_id}/actions/${Verb}`>;

interface ActionRequest {
  verb: CaseVerb;
  /** The case as this person saw it when deciding. */
  seen: Pick<CaseView, 'id' | 'version'>;
  idempotencyKey: { 'Idempotency-Key': string };
  body: ActionBody;
}

/** Performs an action. All of them share parameters and answer; only the bodies differ. */
export function performAction({ verb, seen, idempotencyKey, body }: ActionRequest) {
  return unwrap(
    client.POST(`${ACTIONS}${verb}` as `${typeof ACTIONS}sign`, {
      params: {
        path: { case_id: seen.id },
        header: { ...ifMatch(seen.version), ...idempotencyKey },
      },
      body: body as ActionBody<'sign'>,
    }),
  );
}
