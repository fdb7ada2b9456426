import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';

/** What pages tell beside their work, whatever a test is about. */
const told = http.post('*/api/v1/burden', () => HttpResponse.json({ month: '2026-11' }));

/** Nothing happens elsewhere while a page is tested: the stream of events is refused. */
const live = http.get('*/api/v1/events/stream', () => HttpResponse.json({}, { status: 403 }));

/** The network of the tests: empty but for that, each test says what it answers. */
export const server = setupServer(told, live);
