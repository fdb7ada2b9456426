import type {
  Attachment,
  CaseClock,
  CaseEvent,
  CaseParty,
  CaseSummary,
  CaseView,
  Department,
  Dossier,
  Me,
  Problem,
  ProblemCode,
  Routing,
  SignIn,
} from '../shared/api/types';

const AT = '2026-11-20T01:30:00Z';

export function me(over: Partial<Me> = {}): Me {
  return {
    person: { id: 'p-1', name: '李雪梅' },
    user: { id: 'u-1', username: 'lixuemei', must_change_password: false, has_otp: false },
    capacities: [
      {
        id: 'cap-1',
        role: 'dispatcher',
        role_name: '分流岗',
        department: null,
        region: null,
        center: { id: 'c-1', name: '演示县综治中心' },
        substitute_for: null,
      },
    ],
    acting_capacity_id: 'cap-1',
    nav: ['home', 'register', 'cases', 'departments', 'centers', 'calendar', 'feedback'],
    queues: {
      mine: 0,
      department: 0,
      following: 0,
      overdue: 0,
      unassigned: 0,
      returned: 0,
      returned_to_me: 0,
      ruling: 0,
    },
    ...over,
  };
}

export function signIn(over: Partial<SignIn> = {}): SignIn {
  return { access_token: 'token-1', token_type: 'Bearer', expires_in: 900, me: me(), ...over };
}

export function caseSummary(over: Partial<CaseSummary> = {}): CaseSummary {
  return {
    id: 'case-1',
    case_no: '330281-20261120-000001',
    title: '楼上漏水协商不成',
    status: 'dispatched',
    level: 'ordinary',
    type_code: '0101',
    channel: 'walk_in',
    people_count: null,
    region: { id: 'r-1', code: '330281101', name: '东山街道' },
    owner: {
      kind: 'department',
      kind_name: '承办单位',
      department_id: 'd-1',
      department_name: '住建局',
      since: AT,
    },
    registered_at: AT,
    due_at: '2026-11-25T09:00:00Z',
    lamp: 'yellow',
    lead_department: { id: 'd-1', name: '住建局' },
    clock_kind: 'sign',
    time_left: { working_days: 1, days: 2, overdue_days: 0, text: '剩 1 个工作日' },
    is_ping_pong: false,
    restriction: null,
    version: 3,
    created_at: AT,
    updated_at: AT,
    ...over,
  };
}

export function caseParty(over: Partial<CaseParty> = {}): CaseParty {
  return {
    id: 'party-1',
    party_no: 1,
    role: 'applicant',
    kind: 'person',
    name: '王*',
    id_type: null,
    id_number: null,
    phone: '138****1234',
    address: null,
    gender: null,
    ethnicity: null,
    age: null,
    occupation: null,
    represents_party_no: null,
    revealable: ['name', 'phone'],
    ...over,
  };
}

export function caseClock(over: Partial<CaseClock> = {}): CaseClock {
  return {
    id: 'clock-1',
    kind: 'sign',
    kind_name: '签收时限',
    rule_id: 'rule-1',
    referral_id: null,
    started_at: AT,
    due_at: '2026-11-25T09:00:00Z',
    finished_at: null,
    stop_reason: null,
    extended_by: 0,
    procedure: null,
    source: '本系统自编',
    state: 'running',
    used_share: 0.85,
    lamp: 'yellow',
    time_left: { working_days: 1, days: 2, overdue_days: 0, text: '剩 1 个工作日' },
    ...over,
  };
}

export function caseView(over: Partial<CaseView> = {}): CaseView {
  return {
    id: 'case-1',
    case_no: '330281-20261120-000001',
    status: 'dispatched',
    title: '楼上漏水协商不成',
    narrative: '三楼漏水到二楼，多次协商未果。',
    demand: '修复并赔偿',
    type_code: '0101',
    scale_code: null,
    level: 'ordinary',
    channel: 'walk_in',
    source: null,
    occurred_on: null,
    known_at: null,
    place: {
      region: { id: 'r-1', code: '330281101', name: '东山街道' },
      address: null,
      lng: null,
      lat: null,
    },
    people_count: null,
    amount_fen: null,
    willing_to_mediate: null,
    beside: ['keep_parties', 'write_note', 'read_notes', 'reply'],
    anonymous: false,
    parties: [caseParty()],
    first_contact: null,
    center: { id: 'c-1', name: '演示县综治中心' },
    owner: {
      kind: 'department',
      kind_name: '承办单位',
      department_id: 'd-1',
      department_name: '住建局',
      since: AT,
    },
    lead_department: { id: 'd-1', name: '住建局' },
    assist_departments: [],
    referrals: [],
    clocks: [caseClock()],
    suspension: null,
    own_stop_days_left: null,
    suspension_request: null,
    extension: null,
    charge: null,
    restriction: null,
    handed: null,
    merged_into_id: null,
    split_from_id: null,
    registered_at: AT,
    resolved_at: null,
    closed_at: null,
    outcome: null,
    method_code: null,
    summary: null,
    return_count: 0,
    is_ruled: false,
    is_ping_pong: false,
    ping_pong: [],
    version: 3,
    created_at: AT,
    updated_at: AT,
    allowed_actions: ['sign'],
    refused_actions: {},
    refusals: {},
    last_event_hash: 'ab12',
    ...over,
  };
}

