# La porta: accesso, codice, collegamenti che si mostrano una volta.
access-login-title = Entra
access-login-go = Entra
access-login-again = Ricomincia
access-login-wrong = E-mail e password non corrispondono. Controllale tutte e due e riprova.
access-login-lost = Hai perso la password o il telefono? Chiedi a chi amministra il sistema: in due possono farti ricominciare.
access-login-kept = Per un po' non hai scritto nulla e la sessione è finita. Quello che avevi scritto è al sicuro: entra e lo ritrovi.
access-login-ready = Fatto. Ora entra con la tua e-mail, la password nuova e un codice.
access-login-out = Hai chiuso la sessione.
access-email = E-mail
access-password = Password
access-password-new = Nuova password
access-password-current = Password di adesso
access-password-again = La stessa, ancora una volta
access-password-hint = Almeno 15 caratteri. Tre o quattro parole a caso vanno benissimo.
access-code = Codice
access-code-hint = Le sei cifre che il telefono mostra adesso
access-code-title = Il codice dal telefono
access-code-wrong = Questo codice non va, o è già stato usato. Aspetta il prossimo e riprova.
access-wait-seconds = { $seconds ->
    [one] Troppi tentativi: riprova fra un secondo.
   *[other] Troppi tentativi: riprova fra { $seconds } secondi.
}
access-wait-minutes = { $minutes ->
    [one] Troppi tentativi: riprova fra un minuto.
   *[other] Troppi tentativi: riprova fra { $minutes } minuti.
}
access-elevate-title = Conferma che sei tu
access-elevate-why = Per questo passo serve ancora il codice dal telefono. Vale dieci minuti.
access-elevate-why-either = Per questo passo serve di nuovo la tua chiave di accesso, o il codice dal telefono. Vale dieci minuti.
access-elevate-why-passkey = Per questo passo serve di nuovo la tua chiave di accesso. Vale dieci minuti.
access-elevate-go = Conferma
access-needs-code = Per salvare serve il codice dal telefono: confermalo prima di scrivere.
access-link-invite-title = Ti diamo il benvenuto in Approdo
access-link-invite = Scegli la password e collega il telefono: poi puoi entrare.
access-link-first-title = Il primo amministratore
access-link-first = Nessuno ha ancora un accesso. Il primo amministra il sistema e invita gli altri.
access-link-reset-title = Ricomincia
access-link-reset = Scegli una password nuova e collega di nuovo il telefono. Tutto quello che era aperto è stato chiuso.
access-link-for = Per { $name }, { $email }.
access-link-go = Attiva l'accesso
access-link-gone-title = Questo collegamento non vale più
access-link-gone = È già stato usato, è scaduto, o non è intero. Chiedine uno nuovo a chi te l'ha dato.
access-link-gone-on = Vai all'accesso
access-totp-title = Collega il telefono
access-totp-how = Apri sul telefono un'app per i codici e inquadra il disegno. Poi scrivi qui sotto il codice che mostra.
access-totp-picture = Disegno da inquadrare con l'app dei codici
access-totp-by-hand = Se non puoi inquadrarlo, scrivi a mano questa chiave:

