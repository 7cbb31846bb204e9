# Lo sportello: il nuovo contatto.
desk-new-title = Nuovo contatto
desk-correct-title = Correggi il contatto
desk-line-channel = Canale
desk-line-language = Lingua
desk-line-themes = Temi
desk-line-given = Hai dato
desk-line-given_note = Che cosa di preciso
desk-line-minutes = Minuti
desk-line-outcome = Esito
desk-line-who = Chi è
desk-line-next_what = Che cosa fare dopo
desk-line-next_by = Entro quando
desk-line-note = Nota
desk-line-notice = Informativa
desk-at-most-three = al massimo tre
desk-not-needed = non serve
desk-other = Altro…
desk-other-f = Altra…
desk-other-language = Altra lingua
desk-other-minutes = Altri minuti, da 1 a 600
desk-theme-number = Tema { $number }
desk-theme-placeholder = due lettere
desk-given-note = Che cosa di preciso
desk-who-placeholder = Senza nome. Scrivi per cercare chi è già qui
desk-who-nobody = Senza nome
desk-add-more = Aggiungi un passo dopo o una nota
desk-note-hint = La legge solo chi può leggere il tema più riservato di questo contatto.
desk-aside = Informativa e tasti
desk-notice-title = Informativa privacy
desk-notice-question = Gliel'hai data?
desk-notice-not-yet = Non ancora
desk-notice-now = Sì, adesso
desk-notice-already = L'aveva già
desk-notice-language = In che lingua
desk-notice-languages = Per ora il testo c'è in italiano e in inglese.
desk-keys-title = Con la tastiera
desk-keys-lines = va alla domanda
desk-keys-letter = lettera
desk-keys-letters = sceglie nella domanda
desk-keys-always = funzionano sempre, anche senza script
desk-keys-save = salva da qualsiasi punto
desk-draft-saved = Bozza salvata
desk-draft-failed = Bozza non salvata: scrivi pure, riproviamo
desk-draft-here = È la bozza che avevi lasciato
desk-draft-waits = C'è una tua bozza con cose riservate: inserisci il codice per riprenderla. Se cominci a scrivere qui sotto, la bozza viene sostituita.

# Errori accanto alla domanda.
desk-error-unknown = Questo nome non è nella lista. Scrivi le prime due lettere e scegli
desk-error-nearest = Questo nome non è nella lista. Forse cercavi { $names }: scegli fra questi
desk-error-several = Più nomi cominciano così: { $names }. Scrivi qualche lettera in più
desk-error-twice = Questo tema c'è già: scegline un altro, o lascia vuoto
desk-error-too-many = Un contatto ha al massimo tre temi: lascia i più importanti
desk-error-reserved = Questo tema è riservato e qui non lo potresti rileggere. Registra un nuovo contatto: lì puoi scriverlo
desk-error-minutes = I minuti vanno da 1 a 600: scrivi un numero intero fra questi
desk-error-past = Questo giorno è passato: scrivi oggi o un giorno che viene
desk-error-next-by = Hai scritto che cosa fare dopo: scrivi anche entro quando
desk-error-next-what = Hai scritto entro quando: scrivi anche che cosa c'è da fare

# Quando due persone correggono insieme.
desk-conflict = Mentre scrivevi, qualcun altro ha corretto questo contatto
desk-conflict-next = Nel modulo c'è il tuo testo. Guarda le differenze, correggi se serve e salva: vale quello che salvi adesso.
desk-conflict-keep-theirs = Lascio il testo dell'altra persona

# Che cosa è stato salvato, in una riga.
desk-said-desk = Allo sportello
desk-said-phone = Telefonata
desk-said-email = E-mail
desk-said-outreach = In strada
desk-said-message = Messaggio
desk-said-partner = Da un partner
desk-said-web = Modulo web
desk-said-hospital = In ospedale
desk-in-language = in { $language }
desk-did-informed = informazione data
desk-did-referred = inviata altrove
desk-did-taken_in_charge = presa in carico
desk-did-booked = appuntamento dato
desk-did-to_finish = da finire
desk-did-nothing = esito da scrivere
desk-no-theme = Tema non scritto
desk-print-notice = Stampa l'informativa
desk-today-so-far = Oggi: { $count }

# Di chi è il contatto.
desk-who-title = Di chi è questo contatto
desk-who-search = Nome, data di nascita, telefono o documento
desk-who-now = Adesso è di
desk-who-found = { $count ->
    [0] Nessuna persona trovata
    [one] Una persona trovata
   *[other] { $count } persone trovate
}
desk-who-none = Con questi dati non c'è nessuno
desk-who-none-next = Prova con meno parole, un'altra grafia o la data di nascita. Se è la prima volta che viene, scrivi una nuova persona.
desk-who-more = Ce ne sono altre: aggiungi una data o un'altra parte del nome.
desk-who-sure = Quasi certamente
desk-who-maybe = Forse
desk-who-this = È { $name }
desk-who-new = Nessuna di queste: nuova persona
desk-who-new-at-once = Nuova persona
desk-who-leave = Lascia senza nome
desk-who-unlink = Non è questa persona: lascia senza nome

