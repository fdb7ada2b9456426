import type { zhCN } from '../zh-CN';
import { auth } from './auth';
import { cases } from './cases';
import { app, common, conflict, limits, problem } from './common';
import { enums } from './enums';
import { feedback } from './feedback';
import { centers, departments, people, users } from './org';
import { audit, calendar, limitChanges, rules } from './reference';
import { nav, shell, shortcuts } from './shell';

export const en: typeof zhCN = {
  app,
  audit,
  auth,
  calendar,
  cases,
  centers,
  common,
  conflict,
  departments,
  enums,
  feedback,
  limitChanges,
  limits,
  nav,
  people,
  problem,
  rules,
  shell,
  shortcuts,
  users,
};
