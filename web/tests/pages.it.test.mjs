// Every staff page in Italian.

import { everyPage } from './pages.mjs';

everyPage('it');
