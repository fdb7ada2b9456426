import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';

/** What pages tell beside their work, whatever a test is about. */
const told = http.post('*/api/v1/burden', () => HttpResponse.json({ month: '2026-11' }));

/** The network of the tests: empty but for that, each test says what it answers. */
export const server = setupServer(told);
