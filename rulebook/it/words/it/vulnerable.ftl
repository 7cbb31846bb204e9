# Persone vulnerabili.
vulnerable-special_reception = Chi chiede asilo può avere un'accoglienza adatta alla sua situazione?
    .short = Accoglienza speciale
vulnerable-special_reception--no_request = Questa accoglienza è per chi ha chiesto asilo e aspetta la decisione.
    .next = Per dormire stanotte o per un posto: guardare le strutture di accoglienza.
vulnerable-special_reception--vulnerable = Probabilmente sì: l'età, la famiglia o la situazione rientrano tra quelle della legge. Il posto lo danno gli enti di accoglienza.
    .next = Dirlo all'operatore dell'accoglienza o allo sportello, con i documenti che ci sono.
vulnerable-special_reception--pregnancy = Probabilmente sì: la gravidanza rientra tra le situazioni della legge. Il posto lo danno gli enti di accoglienza.
    .next = Dirlo all'operatore dell'accoglienza e andare in un consultorio.
vulnerable-special_reception--illness = Probabilmente sì: una malattia grave rientra tra le situazioni della legge. Il posto lo danno gli enti di accoglienza.
    .next = Dirlo all'operatore dell'accoglienza. Basta il certificato, non serve raccontare la malattia.
vulnerable-special_reception--trafficking = Probabilmente sì: chi è forse vittima di tratta rientra tra le situazioni della legge. Ci sono posti protetti.
    .next = Chiamare 800 290 290, gratis, a ogni ora. In pericolo: 112.
vulnerable-special_reception--not_in_this_list = Con queste risposte vale l'accoglienza normale.
    .next = Se qualcosa cambia, dirlo all'operatore dell'accoglienza.
