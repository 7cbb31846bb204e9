# Situazione.
situation-title = Situazione
situation-lead = Che cosa le permette di restare, e che cosa si sa di lavoro, studio, casa, famiglia, soldi e salute. Niente di questo serve per essere aiutata.
situation-all = Tutta la situazione
situation-elevate = Apri anche ciò che è riservato: serve il codice

# Titoli di soggiorno.
situation-titles = Titoli di soggiorno
situation-titles-none = Nessun titolo registrato
situation-titles-none-text = Può restare così: nessuna pagina lo chiede.
situation-title-one = Titolo di soggiorno
situation-title-add = Aggiungi un titolo
situation-title-new = Nuovo titolo di soggiorno
situation-title-lead = Scrivi solo ciò che serve adesso e che sai: tutto il resto può restare vuoto. Dopo 90 giorni che nessuno lo guarda, ciò che riguarda il soggiorno si cancella da solo.
situation-title-open = Correggi o chiudi
situation-title-read = Apri
situation-title-none = Nessun titolo
situation-title-some = Titolo di soggiorno
situation-title-first = Scritto per la prima volta
situation-title_kind = Tipo
situation-title_kind-hint = Lascia vuoto se non è di questo elenco, e scrivilo sotto.
situation-title_basis = Su che cosa si fonda, con parole tue
situation-title_basis-hint = Per esempio: figlia iscritta a scuola, ordinanza del giudice.
situation-title_issued = Rilasciato il
situation-title_expiry = Scade il
situation-date-hint = Giorno, mese e anno; bastano mese e anno, o l'anno.
situation-title_stage = A che punto è
situation-title_stage_on = Da quando è a questo punto
situation-title_stage_on-hint = Per esempio il giorno della richiesta.
situation-title_closing = Chiusura

# Come sta oggi.
situation-valid = Valido
situation-days-left = { $count ->
    [0] Scade oggi
    [one] Scade domani
   *[other] Scade tra { $count } giorni
}
situation-days-over = { $count ->
    [one] Scaduto da ieri
   *[other] Scaduto da { $count } giorni
}
situation-expired = Scaduto
situation-waiting = In attesa
situation-without = Senza titolo
situation-unclear = Non si sa se vale
situation-ended = Finito
situation-mistake = Scritto per sbaglio
situation-issued-on = rilascio: { $day }
situation-expires-on = scadenza: { $day }
situation-stage-on = { $stage }: { $day }
situation-closed-ended = Finito il { $day }
situation-closed-mistake = Scritto per sbaglio; corretto il { $day }

# Chiudere un titolo.
situation-end-title = Chiudere
situation-end-lead = Un titolo chiuso resta nella storia e non conta più.
situation-end-how = Che cosa è successo
situation-end-ended = È finito: revocato, restituito, sostituito
situation-end-mistake = È stato scritto per sbaglio
situation-end-on = Da che giorno
situation-end-words = Perché, se serve
situation-end = Chiudi il titolo
situation-end-back-lead = È chiuso. Se non era vero, torna com'era.
situation-end-back = Riapri il titolo

# Fatti.
situation-facts = Che cosa si sa
situation-facts-none = Ancora niente
situation-facts-none-text = Si scrive solo ciò che serve a quello che chiede.
situation-fact-one = Un fatto
situation-choose = Scrivi un fatto
situation-choose-lead = Apri un gruppo e scegli. Ogni risposta porta il giorno da cui vale e chi lo dice.
situation-group-person = Lingua, residenza, studio
situation-group-stay = Soggiorno e protezione
situation-group-work = Lavoro
situation-group-housing = Casa
situation-group-money = Soldi
situation-group-family = Famiglia
situation-group-health = Salute, solo ciò che chiede la legge
situation-group-protection = Violenza, tratta, sfruttamento (riservato)
situation-answer = Che cosa si sa
situation-unknown = Non si sa più
situation-nothing = Nessuno: si sa che non c'è
situation-value-date = Giorno
situation-value-money = Euro
situation-value-count = Quanti
situation-day-hint = Giorno, mese e anno: 3/5/2026.
situation-money-hint = Per esempio 8.500 o 8500,50.
situation-count-hint = Un numero intero, anche 0.
situation-from = Vale dal
situation-from-hint = Il giorno da cui è così; se non lo sai, oggi.
situation-source = Chi lo dice
situation-since = dal { $day }
situation-before = Detto finora
situation-wrong = Era sbagliato
situation-wrong-why = Perché, se serve
situation-wrong-do = Non conta più
situation-wrong-was = Era sbagliato:
situation-euro = { $euro },{ $cents } €

# Che cosa non va.
situation-error-empty = Scegli un tipo, scrivi su che cosa si fonda, o di' a che punto è
situation-error-order = Scade prima di essere rilasciato: controlla le due date
situation-error-many = Ce ne sono già troppi: chiudi o correggi quelli che ci sono
situation-error-reserved = Questo tipo lo può scrivere solo chi la segue: chiedi a chi coordina
situation-error-stale = Una collega ha cambiato questo titolo adesso: guarda com'è e decidi di nuovo
situation-error-how = Scegli che cosa è successo
situation-error-source = Scegli chi lo dice
situation-error-money = Scrivi solo la cifra, come 8.500 o 8500,50
situation-error-count = Scrivi un numero intero
situation-error-answer = Scegli una risposta, o «Non si sa più»
situation-error-value = Questo valore qui non può stare: controlla la cifra o scegli una risposta

