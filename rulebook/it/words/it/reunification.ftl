# Far venire i familiari in Italia.

# Reddito.
reunification-income = Il reddito basta per far venire la famiglia in Italia?
    .short = Reddito per il ricongiungimento
reunification-income--protected = Con la protezione non serve un reddito.
    .next = Chiedere il nulla osta sul portale del Ministero dell'Interno.
reunification-income--nobody = Non c'è nessuno da far venire: il reddito non si guarda.
reunification-income--enough = Il Suo reddito probabilmente basta: servono { $required } all'anno.
    .next = Preparare l'ultima dichiarazione dei redditi o le buste paga.
reunification-income--enough_together = Con i familiari che vivono in casa il reddito probabilmente basta: ci sono { $counted } e servono { $required } all'anno.
    .next = Preparare i documenti del reddito di tutti.
reunification-income--too_little = Il reddito probabilmente non basta ancora: servono { $required } all'anno e ci sono { $counted }. Mancano { $missing }.
    .next = Conta anche il reddito dei familiari che vivono in casa. Dipende anche da quanti familiari vengono insieme.

# Familiari.
reunification-relatives = Quali familiari posso far venire?
    .short = Familiari per il ricongiungimento
reunification-relatives--nobody = Non è indicato nessun familiare.
reunification-relatives--all = Probabilmente si può chiedere per tutti. Per ognuno c'è qualcosa da dimostrare.
    .next = Guardare la condizione accanto a ogni familiare e preparare prima quei documenti.
reunification-relatives--some = Probabilmente si può chiedere per alcuni. Per gli altri oggi manca una condizione.
    .next = L'elenco dice per ognuno che cosa manca, o da quale giorno si può chiedere.
reunification-relatives--none_of_them = Oggi probabilmente non si può chiedere per questi familiari.
    .next = L'elenco dice che cosa manca, o da quale giorno si può chiedere.

# Chi chiede.
reunification-sponsor = Posso essere io a chiedere?
    .short = Chi chiede il ricongiungimento
reunification-sponsor--protected = Con la protezione probabilmente si può chiedere subito, senza aspettare.
    .next = Chiedere il nulla osta sul portale del Ministero dell'Interno.
reunification-sponsor--permit_doubtful = Dipende da come è considerato questo permesso: la legge non lo nomina.
    .next = Parlare con un operatore prima di chiedere. Decide lo Sportello unico della prefettura.
reunification-sponsor--permit_not_listed = Con questo permesso probabilmente non si può chiedere il ricongiungimento.
    .next = Chiedere a un operatore se è possibile un altro permesso.
reunification-sponsor--permit_too_short = Il permesso è probabilmente troppo breve: deve valere almeno { $sponsor_permit_term }.
    .next = Con un permesso più lungo si può chiedere di nuovo: parlarne con un operatore prima del rinnovo.
reunification-sponsor--stay_too_short = Per marito o moglie, per un genitore o per un figlio maggiorenne invalido probabilmente si può chiedere dal { $possible_from }.
    .next = Per i figli sotto i { $child_under } anni non bisogna aspettare.
reunification-sponsor--may_ask = Con questo permesso probabilmente si può chiedere.
    .next = Poi guardare il reddito, la casa e i familiari.

# Casa.
reunification-housing = La casa va bene per la famiglia?
    .short = Casa per il ricongiungimento
reunification-housing--protected = Con la protezione non serve dimostrare la casa.
reunification-housing--certificate = Con il certificato del Comune la casa è probabilmente a posto.
    .next = Controllare che il certificato conti tutte le persone che ci vivranno.
reunification-housing--owner_agrees = Per un solo figlio sotto i { $owner_consent_child_under } anni probabilmente basta il consenso del titolare della casa.
    .next = Farsi dare il consenso scritto.
reunification-housing--owner_to_ask = Per un solo figlio sotto i { $owner_consent_child_under } anni basta il consenso del titolare della casa, ma ancora non c'è.
    .next = Chiedere il consenso scritto al titolare, o il certificato al Comune.
reunification-housing--no_certificate = Manca il certificato del Comune sulla casa.
    .next = Chiedere al Comune il certificato di idoneità abitativa.

# Misure della casa.
reunification-living_area = La casa è abbastanza grande?
    .short = Misure della casa
reunification-living_area--large_enough = La casa è probabilmente abbastanza grande per { $people } persone: servono { $area_needed } metri quadri.
    .next = Misura e decide il Comune: chiedere il certificato.
