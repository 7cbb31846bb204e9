# Le regole: che cosa sta intorno alle loro risposte.
checker-yes = sì
checker-no = no
checker-none = nessuno
checker-stateless = apolide
checker-not-known = (non noto)
checker-days = { $count ->
    [one] { $shown } giorno
   *[other] { $shown } giorni
}
checker-months = { $count ->
    [one] { $shown } mese
   *[other] { $shown } mesi
}
checker-years = { $count ->
    [one] { $shown } anno
   *[other] { $shown } anni
}

checker-outcome-met = probabilmente sì
checker-outcome-not_met = probabilmente no
checker-outcome-unknown = non si può ancora dire
checker-outcome-refer = decide una persona, non una regola
checker-outcome-not_required = non serve

checker-refer-unconfirmed = Su questo punto la legge non è confermata, o non vale per il giorno chiesto: la risposta spetta a un operatore.
checker-refer-next = Chiedere allo sportello del servizio o a un avvocato. L'aiuto legale può essere gratuito.
checker-as-of = Al { $day }
checker-next = Che cosa fare: { $step }
checker-missing = Per rispondere serve ancora: { $facts }
checker-missing-figures = Non c'è ancora una cifra ufficiale: { $figures }
checker-otherwise-more = Con { $by } in più la risposta sarebbe probabilmente sì ({ $fact }).
checker-otherwise-less = Con { $by } in meno la risposta sarebbe probabilmente sì ({ $fact }).
checker-horizon = Questa risposta cambia da sola il { $day }.
checker-sources = Dove è scritto: { $sources }
checker-unconfirmed = Una parte di questa risposta non è ancora confermata: chiedere a un operatore.
checker-overdue = Questa regola doveva già essere riletta: chiedere a un operatore.
checker-not-advice = Sono informazioni, non un parere legale.

checker-ask-start = Poche domande, una alla volta. Nulla di quello che si scrive viene conservato.
checker-ask-key-why = perché lo chiediamo
checker-ask-key-unknown = non so
checker-ask-key-unsaid = preferisco non dirlo
checker-ask-key-back = torno indietro
checker-ask-key-enough = basta così
checker-ask-number = Domanda { $number }
checker-ask-left = { $count ->
    [one] per quel che si vede ora, al massimo un'altra
   *[other] per quel che si vede ora, al massimo altre { $shown }
}
checker-ask-first = Questa è la prima domanda.
checker-ask-which = Che cosa vuole sapere? Scriva uno o più numeri, oppure una parola da cercare.
checker-ask-not-found = Nessuna domanda della lista dice "{ $typed }". Scriva un'altra parola, o i numeri.
checker-ask-no-such = Qui non c'è il numero { $typed }. Scriva uno o più numeri della lista, separati da spazi.
checker-ask-why = Serve per rispondere a: { $questions }
checker-ask-law = Lo chiede la legge: { $sources }
checker-ask-many = Quanti sono? Scriva 0 se non ce ne sono.
checker-ask-record = { $number } di { $of }
checker-ask-expects-yes-no = sì o no
checker-ask-expects-date = un giorno, per esempio 31/12/2026
checker-ask-expects-money = una somma in euro, per esempio 10.651,68
checker-ask-expects-number = un numero
checker-ask-expects-count = un numero, da 0 a { $most }
checker-ask-expects-country = il nome del Paese o le sue due lettere, per esempio MA
checker-ask-expects-choice = il numero della risposta
checker-ask-expects-choices = i numeri delle risposte, separati da spazi
checker-ask-none = 0 se non c'è
checker-ask-again = Non si capisce: serve { $what }.
checker-ask-nothing = Per rispondere non serve altro.
checker-ask-all-asked = Non c'è altro da chiedere. Quello che non si sa lascia aperta una risposta.