# Chiavi di accesso (passkey): un secondo fattore che una pagina falsa non può farsi dare.
access-second-title = Il secondo fattore
access-passkey-use = Usa la chiave di accesso
access-passkey-or-code = Oppure il codice dal telefono
access-passkey-only = Questo account si apre con la sua chiave di accesso: per quello che può fare, il solo codice dal telefono non basta.
access-passkey-none-title = A questo account serve una chiave di accesso
access-passkey-none = Per quello che questo account può fare, il solo codice dal telefono non basta, e non ha ancora una chiave di accesso. Chiedi un nuovo inizio a due persone che gestiscono il sistema: con il loro collegamento la aggiungi.
access-passkey-script = Una chiave di accesso ha bisogno di JavaScript: attivalo in questo browser e ricarica la pagina.
access-passkey-waits = Segui quello che chiede il browser o il telefono.
access-passkey-failed = Non è stata usata nessuna chiave di accesso. Riprova; se non l’hai con te, usa un altro modo per entrare.
access-passkey-missing = Questo browser non conosce le chiavi di accesso. Usane uno più nuovo, o un altro modo per entrare.
access-passkey-wrong = Questa chiave di accesso non è stata accettata, o è passato troppo tempo. Riprova.
access-passkeys = Chiavi di accesso
access-passkeys-why = Una chiave di accesso (passkey) sta nel telefono, nel computer o in una chiavetta di sicurezza. Una pagina falsa non può fartela dare: è più sicura del codice.
access-passkeys-added = Aggiunta: { $moment }.
access-passkeys-used = Usata l’ultima volta: { $moment }.
access-passkeys-never = Non ancora usata.
access-passkeys-remove = Togli { $name }
access-passkeys-add = Aggiungi una chiave di accesso
access-passkeys-how = Tieni a portata di mano il telefono, il computer o la chiavetta: il browser chiede il suo PIN, il dito o il viso.
access-passkeys-ends = Quando è aggiunta, ogni altro posto in cui sei entrato si chiude.
access-passkeys-name = Come la chiami
access-passkeys-name-hint = Per esempio: telefono, chiavetta nel cassetto
access-passkeys-make = Crea la chiave di accesso
access-passkeys-failed = La chiave di accesso non è stata creata. Riprova, e segui quello che chiede il browser.
access-passkeys-ended = Ogni altro posto in cui eri entrato è chiuso, e i collegamenti in attesa non valgono più.
access-passkeys-not-taken = La chiave di accesso non è stata aggiunta: è passato troppo tempo, o sta già in un account. Riprova.
access-passkeys-too-many = Hai già cinque chiavi di accesso: togline una che non usi più.
access-passkeys-not-here = A questo indirizzo, che è un numero, le chiavi di accesso non funzionano. Chi gestisce il sistema può dargli un nome.
access-passkeys-last-title = Questa chiave di accesso resta
access-passkeys-last = Senza, nulla aprirebbe più questo account. Prima aggiungine un’altra.
access-passkeys-back = Torna al tuo accesso
access-passkeys-first-title = Aggiungi una chiave di accesso
access-passkeys-first = L’account è attivo. Con anche una chiave di accesso (passkey) è più sicuro: una pagina falsa non può fartela dare. Puoi farlo anche più tardi, dal tuo accesso.
access-passkeys-first-must = L’account è attivo, e si apre solo con una chiave di accesso (passkey): aggiungila adesso.
access-passkeys-later = Non ora: entra

# Il proprio accesso.
access-me-title = Il tuo accesso
access-me-language = Lingua delle pagine
access-me-password = Cambia la password
access-me-password-go = Cambia la password
access-me-sessions = Dove sei entrato
access-me-session = Entrato: { $start }. Visto: { $seen }.
access-me-session-this = È questa.
access-me-everywhere = Esci dappertutto
access-me-everywhere-why = Se hai lasciato aperto un altro computer, chiudi tutto da qui. Poi rientri.
access-back-to-page = Torna alla pagina

# Accesso con un fornitore esterno.
access-outside-ways = Altri modi per entrare
access-outside-go = Entra con { $name }
access-outside-nobody-title = Qui non c’è un account per te
access-outside-nobody = { $name } ti conosce, ma nessun account aperto qui è tuo. Se lavori qui, chiedi a chi gestisce il sistema di collegare il tuo account e comunica questo identificativo:
access-outside-gone-title = Questo accesso non è stato completato
access-outside-gone = È passato troppo tempo, è stato annullato o era già stato usato. Non è cambiato nulla: ricomincia.
access-outside-away-title = { $name } non è disponibile
access-outside-away = La risposta non è arrivata, o non era affidabile. Riprova fra un minuto, oppure entra con e-mail e password.
access-outside-wait-title = Un momento
access-outside-again = Torna all’accesso

