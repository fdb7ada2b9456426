import { everyPage } from '../every-page.mjs';

everyPage('en', 1440);
