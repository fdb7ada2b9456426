import type { zhCN } from '../zh-CN';
import { auth } from './auth';
import { cases } from './cases';
import { app, common, conflict, limits, problem } from './common';
import { enums } from './enums';
import { feedback } from './feedback';
import { nav, shell, shortcuts } from './shell';

export const en: typeof zhCN = {
  app,
  auth,
  cases,
  common,
  conflict,
  enums,
  feedback,
  limits,
  nav,
  problem,
  shell,
  shortcuts,
};