export function caseEvent(over: Partial<CaseEvent> = {}): CaseEvent {
  return {
    id: 'event-1',
    seq: 1,
    kind: 'registered',
    kind_name: '登记受理',
    actor: { person_id: 'p-2', name: '赵敏' },
    capacity: {
      role: 'clerk',
      role_name: '综合窗口人员',
      department_id: null,
      department_name: null,
    },
    at: AT,
    recorded_at: AT,
    data: {},
    sentence: '赵敏登记了本案。',
    prev_hash: '00',
    hash: 'ab12',
    ...over,
  };
}

export function problem(status: number, code: ProblemCode, over: Partial<Problem> = {}): Problem {
  return {
    type: `/problems/${code}`,
    title: code,
    status,
    detail: code,
    instance: '/',
    code,
    request_id: 'req-1',
    errors: [],
    ...over,
  };
}

export function department(over: Partial<Department> = {}): Department {
  return {
    id: 'd-1',
    name: '住建局',
    region_id: 'r-0',
    region_code: '330281',
    region_name: '清和县',
    level: 'county',
    parent_id: null,
    parent_name: null,
    phone: '111',
    is_center_office: false,
    is_active: true,
    case_type_codes: [],
    created_at: AT,
    updated_at: AT,
    version: 1,
    allowed_actions: ['update'],
    refused_actions: {},
    ...over,
  };
}

/** Nothing to suggest, unless said otherwise. */
export function routing(result: Partial<Routing['result']> = {}): Routing {
  return {
    as_of: AT,
    inputs: {
      type_code: '0101',
      type_name: '恋爱及婚姻',
      region: { id: 'r-1', code: '330281101', name: '东山街道' },
      willing_to_mediate: null,
      duty_lists: [],
      precedents: [],
      returns: [],
      fallback_department: null,
      case_version: 3,
    },
    steps: [{ number: 1, code: 'in_reach', text: '管辖案件所在区划且在用的单位有 3 个' }],
    result: {
      sentence: '没有可建议的单位',
      suggested_department: null,
      is_fallback: false,
      candidates: [],
      door: null,
      ...result,
    },
  };
}

export function attachment(over: Partial<Attachment> = {}): Attachment {
  return {
    id: 'att-1',
    case_id: 'case-1',
    state: 'kept',
    file_name: '调解记录.pdf',
    size_bytes: 2048,
    media_type: 'application/pdf',
    sha256: 'ab'.repeat(32),
    scan: 'clean',
    is_identity: false,
    document_code: '07',
    has_thumbnail: false,
    is_shown: true,
    added_by: { id: 'p-1', name: '李雪梅' },
    upload: null,
    kept_at: AT,
    removed_at: null,
    remove_reason: null,
    created_at: AT,
    updated_at: AT,
    version: 2,
    allowed_actions: ['open', 'file', 'remove'],
    refused_actions: {},
    ...over,
  };
}

export function dossier(over: Partial<Dossier> = {}): Dossier {
  return {
    id: 'case-1',
    case_no: '330281-20261120-000001',
    title: '楼上漏水协商不成',
    volume: { code: 'people_mediation', version: 1, name: '人民调解卷宗', source: '卷内目录' },
    front: [],
    documents: [
      {
        code: '07',
        name: '人民调解记录',
        is_required: true,
        is_identity: false,
        is_filled: false,
        items: [],
        hidden: 0,
      },
    ],
    unfiled: [],
    missing: [{ code: '07', name: '人民调解记录' }],
    is_complete: false,
    is_seal_required: true,
    seal: null,
    retention: null,
    created_at: AT,
    updated_at: AT,
    version: 9,
    allowed_actions: ['attach', 'export'],
    refused_actions: { seal: 'dossier.incomplete' },
    ...over,
  };
}
