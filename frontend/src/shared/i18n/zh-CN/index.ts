import { auth } from './auth';
import { calendar, rules } from './calendar';
import { cases } from './cases';
import { app, common, conflict, limits, problem } from './common';
import { enums } from './enums';
import { feedback } from './feedback';
import { centers, departments, people, users } from './org';
import { nav, shell, shortcuts } from './shell';

export const zhCN = {
  app,
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
  users,
};