reunification-living_area--too_small = La casa è probabilmente troppo piccola per { $people } persone: servono { $area_needed } metri quadri.
    .next = Chiedere al Comune prima di cercare un'altra casa: misura e decide il Comune.
reunification-living_area--one_room_for_too_many = Una casa di una stanza è prevista per { $one_room_people_at_most } persone al massimo; le persone sarebbero { $people }.
    .next = Chiedere al Comune prima di cercare un'altra casa: misura e decide il Comune.

# Assicurazione.
reunification-insurance = Serve un'assicurazione per i genitori?
    .short = Assicurazione per un genitore
reunification-insurance--protected = Con la protezione non serve un'assicurazione.
reunification-insurance--nobody_over_65 = Non viene nessun genitore di { $parent_over } anni o più: non serve un'assicurazione.
reunification-insurance--insured = L'assicurazione per il genitore è probabilmente a posto.
    .next = Conservare la polizza, o la ricevuta del Servizio sanitario.
reunification-insurance--not_insured = Per un genitore di { $parent_over } anni o più manca l'assicurazione, o l'iscrizione a pagamento al Servizio sanitario.
    .next = Chiedere alla ASL quanto costa l'iscrizione.

# Decisione.
reunification-decision = Quanto tempo ha lo Sportello unico per decidere sul nulla osta per la famiglia?
    .short = Tempo per la decisione
reunification-decision--not_requested = Il nulla osta non è ancora stato chiesto: nessun termine corre.
reunification-decision--decided = L'ufficio ha deciso.
    .next = Se la risposta è no, si può andare al tribunale ordinario. Chiedere presto aiuto legale gratuito.
reunification-decision--out_of_time = L'ufficio è in ritardo: aveva tempo fino al { $due_by }.
    .next = Un operatore o un avvocato può scrivere all'ufficio.
reunification-decision--in_time = L'ufficio è ancora nei tempi: ha tempo fino al { $due_by }.
    .next = Guardare ogni tanto il portale: l'ufficio può chiedere altri documenti.

# Fatti di queste pagine.
fact-owner_consent = Il titolare della casa è d'accordo, per iscritto?
    .short = consenso del titolare della casa
fact-home_area = Quanti metri quadri abitabili ha la casa?
    .short = metri quadri della casa
    .hint = È scritto nel contratto o nella planimetria. Senza cantina e balcone.
fact-home_people = Quante persone vivono oggi nella casa, con Lei?
    .short = persone nella casa
    .hint = Senza contare chi deve ancora arrivare.
fact-home_one_room = È una casa di una sola stanza (monolocale)?
    .short = casa di una stanza

# Valori.
value-required = Serve all'anno
value-counted = Il Suo reddito, con la famiglia in casa
value-missing = Manca
value-relatives = Familiari
    .relation = Familiare
    .outcome = Risposta
    .possible_from = Possibile dal
    .condition = Che cosa serve
value-possible_from = Possibile dal
value-due_by = L'ufficio ha tempo fino al
value-overdue = L'ufficio è in ritardo
value-area_needed = Metri quadri richiesti
value-people = Persone nella casa
value-bedroom_for_one = Camera per una persona, metri quadri
value-bedroom_for_two = Camera per due persone, metri quadri
value-living_room = Soggiorno, metri quadri
value-ceiling_cm = Altezza delle stanze, centimetri

# Parole.
word-met = probabilmente sì
word-not_met = oggi probabilmente no
word-partly = Sì per alcuni
word-spouse = marito o moglie
word-child = figlio o figlia
word-adult_disabled_child = figlio o figlia maggiorenne con invalidità totale
word-mother = madre
word-father = padre
word-spouse_of_age = il marito o la moglie deve essere maggiorenne
word-minor_and_unmarried = il figlio deve essere minorenne e non sposato
word-dependent_for_disability = il figlio deve essere a carico, per un'invalidità totale
word-dependent_alone_or_over_65 = il genitore deve essere a carico e senza altri figli nel Paese, o anziano con altri figli troppo malati per aiutare
word-two_years_of_stay = serve un soggiorno regolare abbastanza lungo
word-marriage_alone = documenti del matrimonio; nessuna separazione, nessun altro coniuge in Italia
word-consent_of_other_parent = consenso dell'altro genitore
word-total_disability = documenti dell'invalidità totale
word-health_insurance = assicurazione sanitaria, o iscrizione a pagamento al Servizio sanitario
word-dependence = documenti che il genitore è a carico
