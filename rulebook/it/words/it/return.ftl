# Il ritorno nel proprio Paese.

return-assisted = Posso avere un aiuto per tornare nel mio Paese?
    .short = Ritorno con un aiuto
return-assisted--not_wanted = Questa domanda riguarda solo chi vuole tornare. È una scelta libera.
return-assisted--helped_before = Questo aiuto si può avere una volta sola.
    .next = Parlare con il servizio sociale: a volte ci sono altri modi.
return-assisted--gives_up_permit = Probabilmente sì. Prima di partire il permesso si restituisce: è una scelta importante.
    .next = Parlare prima con un operatore: anche delle pensioni e degli anni di lavoro in Italia. Nell'ultimo progetto conosciuto c'erano { $return_cash } in contanti, e beni e servizi fino a { $return_in_kind_head } per chi parte e { $return_in_kind_each } per ogni familiare a carico. Numero gratuito: 800 004 006.
return-assisted--eu_citizen = Questo aiuto è per chi non è cittadino dell'Unione europea.
    .next = Il servizio sociale o il consolato può aiutare in un altro modo.
return-assisted--open_to_all = Probabilmente sì, anche senza permesso. La questura controlla se ci sono ostacoli.
    .next = Fino alla partenza si può cambiare idea, ma prima di cominciare è bene parlare con uno sportello legale gratuito. Nell'ultimo progetto conosciuto c'erano { $return_cash } in contanti, e beni e servizi fino a { $return_in_kind_head } per chi parte e { $return_in_kind_each } per ogni familiare a carico. Numero gratuito: 800 004 006.

return-sick_person = Che cosa serve per il ritorno di una persona malata?
    .short = Ritorno di una persona malata
return-sick_person--not_wanted = Questa domanda riguarda solo chi vuole tornare. È una scelta libera.
return-sick_person--not_ill = Questa domanda riguarda solo chi ha una malattia grave.
return-sick_person--prepare_together = Dipende dalle cure e da chi aspetta all'arrivo: si prepara insieme, con calma.
    .next = Parlare con il servizio sociale e con il medico. Senza cure sicure all'arrivo è meglio non partire.

return-pension_rights = Se torno per sempre nel mio Paese, perdo la pensione italiana?
    .short = Pensione dopo il ritorno
return-pension_rights--no_contributions = Senza contributi versati in Italia non ci sono diritti di pensione da conservare.
    .next = Nel dubbio, un patronato guarda gratis se ci sono contributi.
return-pension_rights--rights_kept = Probabilmente no: i diritti di pensione restano, anche se tra l'Italia e il Suo Paese non c'è un accordo.
    .next = Prima di partire chiedere a un patronato, gratis, quanto vale la pensione e da quale età. Portare con sé l'estratto dei contributi (INPS).
fact-contributions_in_italy = Ha lavorato in regola in Italia, con contributi INPS?
    .short = contributi in Italia
    .hint = Si vedono nelle buste paga.

return-voluntary_departure = Ho ricevuto l'ordine di lasciare l'Italia: posso chiedere del tempo?
    .short = Tempo per partire
return-voluntary_departure--not_told = Questa domanda riguarda solo chi ha ricevuto un ordine di partire.
return-voluntary_departure--may_be_asked = Si può chiedere un tempo da { $departure_days_least } a { $departure_days_most } per partire in modo autonomo o con un aiuto. Dipende dal prefetto.
    .next = Parlare subito con un avvocato o uno sportello legale gratuito: a volte l'ordine non è giusto e si può fare ricorso.

fact-told_to_leave = Ha ricevuto un ordine scritto di lasciare l'Italia?
    .short = ordine di partire
    .hint = Si può non rispondere. Nessuno viene avvisato.

value-return_cash = In contanti, nell'ultimo progetto conosciuto
value-return_in_kind_head = Beni e servizi per chi parte
value-return_in_kind_each = Beni e servizi per ogni familiare a carico
value-return_check_months = Controllo del piano entro
value-needs = Che cosa serve
value-departure_days_least = Almeno
value-departure_days_most = Al massimo
word-free_will = una scelta libera e informata
word-fit_to_travel = il certificato del medico che il viaggio è possibile
word-escort = una persona che accompagna (se serve)
word-care_at_arrival = la prova che le cure continuano all'arrivo
word-travel_papers = i documenti di viaggio
word-someone_waiting = la famiglia o un servizio che aspetta all'arrivo
