import type { zhCN } from '../zh-CN';
import { applicantNotices } from './applicant-notices';
import { apiSettings, applications } from './applications';
import { assessments } from './assessments';
import { auth } from './auth';
import { automation } from './automation';
import { exports, imports } from './bulk';
import { callbacks } from './callbacks';
import { cases } from './cases';
import { app, common, conflict, limits, problem } from './common';
import { adapters, devices } from './connecting';
import { correspondence } from './correspondence';
import { documents, templates } from './documents';
import { duty, presence, shortfalls, standIns, workstations } from './duty';
import { enums } from './enums';
import { feedback } from './feedback';
import { agreements, mediations, mediators, rooms } from './mediation';
import { meetings, receptions, tasks } from './meetings';
import { channels, inbox, substitutions } from './notices';
import { centers, departments, people, users } from './org';
import { attachments, dossiers } from './papers';
import { questions, reconciliations } from './reconciliations';
import { audit, calendar, limitChanges, procedureRules, rules } from './reference';
import { burden, dataFields, formBasis, reports } from './reports';
import { late, oversight, precedents, rights, routing, visits } from './routing';
import { nav, shell, shortcuts } from './shell';
import {
  dutyCalendar,
  leaves,
  obligations,
  posts,
  qualifications,
  rotation,
  stationings,
} from './stationing';
import { supervision } from './supervision';
import { webhooks } from './webhooks';

export const en: typeof zhCN = {
  app,
  audit,
  auth,
  automation,
  calendar,
  cases,
  centers,
  channels,
  common,
  conflict,
  departments,
  enums,
  feedback,
  inbox,
  limitChanges,
  procedureRules,
  limits,
  nav,
  people,
  problem,
  rules,
  shell,
  shortcuts,
  substitutions,
  supervision,
  users,
  late,
  oversight,
  precedents,
  rights,
  routing,
  visits,
  callbacks,
  burden,
  dataFields,
  reports,

  agreements,
  mediations,
  mediators,
  rooms,
  meetings,
  receptions,
  tasks,
  documents,
  templates,
  attachments,
  dossiers,

  correspondence,

  applicantNotices,
  formBasis,

  leaves,
  obligations,
  posts,
  qualifications,
  duty,
  rotation,
  dutyCalendar,
  standIns,
  presence,
  workstations,
  shortfalls,
  stationings,

  assessments,

  applications,
  apiSettings,
  adapters,
  devices,
  webhooks,
  exports,
  imports,
  questions,
  reconciliations,
};
