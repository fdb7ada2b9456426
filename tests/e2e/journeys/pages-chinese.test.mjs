import { everyPage } from '../every-page.mjs';

everyPage('zh-CN', 360);
