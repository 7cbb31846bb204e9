# La residenza in Comune.

register-entry = Posso avere la residenza in Comune?
    .short = Iscrizione alla residenza
register-entry--eu_citizen = Per i cittadini dell'Unione europea valgono altre regole.
    .next = Chiedere all'anagrafe del Comune.
register-entry--no_lawful_stay = Per la residenza serve un permesso o la ricevuta della richiesta.
    .next = Un operatore può guardare quali strade ci sono per avere un permesso.
register-entry--applicant = Dipende: per chi ha chiesto protezione la legge è cambiata e la pratica non è ancora chiara.
    .next = Il centro di accoglienza o un operatore chiede all'anagrafe.
register-entry--home = Probabilmente sì: la residenza si chiede dove si vive davvero.
    .next = Portare all'anagrafe il permesso o la ricevuta, il passaporto e un documento della casa.
register-entry--centre = Probabilmente sì: dopo più di { $centre_counts_after } il centro di accoglienza vale come casa.
    .next = Il centro può aiutare a fare la domanda all'anagrafe.
register-entry--no_home = Serve un posto dove si vive di solito. In un centro di accoglienza serve un soggiorno di più di { $centre_counts_after }.
    .next = Chi non ha casa può chiedere al servizio sociale: molti Comuni hanno una residenza anche per chi è senza casa.

register-confirmation = Dopo il rinnovo del permesso devo dire qualcosa al Comune?
    .short = Conferma della residenza
register-confirmation--not_registered = Chi non ha la residenza in Italia non deve confermarla.
register-confirmation--eu_citizen = Per i cittadini dell'Unione europea non serve.
register-confirmation--already_confirmed = La conferma è già fatta.
register-confirmation--not_renewed = Questa domanda riguarda chi ha un permesso nuovo.
register-confirmation--in_time = Sì: la casa dove si vive si conferma al Comune entro il { $confirm_by }.
    .next = Portare all'anagrafe il permesso nuovo, o mandarlo in rete.
register-confirmation--late = Il giorno era il { $confirm_by }. Si può fare ancora.
    .next = Andare presto all'anagrafe con il permesso nuovo.

register-kept = La residenza resta, se il permesso è scaduto?
    .short = Residenza con permesso scaduto
register-kept--not_registered = Questa domanda riguarda solo chi ha la residenza in Italia.
register-kept--eu_citizen = Per i cittadini dell'Unione europea valgono altre regole.
register-kept--valid = Sì: il permesso è valido.
register-kept--pending = Sì: mentre si aspetta il rinnovo la residenza resta.
    .next = Mostrare la ricevuta, se il Comune la chiede.
register-kept--six_months = Probabilmente sì, per alcuni mesi dopo la scadenza.
    .next = È bene chiedere subito il rinnovo: mentre si aspetta, la residenza resta.
register-kept--notice_first = Dipende. Prima di togliere la residenza il Comune scrive una lettera e dà { $notice_days } per rispondere.
    .next = Chiedere aiuto a un operatore per il rinnovo e per rispondere alla lettera.

register-fiscal_code = Dove chiedo il codice fiscale?
    .short = Codice fiscale
register-fiscal_code--has_it = Il codice fiscale c'è già.
    .next = Con la residenza si può chiedere la carta d'identità elettronica (CIE) in Comune.
register-fiscal_code--ask_office = Dipende da come si è entrati: lo dà lo Sportello unico, la questura con il permesso, o l'Agenzia delle Entrate.
    .next = Guardare prima se è scritto sul permesso o sulla ricevuta. Se non c'è, andare all'Agenzia delle Entrate con il passaporto e il permesso o la ricevuta, o chiedere a un operatore.

fact-habitual_home = Ha un posto dove vive di solito?
    .short = casa dove si vive
    .hint = Anche da amici o parenti. Un centro di accoglienza si chiede dopo.
fact-centre_since = Da quale giorno vive in un centro di accoglienza?
    .short = nel centro dal
    .hint = Se non vive in un centro, scegliere «nessuno».
fact-home_confirmed = Ha già confermato la casa all'anagrafe dopo il rinnovo?
    .short = casa confermata

value-possible_from = Si può chiedere dal
value-confirm_by = Confermare entro il
value-not_before = La residenza resta almeno fino al
value-notice_days = Tempo per rispondere alla lettera

fact-has_fiscal_code = Ha già il codice fiscale?
    .short = codice fiscale
    .hint = Si trova sulla tessera sanitaria, e spesso sul permesso.
value-offices = Dove si chiede
word-immigration_desk = Sportello unico per l'immigrazione
word-questura = questura
word-tax_office = Agenzia delle Entrate
