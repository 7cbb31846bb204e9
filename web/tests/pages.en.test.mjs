// Every staff page in English.

import { everyPage } from './pages.mjs';

everyPage('en');
