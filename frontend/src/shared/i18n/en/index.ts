import type { zhCN } from '../zh-CN';
import { auth } from './auth';
import { cases } from './cases';
import { app, common, conflict, limits, problem } from './common';
import { enums } from './enums';
import { feedback } from './feedback';
import { centers, departments, people, users } from './org';
import { audit, calendar, rules } from './reference';
import { nav, shell, shortcuts } from './shell';
import { supervision } from './supervision';

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
  limits,
  nav,
  people,
  problem,
  rules,
  shell,
  shortcuts,
  supervision,
  users,
};