# Le liste.
desk-list-title = Contatti
desk-list-today = Contatti di oggi
desk-list-label = Contatti, dal più recente
desk-list-count = { $count ->
    [0] Nessun contatto della tua squadra.
    [one] Un contatto della tua squadra.
   *[other] { $count } contatti della tua squadra.
}
desk-list-day = Giorno
desk-list-go = Vai al giorno
desk-list-day-before = Il giorno prima
desk-list-day-after = Il giorno dopo
desk-list-none-today = Ancora nessun contatto oggi
desk-list-none = Nessun contatto in questo giorno
desk-list-here = { $first }–{ $last } di { $count }
desk-list-pages = Pagine dei contatti
desk-looked-at = Guardato adesso, alle { $time }.
desk-no-team = Non sei ancora in una squadra, e le liste sono della squadra. Chiedi a chi coordina.
desk-minutes = { $count } min
desk-open = Da chiudere
desk-anonymous = Senza nome

# Un contatto.
desk-show-title = Contatto
desk-next-step = Passo dopo
desk-further = Aggiunto da chi legge meno temi
desk-elevate = Apri anche le parti riservate con il codice
desk-diary = Diario
desk-notice-given-on = Data il { $moment }, in { $language }
desk-notice-before = L'aveva già da un contatto precedente
desk-notice-not-given = Non ancora data
desk-notice-no-text = In { $language } il testo non c'è ancora: per ora c'è in italiano e in inglese. Leggilo insieme a chi interpreta.
desk-notice-print-how = Stampa con Ctrl P: esce solo il testo qui sotto.

# Oggi.
desk-good-morning = Buongiorno, { $name }
desk-good-afternoon = Buon pomeriggio, { $name }
desk-good-evening = Buonasera, { $name }
desk-today-count = { $count ->
    [0] Ancora nessun contatto oggi.
    [one] Un contatto oggi.
   *[other] { $count } contatti oggi.
}
desk-today-open = { $count ->
    [one] Uno è da chiudere.
   *[other] { $count } sono da chiudere.
}
desk-today-due = { $count ->
    [one] Un passo è da fare nei prossimi giorni.
   *[other] { $count } passi sono da fare nei prossimi giorni.
}
desk-today-late = { $count ->
    [one] Un passo è in ritardo.
   *[other] { $count } passi sono in ritardo.
}
desk-today-no-desk = Le persone e i contatti non fanno parte del tuo lavoro: qui sopra trovi le tue sezioni.
desk-your-day = La tua giornata
desk-due = Passi da fare
desk-late = tardi
desk-due-today = oggi
desk-days = { $count ->
    [one] giorno
   *[other] giorni
}
desk-all = Tutti
desk-to-finish = Da chiudere
desk-nothing-open = Niente da chiudere.
desk-outcome-missing = manca l'esito
desk-drafts = Bozze
desk-alarms = { $count ->
    [one] Un allarme aspetta di essere guardato
   *[other] { $count } allarmi aspettano di essere guardati
}
desk-alarms-see = Apri gli allarmi
desk-sought = Qualcuno ha cercato una persona che proteggi
desk-sought-lead = Chi ha cercato non l’ha trovata: ha visto la pagina di chi non c’è. Nella pagina della sua sicurezza trovi chi è stato.
desk-sought-one = Ultima ricerca: { $moment }
desk-draft-at = salvata il { $moment }
desk-draft-person = Nuova persona
desk-draft-contact = Correzione di un contatto
desk-draft-file = Scheda di una persona
desk-draft-other = Modulo non finito

# L'informativa da dare.
desk-slip-title = I tuoi dati da noi
desk-slip-who = Il servizio sociale del Comune di { $city } è responsabile dei tuoi dati.
desk-slip-what = Scriviamo perché sei venuto o venuta e che cosa ti abbiamo detto. Il nome lo scriviamo solo se serve o se vuoi tu.
desk-slip-why = Serve ad aiutarti e a non farti raccontare tutto ogni volta: è un compito che la legge dà al Comune.
desk-slip-seen-by = Li legge solo chi ti segue. Ad altri li diamo solo se tu lo sai e c'è un motivo scritto. Ogni lettura resta registrata.
desk-slip-how-long = Se non diciamo chi sei, cancelliamo tutto dopo 90 giorni.
desk-slip-rights = Puoi chiedere di vedere i tuoi dati, correggerli o cancellarli, qui allo sportello. Puoi anche scrivere al responsabile della protezione dei dati del Comune o al Garante per la protezione dei dati personali.
desk-slip-free = Se non vuoi dare dati, ti aiutiamo lo stesso.
