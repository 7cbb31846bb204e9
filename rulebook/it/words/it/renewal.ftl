# Chiedere, rinnovare, aspettare.

renewal-term = Quando devo chiedere il rinnovo del permesso?
    .short = Quando chiedere il rinnovo
renewal-term--already_asked = La richiesta è già fatta: adesso si aspetta la risposta.
    .next = Conservare la ricevuta e portarla con il permesso di prima. Se la risposta tarda, guardare la domanda sul tempo per decidere.
renewal-term--no_expiry = Non c'è una data di scadenza: probabilmente non c'è niente da rinnovare adesso.
renewal-term--in_time = C'è ancora tempo: chiedere il rinnovo entro il { $ask_by }.
    .next = Preparare i documenti e il kit postale, o prendere l'appuntamento in questura se il permesso si chiede lì.
renewal-term--late = Il giorno giusto era il { $ask_by }, ma il permesso non è ancora scaduto: il rinnovo si può probabilmente ancora chiedere.
    .next = Chiedere il rinnovo adesso, con il kit postale o in questura, senza aspettare la scadenza del { $permit_expiry }. Un patronato aiuta gratis.
renewal-term--expired = Il permesso è scaduto da poco: il rinnovo si può probabilmente ancora chiedere, ma subito.
    .next = Chiedere il rinnovo prima possibile, entro il { $expulsion_ground_only_after }, con il kit postale o in questura. Un operatore può aiutare oggi stesso. Se il permesso è «UE per soggiornanti di lungo periodo» il diritto resta: si rinnova solo la tessera.
renewal-term--long_expired = Il permesso è scaduto da più tempo: dipende dal motivo del ritardo, dalla famiglia e dagli anni in Italia.
    .next = Parlare subito con un operatore o un avvocato gratuito, prima di andare in questura. Se il permesso è «UE per soggiornanti di lungo periodo» il diritto resta: si rinnova solo la tessera.

renewal-waiting = Mentre aspetto la risposta, posso stare in Italia e lavorare?
    .short = Mentre si aspetta la risposta
renewal-waiting--nothing_asked = Non c'è ancora una richiesta: la domanda non si pone.
    .next = Guardare quando chiedere il permesso o il rinnovo.
renewal-waiting--no_receipt = Senza la ricevuta questo diritto probabilmente non vale ancora.
    .next = Farsi dare la ricevuta dalla posta o dalla questura. Se non la danno, parlare con un operatore.
renewal-waiting--granted = La richiesta è stata accolta: vale il nuovo permesso.
    .next = Ritirare la tessera in questura, nel giorno dell'appuntamento.
renewal-waiting--refused = La richiesta è stata respinta e la risposta è stata consegnata: la ricevuta non vale più.
    .next = C'è un termine per fare ricorso. Parlare subito con un avvocato gratuito e portare la lettera.
renewal-waiting--waiting = Con la ricevuta si può probabilmente stare in Italia e lavorare fino alla risposta, anche se l'ufficio è in ritardo.
    .next = Portare sempre la ricevuta con il permesso di prima. Il datore di lavoro può tenerne una copia.

renewal-decision = Quanto tempo ha la questura per decidere sul permesso?
    .short = Il tempo per decidere
renewal-decision--nothing_asked = Non c'è ancora una richiesta.
renewal-decision--decided = L'ufficio ha già deciso.
renewal-decision--still_in_time = L'ufficio ha tempo fino al { $due_by }.
    .next = Intanto valgono la ricevuta e il permesso di prima.
renewal-decision--out_of_time = L'ufficio doveva decidere entro il { $due_by }: è in ritardo. Il diritto di stare e lavorare con la ricevuta resta.
    .next = Un operatore può scrivere un sollecito. Fatti nuovi, famiglia e anni in Italia si possono far conoscere all'ufficio.

renewal-single_permit = Quanto tempo c'è per il permesso unico lavoro?
    .short = Permesso unico lavoro
renewal-single_permit--nothing_asked = Non c'è una richiesta completa di permesso unico.
renewal-single_permit--decided = L'ufficio ha già deciso.
renewal-single_permit--still_in_time = L'ufficio ha tempo fino al { $due_by }.
    .next = Intanto vale la ricevuta.
renewal-single_permit--out_of_time = L'ufficio doveva decidere entro il { $due_by }: è in ritardo.
    .next = Un operatore può scrivere un sollecito.

fact-single_permit_complete_date = In quale giorno la richiesta di permesso unico lavoro era completa?
    .short = richiesta completa di permesso unico
    .hint = Il giorno in cui è stato consegnato l'ultimo documento chiesto. Se non c'è, scegliere «nessuno».

value-ask_by = Chiedere entro il
value-expulsion_ground_only_after = Il ritardo da solo non è un motivo di espulsione fino al
value-days_since_expiry = Giorni dalla scadenza
value-lawful_stay = Soggiorno regolare
value-may_work = Si può lavorare
value-due_by = L'ufficio decide entro il
value-overdue = Giorni di ritardo dell'ufficio
word-late_but_possible = In ritardo, ma ancora possibile
word-urgent_file_now = Urgente: chiedere adesso
