import { auth } from './auth';
import { cases } from './cases';
import { app, common, conflict, limits, problem } from './common';
import { enums } from './enums';
import { feedback } from './feedback';
import { channels, inbox, substitutions } from './notices';
import { centers, departments, people, users } from './org';
import { audit, calendar, rules } from './reference';
import { nav, shell, shortcuts } from './shell';

export const zhCN = {
  app,
  audit,
  auth,
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
  limits,
  nav,
  people,
  problem,
  rules,
  shell,
  shortcuts,
  substitutions,
  users,
};
