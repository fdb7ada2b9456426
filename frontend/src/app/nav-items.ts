import type { ParseKeys } from 'i18next';
import type { CaseSearch } from '../features/cases/list/case-search';
import type { Capacity } from '../shared/api/types';

export interface NavItem {
  /** The name the server grants it by. */
  name: string;
  to: string;
  label: ParseKeys;
  /** One list of the page; undefined where the page itself shows none of them. */
  search?: Pick<CaseSearch, 'handed' | 'queue'>;
  /** For whom the list is daily work; without it, for everybody with the page. */
  roles?: Capacity['role'][];
}

/** Those who hand cases between levels, and receive them. */
const handing: Capacity['role'][] = ['dispatcher', 'village_officer'];

interface NavGroup {
  /** None for the desk, which is a place of its own. */
  label?: ParseKeys;
  items: NavItem[];
}

/** Every page that has an entry; which of them a person sees is the server's answer. */
export const navGroups: NavGroup[] = [
  { items: [{ name: 'home', to: '/', label: 'nav.home' }] },
  {
    label: 'nav.group.intake',
    items: [
      { name: 'register', to: '/register', label: 'nav.register' },
      { name: 'visits', to: '/visits', label: 'nav.visits' },
      { name: 'imports', to: '/imports', label: 'nav.imports' },
    ],
  },
  {
    label: 'nav.group.cases',
    items: [
      { name: 'cases', to: '/cases', label: 'nav.allCases', search: { handed: undefined } },
      {
        name: 'cases',
        to: '/cases',
        label: 'nav.handedUp',
        search: { handed: 'up' },
        roles: handing,
      },
      {
        name: 'cases',
        to: '/cases',
        label: 'nav.handedDown',
        search: { handed: 'down' },
        roles: handing,
      },
      {
        name: 'cases',
        to: '/cases',
        label: 'nav.returnedToMe',
        search: { queue: 'returned_to_me' },
        roles: ['dispatcher', 'center_director', 'handler', 'mediator'],
      },
      {
        name: 'cases',
        to: '/cases',
        label: 'nav.ruling',
        search: { queue: 'ruling' },
        roles: ['center_director', 'supervisor', 'leader'],
      },
      { name: 'precedents', to: '/precedents', label: 'nav.precedents' },
      { name: 'exports', to: '/exports', label: 'nav.exports' },
      { name: 'callbacks', to: '/callbacks', label: 'nav.callbacks' },
    ],
  },
  {
    label: 'nav.group.supervision',
    items: [
      { name: 'supervision', to: '/supervision', label: 'nav.orders' },
      { name: 'case_tasks', to: '/case-tasks', label: 'nav.case_tasks' },
      { name: 'late', to: '/late', label: 'nav.late' },
      { name: 'oversight', to: '/oversight', label: 'nav.oversight' },
      { name: 'reconciliations', to: '/reconciliations', label: 'nav.reconciliations' },
      { name: 'questions', to: '/questions', label: 'nav.questions' },
    ],
  },
  {
    label: 'nav.group.mediation',
    items: [
      { name: 'mediations', to: '/mediations', label: 'nav.mediations' },
      { name: 'agreements', to: '/agreements', label: 'nav.agreements' },
      { name: 'mediators', to: '/mediators', label: 'nav.mediators' },
      { name: 'rooms', to: '/rooms', label: 'nav.rooms' },
    ],
  },
  {
    label: 'nav.group.meetings',
    items: [
      { name: 'receptions', to: '/receptions', label: 'nav.receptions' },
      { name: 'receptions', to: '/receptions/promises', label: 'nav.promises' },
      { name: 'review_meetings', to: '/review-meetings', label: 'nav.review_meetings' },
    ],
  },
  {
    label: 'nav.group.stationing',
    items: [
      { name: 'stationing_obligations', to: '/stationing-obligations', label: 'nav.obligations' },
      { name: 'posts', to: '/posts', label: 'nav.posts' },
      { name: 'stationings', to: '/stationings', label: 'nav.stationings' },
      { name: 'leaves', to: '/leaves', label: 'nav.leaves' },
      { name: 'rotation_plans', to: '/rotation-plans', label: 'nav.rotation_plans' },
      { name: 'duty', to: '/duty', label: 'nav.duty' },
      { name: 'duty_stand_ins', to: '/duty-stand-ins', label: 'nav.duty_stand_ins' },
      { name: 'presence', to: '/presence', label: 'nav.presence' },
      { name: 'duty_workstations', to: '/duty-workstations', label: 'nav.duty_workstations' },
      { name: 'shortfalls', to: '/shortfalls', label: 'nav.shortfalls' },
      { name: 'my_duty', to: '/my-duty', label: 'nav.my_duty' },
      { name: 'swap_requests', to: '/swap-requests', label: 'nav.swap_requests' },
    ],
  },
  {
    label: 'nav.group.assessment',
    items: [
      { name: 'assessments', to: '/assessments', label: 'nav.assessments' },
      { name: 'assessment_appeals', to: '/assessment-appeals', label: 'nav.assessment_appeals' },
      { name: 'assessment_schemes', to: '/assessment-schemes', label: 'nav.assessment_schemes' },
      { name: 'assessment_heads', to: '/department-heads', label: 'nav.assessment_heads' },
    ],
  },
  {
    label: 'nav.group.reference',
    items: [
      { name: 'centers', to: '/centers', label: 'nav.centers' },
      { name: 'departments', to: '/departments', label: 'nav.departments' },
      { name: 'calendar', to: '/calendar', label: 'nav.calendar' },
      { name: 'time_limit_rules', to: '/time-limit-rules', label: 'nav.time_limit_rules' },
      { name: 'automation_rules', to: '/automation-rules', label: 'nav.automation_rules' },
      { name: 'document_templates', to: '/document-templates', label: 'nav.document_templates' },
      { name: 'substitutions', to: '/substitutions', label: 'nav.substitutions' },
      { name: 'adapters', to: '/adapters', label: 'nav.adapters' },
      { name: 'devices', to: '/devices', label: 'nav.devices' },
    ],
  },
  {
    label: 'nav.group.analysis',
    items: [
      { name: 'screening', to: '/screening', label: 'nav.screening' },
      { name: 'monthly_report', to: '/monthly-report', label: 'nav.monthly_report' },
      {
        name: 'mediation_statistics',
        to: '/mediation-statistics',
        label: 'nav.mediation_statistics',
      },
      { name: 'burden', to: '/burden', label: 'nav.burden' },
      { name: 'data_fields', to: '/data-fields', label: 'nav.data_fields' },
    ],
  },
  {
    label: 'nav.group.admin',
    items: [
      { name: 'people', to: '/people', label: 'nav.people' },
      { name: 'users', to: '/users', label: 'nav.users' },
      { name: 'audit', to: '/audit', label: 'nav.audit' },
      { name: 'feedback', to: '/feedback', label: 'nav.feedback' },
      { name: 'notice_channels', to: '/notice-channels', label: 'nav.notice_channels' },
      { name: 'applications', to: '/applications', label: 'nav.applications' },
      { name: 'api_settings', to: '/api-settings', label: 'nav.api_settings' },
      { name: 'webhooks', to: '/webhooks', label: 'nav.webhooks' },
    ],
  },
];
