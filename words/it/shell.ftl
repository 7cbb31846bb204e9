# La cornice di ogni pagina.
shell-brand = Approdo
shell-title = { $page } · Approdo
shell-skip = Vai al contenuto
shell-menu = Menu
shell-search-label = Cerca una persona
shell-search-placeholder = Cerca: nome, data, telefono, documento
shell-new-contact = Nuovo contatto
shell-sections = Sezioni
shell-tab-today = Oggi
shell-tab-people = Persone
shell-tab-contacts = Contatti
shell-tab-users = Utenti
shell-tab-trail = Registro
shell-tab-self-test = Autoverifica
shell-language = English
shell-language-label = Lingua delle pagine
shell-log-out = Esci
shell-foot = Informazioni sul servizio
shell-accessibility = Accessibilità

# Bottoni e parole di tutti.
shell-save = Salva
shell-save-next = Salva e prossimo
shell-cancel = Annulla
shell-correct = Correggi
shell-open = Apri
shell-search = Cerca
shell-add = Aggiungi
shell-remove = Togli
shell-back = Torna indietro
shell-to-today = Vai a Oggi
shell-yes = Sì
shell-no = No
shell-unknown = Non lo so
shell-not-recorded = non registrato
shell-not-asked = Non chiesto
shell-draft-here = È la bozza che avevi lasciato.
shell-draft-leave = Ricomincia da capo
shell-saved-at = Salvato alle { $time }.
shell-page-before = Prima
shell-page-after = Dopo

# Quando due persone scrivono insieme.
shell-conflict = Mentre scrivevi, { $who } ha cambiato «{ $field }» alle { $time }
shell-conflict-mine = La tua
shell-conflict-theirs = La sua

# Errori accanto al campo: che cosa non va e che cosa andrebbe.
shell-errors-heading = Ci sono { $count } cose da guardare
shell-error-blank = Qui manca il testo: scrivi qualcosa
shell-error-long = { $most ->
    [one] Qui sta un carattere solo
   *[other] Qui stanno al massimo { $most } caratteri: accorcia il testo
}
shell-error-control = C'è un segno che non si vede: riscrivi il testo a mano
shell-error-date = Non riesco a leggere questa data: scrivila come 3/5/1991, o solo l'anno
shell-error-month = Il mese va da 1 a 12: hai scritto { $typed }
shell-error-day = Questo mese non ha il giorno { $typed }: controlla giorno e mese
shell-error-year = L'anno va dal 1880 al 2200: hai scritto { $typed }
shell-error-choose = Manca la risposta: scegline una

# Quando una pagina non si può dare.
shell-gone-title = Qui non c'è nulla da mostrarti
shell-gone = L'indirizzo può essere sbagliato, o la pagina non è aperta a te. Se ti serve una cartella, chiedi a chi coordina.
shell-large-title = È troppo per una volta
shell-large = Quello che hai mandato è più grande di quanto questa pagina possa prendere. Non è stato salvato nulla: torna indietro, accorcia il testo e riprova.
shell-slow-title = È arrivato troppo lentamente
shell-slow = Quello che hai mandato è arrivato troppo lentamente o si è fermato a metà. Non è stato salvato nulla: torna indietro, controlla la connessione e invialo di nuovo.
shell-bad-title = La richiesta non è arrivata intera
shell-bad = La pagina ha mandato qualcosa che non conosciamo, e non è stato salvato nulla. Torna indietro, ricarica la pagina e riprova.
shell-crossed-title = Ricarica la pagina e riprova
shell-crossed = Non siamo sicuri che la richiesta venga da una tua pagina aperta adesso, e non è stato salvato nulla. Torna indietro, ricarica la pagina e riprova.
shell-full-title = In questo momento non si può salvare nulla
shell-full = Il disco del sistema è pieno o non risponde. Ciò che era già salvato c'è ancora; quello che hai appena chiesto non è stato fatto. Torna indietro: ciò che hai scritto è ancora nella pagina. Lasciala aperta e riprova tra qualche minuto.
shell-full-code = Avvisa chi cura il sistema, con questo codice: { $code }
shell-broken-title = Qualcosa si è rotto da noi
shell-broken = Non è colpa tua. Torna indietro e riprova: se non hai letto «Salvato», non è stato salvato nulla.
shell-broken-code = Se succede ancora, di' a chi cura il sistema questo codice: { $code }
shell-accessibility-title = Accessibilità
shell-accessibility-state = Queste pagine sono fatte per le WCAG 2.2, livello AA: si usano con la tastiera, con un lettore di schermo, ingrandite al 400 per cento e senza script.
shell-accessibility-known = Sono controllate con strumenti automatici e a mano; non ancora da persone che usano ogni giorno un lettore di schermo.
shell-accessibility-tell = Se qualcosa non funziona per te, dillo a chi cura il sistema nella tua città: dicci la pagina e che cosa usi per leggerla.

shell-glass-label = Apertura d'emergenza in corso
shell-glass-left = { $minutes ->
    [one] Apertura d'emergenza: resta { $minutes } minuto.
   *[other] Apertura d'emergenza: restano { $minutes } minuti.
}
shell-glass-seen = Ogni pagina che apri resta annotata e sarà giudicata.
shell-glass-back = Torna alla scheda
shell-glass-close = Chiudi ora
shell-glass-no-print = Durante un'apertura d'emergenza non si stampa.

# Lettere che la tastiera non ha.
shell-letters = Altri alfabeti
shell-letters-window = (si apre in un'altra finestra)
shell-letters-title = Lettere di altri alfabeti
shell-letters-lead = Per scrivere un nome come sta sul documento, quando la tastiera non ha le sue lettere: selezionale, copiale e incollale nel campo.
shell-letters-alphabet = Alfabeto
shell-letters-latin = Come si pronuncia, in lettere latine
shell-letters-hint = Scrivi il nome come suona e scegli fra le proposte, o premi Invio per la prima. Senza scrivere nulla, scegli una lettera alla volta.
shell-letters-into = Si scrive in
shell-letters-all = Lettere
shell-letters-proposed = Proposte
shell-letters-nothing = In questo alfabeto nessuna lettera suona così: scrivine una parte, o cancella e scegli una lettera alla volta.
shell-letters-space = Spazio
shell-letters-back = Cancella l'ultima lettera
shell-letters-close = Chiudi
