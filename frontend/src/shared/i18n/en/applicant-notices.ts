import type { zhCN } from '../zh-CN';

export const applicantNotices: typeof zhCN.applicantNotices = {
  title: 'Told to the applicant',
  tell: 'The applicant was told',
  way: 'How',
  state: 'Where it stands',
  until: 'until {{on}}',
  told: 'Told ({{way}}) {{at}} {{who}}',
  bySystem: 'by the system',
  noContact: 'no address is known: tell them by telephone, or print it and hand it over',
  notSent: 'it could not be sent: tell them by telephone, or print it and hand it over',
};
