# I contributi del Comune.

contribution-publication = Il contributo va pubblicato, e con quale nome?
    .short = Pubblicazione del contributo
contribution-publication--not_published = Quest'anno i contributi sono { $year_total } in tutto, fino al limite di { $publication_above }: non si pubblicano.
contribution-publication--reason_missing = Quest'anno i contributi sono { $year_total } in tutto e si pubblicano. Il motivo non è scritto: non si sa se il nome va nascosto.
    .next = Scrivere il motivo del contributo. Nel dubbio il nome non si pubblica.
contribution-publication--published_with_name = Quest'anno i contributi sono { $year_total } in tutto: si pubblicano, con il nome.
    .next = Controllare prima che dal titolo della misura non si capiscano salute o disagio. Il contributo ha effetto dopo la pubblicazione.
contribution-publication--published_without_name = Quest'anno i contributi sono { $year_total } in tutto: si pubblicano, senza il nome.
    .next = Il nome non sta nemmeno nel file e nei suoi dati nascosti. Il contributo ha effetto dopo la pubblicazione.

contribution-decision = Entro quando il Comune decide sulla domanda di contributo?
    .short = Tempo per la decisione
contribution-decision--not_asked = Non c'è nessuna domanda di contributo.
contribution-decision--decided = Il Comune ha già deciso.
    .next = Nella decisione sono scritti i motivi, e come e entro quando si può fare ricorso.
contribution-decision--out_of_time = Il tempo per decidere è finito il { $due_by }.
    .next = Si può scrivere all'ufficio e chiedere la risposta. Un operatore aiuta.
contribution-decision--answer_now = L'ufficio pensa di dire di no e ha scritto perché. Si può rispondere fino al { $answer_by }.
    .next = Scrivere una risposta con i documenti che mancano. Un operatore aiuta.
contribution-decision--in_time = Il Comune decide entro il { $due_by }, se il suo regolamento non dice altro.

contribution-criteria = Il contributo segue criteri pubblicati?
    .short = Criteri del contributo
contribution-criteria--not_published = I criteri non sono pubblicati: prima di dare il contributo si fissano e si pubblicano.
    .next = Chiedere al responsabile dove è pubblicato il regolamento.
contribution-criteria--not_shown = I criteri sono pubblicati, ma la proposta non mostra che sono stati seguiti.
    .next = Scrivere nella proposta quali criteri valgono e perché sono rispettati.
contribution-criteria--criteria_followed = I criteri sono pubblicati e la proposta mostra che sono stati seguiti.

contribution-procedure = Tutti i passi del contributo sono fatti?
    .short = Passi del contributo
contribution-procedure--no_officer = Manca il responsabile del procedimento.
    .next = Il dirigente dell'ufficio lo nomina e il nome si comunica alla persona.
contribution-procedure--no_checks = Mancano i controlli: ISEE, residenza, permesso, dichiarazioni della persona.
    .next = Il responsabile del procedimento fa i controlli prima della proposta.
contribution-procedure--no_assessment = Dipende dal regolamento del Comune: di solito prima della proposta serve la valutazione dell'assistente sociale.
    .next = Chiedere all'assistente sociale del servizio la valutazione, o al segretario comunale se serve.
contribution-procedure--same_person = Dipende: di solito chi decide è una persona diversa da chi propone. La regola è da verificare.
    .next = Chiedere al segretario comunale chi firma la decisione.
contribution-procedure--no_visa = Dipende: di solito la decisione ha effetto con il visto contabile. La regola è da verificare.
    .next = Chiedere il visto alla ragioneria del Comune.
contribution-procedure--steps_taken = Da queste risposte i passi ci sono tutti.
    .next = Guardare se il contributo va pubblicato, poi fare l'ordine di pagamento.
contribution-inps_register = Il contributo va mandato al registro dell'INPS (SIUSS)?
    .short = Invio all'INPS
contribution-inps_register--nothing_paid = Non c'è nessun contributo da mandare.
contribution-inps_register--to_send = Sì: ogni contributo sociale si manda al registro dell'INPS (SIUSS), con la valutazione se c'è.
    .next = L'ufficio dei servizi sociali fa l'invio; nel dubbio chiede a chi tiene il collegamento con l'INPS.

fact-contribution_asked = In quale giorno è stata fatta la domanda di contributo?
    .short = giorno della domanda
    .hint = È sulla ricevuta o nel protocollo. Se non c'è, scegliere «nessuno».
fact-contribution_decided = Il Comune ha già deciso?
    .short = decisione presa
fact-refusal_notice = In quale giorno è arrivata la lettera con i motivi per dire di no?
    .short = avviso dei motivi
    .hint = È una lettera prima della decisione. Se non è arrivata, scegliere «nessuno».
fact-refusal_answered = In quale giorno è stata mandata la risposta a questa lettera?
    .short = risposta all'avviso
    .hint = Se non c'è risposta, scegliere «nessuno».
fact-criteria_published = I criteri per questo contributo sono pubblicati?
    .short = criteri pubblicati
fact-criteria_shown = La proposta mostra che i criteri sono stati seguiti?
    .short = criteri mostrati nella proposta

fact-responsible_officer = C'è un responsabile del procedimento?
    .short = responsabile del procedimento
fact-checks_made = I controlli sono fatti (ISEE, residenza, permesso, dichiarazioni)?
    .short = controlli fatti
fact-assessment_made = C'è la valutazione dell'assistente sociale?
    .short = valutazione fatta
fact-decided_by_another = Decide una persona diversa da chi propone?
    .short = decide un'altra persona
fact-accounting_visa = C'è il visto contabile?
    .short = visto contabile

value-year_total = Totale dell'anno
value-publish = Si pubblica
value-publish_name = Si pubblica il nome
value-due_by = Decisione entro il
value-overdue = Fuori tempo
value-answer_by = Rispondere entro il