# Utenti e squadre.
access-users-title = Utenti
access-users-text = Nome o e-mail
access-users-role = Ruolo
access-users-any-role = Tutti i ruoli
access-users-any-state = Tutti gli stati
access-users-show = Mostra
access-users-all = Tutti gli utenti
access-users-count = { $count ->
    [one] Un utente
   *[other] { $count } utenti
}
access-users-here = { $first }–{ $last } di { $count }
access-users-pages = Pagine degli utenti
access-users-none = Nessun utente così
access-users-none-text = Prova con meno lettere, o con un altro ruolo o stato.
access-user-title = Utente
access-name = Nome
access-roles = Ruoli
access-team = Squadra
access-state = Stato
access-state-active = attivo
access-state-invited = invitato
access-state-suspended = sospeso
access-suspended = Non può entrare
access-suspended-hint = Ciò che ha aperto si chiude subito.
access-partner = Ente esterno
access-partner-hint = Solo per chi lavora in un ente esterno.
access-partner-association = Associazione
access-partner-hospital = Ospedale o servizio sanitario
access-partner-law_enforcement = Forze dell'ordine
access-partner-employer_training = Datore di lavoro o formazione
access-partner-lawyer = Avvocato o sportello legale
access-role-desk = Sportello
access-role-case_worker = Assistente sociale
access-role-protected_worker = Assistente per persone protette
access-role-supervisor = Coordinatore
access-role-mediator = Mediatore
access-role-partner_user = Operatore di un ente esterno
access-role-partner_admin = Referente di un ente esterno
access-role-approver = Approva le spese
access-role-payer = Paga
access-role-editor = Redazione della guida
access-role-analyst = Statistiche
access-role-auditor_dpo = Controllo e protezione dei dati
access-role-sysadmin = Amministra il sistema
access-invite-title = Invita una persona
access-invite-why = Riceverà da te un collegamento, che vale tre giorni e una volta sola.
access-invite-go = Crea il collegamento
access-link-shown-title = Il collegamento da consegnare
access-link-shown-invite = Dallo alla persona invitata. Vale fino al { $until }.
access-link-shown-reset = Dallo subito alla persona, a voce o a mano. Vale fino al { $until }.
access-link-shown-once = Lo vedi solo adesso: il sistema non lo conserva.
access-relink = Crea un collegamento nuovo
access-relink-why = Se il collegamento è scaduto o si è perso, quello nuovo lo sostituisce.
access-reset-title = Ricominciare
access-reset-why = Se ha perso la password o il telefono, chiedi che ricominci. Un'altra persona deve essere d'accordo.
access-reset-ask = Chiedi che ricominci
access-reset-agree = Sono d'accordo
access-reset-agree-why = Una collega o un collega chiede che questa persona ricominci. Accertati di persona che sia lei: poi quello che ha aperto si chiude e vedi il collegamento.
access-reset-wait = Lo hai chiesto tu: ora deve essere d'accordo un'altra persona.
access-reset-not-asked = Nelle ultime 24 ore non l'ha chiesto nessuno. Chiedilo tu: poi un'altra persona deve essere d'accordo.
access-reset-not-active = Questo accesso non è attivo: non c'è nulla da ricominciare. Se è sospeso, prima riattivalo; se è invitato, crea un collegamento nuovo.
access-reset-oneself = Per sé non si può chiedere: lo chiede per te un'altra persona che coordina o amministra.
access-teams-title = Squadre
access-team-new = Nuova squadra
access-team-name = Nome della squadra
access-team-rename = Cambia nome

# Errori.
access-error-email = Non è un indirizzo intero: scrivilo come nome@comune.it
access-error-email-taken = Un altro accesso ha già questa e-mail: scrivine un'altra, o cerca quell'accesso fra gli utenti
access-error-partner = Chi lavora in un ente esterno ha il tipo di ente e solo ruoli di ente esterno: togli gli altri ruoli, o il tipo
access-error-oneself = Nessuno cambia i propri diritti: chiedi a chi amministra con te.
access-error-again = Le due password sono diverse: scrivile di nuovo, tutte e due
access-error-current = Non è la password di adesso: riscrivila. Se non la ricordi, chiedi a chi amministra di farti ricominciare
access-error-password-short = Sono meno di 15 caratteri: aggiungi una parola
access-error-password-long = Sono più di 128 caratteri, o c'è un segno che non si vede: accorciala, o riscrivila a mano
access-error-password-common = Questa si indovina presto: scegli parole che non stanno bene insieme
access-error-password-personal = È fatta quasi solo del tuo nome o della tua e-mail: scegli altre parole
access-stale-title = Qualcuno ha salvato prima di te
access-stale-text = Intanto questo è cambiato. Quello che hai scritto è conservato: riapri la pagina, guarda che cosa è cambiato e salva di nuovo.
access-stale-account = Qualcuno ha salvato prima di te. Adesso c'è scritto questo; sotto trovi quello che hai scritto tu.
access-misused-title = Riapri la pagina
access-misused-text = Questo modulo era già stato mandato con altro testo: vale quello, e il nuovo non è stato salvato. Riapri la pagina, guarda e riprova.

access-private-title = Il tuo telefono e il tuo indirizzo
access-private-short = Facoltativo: aiuta a non metterti davanti un parente o un vicino di casa.
access-private-open = Di che si tratta
access-private-why = Nessuno deve occuparsi di un parente, di un vicino o di un ex. Se scrivi qui i tuoi recapiti privati, il servizio se ne accorge da solo quando una persona ha lo stesso telefono, oppure lo stesso cognome allo stesso indirizzo.
access-private-who = Li vedi solo tu. Restano cifrati e si confrontano senza leggerli. Se qualcosa coincide lo verifica chi coordina: a te non viene detto, per non rivelarti chi viene al servizio.
access-private-free = È facoltativo. Puoi toglierli quando vuoi: svuota i campi e salva.
access-private-phones = I tuoi telefoni privati
access-private-phones-hint = Uno per riga, al massimo cinque
access-private-surname = Cognome sulla porta di casa
access-private-surname-hint = Il tuo, o quello di chi vive con te
access-private-address = Via e numero
access-private-address-hint = Per esempio via Roma 12
access-private-error-phones = Scrivi un telefono per riga, al massimo cinque, ognuno con almeno sei cifre.
access-private-error-home = Cognome e indirizzo servono insieme: scrivi anche questo, o togli l'altro.
