import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { session } from '../shared/api/session';
import { changeLanguage, initI18n } from '../shared/i18n/i18n';
import { server } from './server';

configure({ asyncUtilTimeout: 5_000 });

beforeAll(async () => {
  server.listen({ onUnhandledRequest: 'error' });
  await initI18n();
});

afterEach(async () => {
  cleanup();
  server.resetHandlers();
  session.end('person');
  localStorage.clear();
  sessionStorage.clear();
  await changeLanguage('zh-CN');
});

afterAll(() => server.close());
