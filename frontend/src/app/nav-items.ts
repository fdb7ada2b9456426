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
  label: ParseKeys;
  items: NavItem[];
}

/** Every page that has an entry; which of them a person sees is the server's answer. */
export const navGroups: NavGroup[] = [
  {
    label: 'nav.group.work',
    items: [
      { name: 'home', to: '/', label: 'nav.home' },
      { name: 'register', to: '/register', label: 'nav.register' },
      { name: 'cases', to: '/cases', label: 'nav.cases', search: { handed: undefined } },
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
      { name: 'supervision', to: '/supervision', label: 'nav.supervision' },
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
      { name: 'late', to: '/late', label: 'nav.late' },
      { name: 'oversight', to: '/oversight', label: 'nav.oversight' },
      { name: 'visits', to: '/visits', label: 'nav.visits' },
      { name: 'precedents', to: '/precedents', label: 'nav.precedents' },
      { name: 'substitutions', to: '/substitutions', label: 'nav.substitutions' },
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
    ],
  },
];