# I fatti, con i nomi delle regole.
situation-fact-italian_level = Livello di italiano
situation-fact-resident_since = Residente dal
situation-fact-student = Studia
situation-fact-born_in_italy = Nata in Italia
situation-fact-italian_ancestry_degree = Grado di discendenza italiana
situation-fact-followed_by_social_service = Seguita dal servizio sociale
situation-fact-in_social_path = In un percorso di inserimento
situation-fact-entry_date = Entrata in Italia il
situation-fact-legal_stay_since = Soggiorno regolare dal
situation-fact-always_resident = Sempre residente
situation-fact-renewal_receipt = Ha la ricevuta del rinnovo
situation-fact-renewal_decision = Esito del rinnovo
situation-fact-former_permit_expiry = Scadenza del permesso precedente
situation-fact-protection = Protezione riconosciuta
situation-fact-asylum_requested = Domanda di protezione registrata il
situation-fact-asylum_formalised = Domanda di protezione formalizzata il
situation-fact-protection_recognised = Protezione riconosciuta il
situation-fact-wants_assisted_return = Vorrebbe tornare con aiuto
situation-fact-earlier_assisted_return = È già tornata una volta con aiuto
situation-fact-employed = Lavora
situation-fact-job_offer = Ha un'offerta di lavoro
situation-fact-job_end = Lavoro finito il
situation-fact-job_end_reason = Perché è finito il lavoro
situation-fact-did_date = Dichiarazione di disponibilità (DID) il
situation-fact-income_support_end = Fine del sostegno al reddito
situation-fact-registered_unemployed = Iscritta come disoccupata
situation-fact-job_search_year_elapsed = Anno di ricerca di lavoro passato
situation-fact-renting = Vive in affitto
situation-fact-housing_certificate = Ha l'idoneità alloggiativa
situation-fact-lives_with_italian_relative = Vive con un parente italiano
situation-fact-income_year = Reddito lordo di un anno
situation-fact-cohabiting_income_year = Reddito dei conviventi in un anno
situation-fact-family_income = Reddito della famiglia
situation-fact-isee = ISEE
situation-fact-indigent = È indigente
situation-fact-means_lacking = Le mancano i mezzi per vivere
situation-fact-pension_in_italy = Ha una pensione italiana
situation-fact-contribution_reason = Motivo del contributo
situation-fact-marriage_date = Sposata il
situation-fact-spouse_is_italian = Il coniuge è italiano
situation-fact-children_in_common = Figli in comune
situation-fact-family_dependants = Persone già a carico
situation-fact-italian_minor_child = Ha un figlio minore italiano
situation-fact-parental_responsibility = Ha la responsabilità genitoriale
situation-fact-nulla_osta_requested = Nulla osta chiesto il
situation-fact-nulla_osta_decision = Nulla osta deciso
situation-fact-health_insurance = Ha un'assicurazione sanitaria
situation-fact-pregnant = È incinta
situation-fact-child_born = Figlio nato il
situation-fact-cares_for_child = Si occupa di un figlio piccolo
situation-fact-care_needed = Cure di cui ha bisogno
situation-fact-serious_illness = Malattia grave certificata
situation-fact-treatable_at_home = Curabile nel suo paese
situation-fact-certified_by_public_doctor = Certificato di un medico pubblico
situation-fact-serious_harm_if_returned = Danno grave se torna
situation-fact-domestic_violence = Violenza domestica
situation-fact-violence_by = Violenza da parte di
situation-fact-danger_present = Il pericolo è presente
situation-fact-emerged_at = Emersa presso
situation-fact-police_complaint = Ha sporto denuncia
situation-fact-followed_by_centre = Seguita da un centro antiviolenza
situation-fact-trafficking_indicators = Indicatori di tratta
situation-fact-reflection_certificate_issued = Attestato di riflessione rilasciato il
situation-fact-exploitation_603bis = Sfruttamento (art. 603-bis)
situation-fact-useful_cooperation = Collaborazione utile
situation-fact-judicial_proposal = Proposta dell'autorità giudiziaria
situation-fact-unaccompanied_minor = Minore non accompagnata

# Le parole degli elenchi.
situation-word-none = Nessuno
situation-word-A1 = A1
situation-word-A2 = A2
situation-word-B1 = B1
situation-word-B2 = B2
situation-word-C1 = C1
situation-word-C2 = C2
situation-word-pending = In attesa
situation-word-granted = Concesso
situation-word-refused = Rifiutato
situation-word-refugee = Rifugiata
situation-word-subsidiary = Sussidiaria
situation-word-special = Speciale
situation-word-temporary = Temporanea
situation-word-dismissal = Licenziamento
situation-word-resignation = Dimissioni
situation-word-contract_end = Fine del contratto
situation-word-economic_hardship = Difficoltà economica
situation-word-health = Salute
situation-word-other = Altro
situation-word-urgent = Urgenti
situation-word-essential = Essenziali
situation-word-continuing = Continuative
situation-word-partner = Partner
situation-word-former_partner = Ex partner
situation-word-relative = Parente
situation-word-social_service = Servizio sociale
situation-word-anti_violence_centre = Centro antiviolenza
situation-word-police = Polizia
situation-word-hospital = Ospedale
