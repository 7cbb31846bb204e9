# Il registro accessi: chi ha visto o fatto che cosa, e quando.
trail-title = Registro accessi
trail-proof-title = Prova di integrità
trail-proof-text = Il registro non si può modificare. La prova rilegge ogni voce e ogni firma e dice se qualcosa è stato alterato; con molte voci può volerci qualche secondo.
trail-proof-button = Verifica il registro
trail-proof-good = { $count ->
    [one] Nessuna alterazione: { $count } voce verificata
   *[other] Nessuna alterazione: { $count } voci verificate
}
trail-proof-bad = Il registro è stato alterato
trail-proof-first = La prima voce che non torna è la n. { $number }
trail-proof-next = Non modificare nulla: avvisa subito il responsabile della protezione dei dati e conserva le copie dei punti di controllo.
trail-back = Torna alle voci
trail-filter-title = Cerca nel registro
trail-person = Riferimento della persona
trail-person-hint = Il codice che sta alla fine dell’indirizzo della sua scheda
trail-account = Utente
trail-day = Giorno
trail-day-hint = Per esempio 23/11/2026
trail-filter = Mostra
trail-all = Tutte le voci
trail-entries = Voci, dalla più recente
trail-pages = Pagine del registro
trail-newest = Più recenti
trail-older = Meno recenti
trail-none = Nessuna voce
trail-none-text = Non c’è nessuna voce che corrisponda. Prova con meno condizioni.
trail-when = Quando
trail-who = Chi
trail-what = Che cosa
trail-about = Persone
trail-outcome = Esito
trail-number = n. { $number }
trail-done = Fatto
trail-refused = Rifiutato
trail-command-line = Riga di comando ({ $name })
trail-and-more = { $count ->
    [one] e un’altra
   *[other] e altre { $count }
}
trail-rows = { $count ->
    [one] { $count } riga
   *[other] { $count } righe
}
trail-error-reference = Questo non è un riferimento: copialo per intero dall’indirizzo della scheda
trail-error-day = Scrivi il giorno come 23/11/2026

trail-purpose-orientation = per orientamento
trail-purpose-in_charge = per presa in carico
trail-purpose-protection = per protezione
trail-purpose-legal_duty = per obbligo di legge
trail-purpose-quality = per controllo di qualità

trail-act-person-seen = Scheda aperta
trail-act-person-named = Nome visto in un elenco
trail-act-person-searched = Ricerca di una persona
trail-act-person-searched_many = Ricerca di molte persone
trail-act-person-created = Persona registrata
trail-act-person-imported = Persone importate
trail-act-person-identity_corrected = Identità corretta
trail-act-person-file_corrected = Scheda corretta
trail-act-person-history_seen = Storia delle modifiche vista
trail-act-person-assigned = Persona affidata
trail-act-contact-recorded = Contatto registrato
trail-act-contact-seen = Contatto aperto
trail-act-contact-listed = Elenco dei contatti visto
trail-act-contact-corrected = Contatto corretto
trail-act-contact-linked = Contatto collegato a una persona
trail-act-contact-unlinked = Contatto scollegato da una persona
trail-act-contact-expired = Contatto anonimo scaduto
trail-act-log_in-password = Password inserita
trail-act-log_in-code = Secondo fattore inserito
trail-act-log_in-begun = Accesso
trail-act-log_in-elevated = Secondo fattore inserito di nuovo
trail-act-log_in-ended = Uscita
trail-act-log_in-ended_everywhere = Uscita da tutti i dispositivi
trail-act-account-invited = Utente invitato
trail-act-account-made_ready = Utente preparato
trail-act-account-changed = Utente modificato
trail-act-account-seen = Utente visto
trail-act-account-listed = Elenco degli utenti visto
trail-act-account-reset_asked = Nuovo inizio chiesto per un utente
trail-act-account-reset_agreed = Nuovo inizio approvato per un utente
trail-act-account-reset_alone = Nuovo inizio dalla riga di comando
trail-act-own_account-seen = Proprio profilo visto
trail-act-own_account-changed = Proprio profilo modificato
trail-act-team-created = Squadra creata
trail-act-team-renamed = Squadra rinominata
trail-act-today-seen = Pagina di oggi vista
trail-act-trail-seen = Registro consultato
trail-act-trail-verified = Registro verificato
trail-act-backup-begun = Copia di sicurezza iniziata
trail-act-backup-proved = Copia di sicurezza provata
trail-act-backup-restored = Copia di sicurezza ripristinata
trail-act-search = Ricerca
trail-act-see = Lettura
trail-act-create = Registrazione
trail-act-correct = Correzione
trail-act-assign = Affidamento
trail-act-import = Importazione
trail-act-administer = Amministrazione
trail-act-verify = Verifica

trail-field-identity = identità
trail-field-person_file = scheda
trail-field-names = nomi
trail-field-sex = sesso
trail-field-birth = data di nascita
trail-field-birth_country = paese di nascita
trail-field-citizenships = cittadinanze
trail-field-identifiers = documenti
trail-field-languages = lingue
trail-field-interpreter = interprete
trail-field-contact_points = telefono ed e-mail
trail-field-address = indirizzo
trail-field-safe_contact = come raggiungerla
trail-field-channel = canale
trail-field-language = lingua
trail-field-themes = temi
trail-field-given = che cosa hai dato
trail-field-minutes = minuti
trail-field-outcome = esito
trail-field-next_step = passo dopo
trail-field-note = nota
trail-field-notice = informativa
trail-field-name = nome
trail-field-tongue = lingua delle pagine
trail-field-password = password
trail-field-unaltered = non alterato
trail-field-altered = alterato
