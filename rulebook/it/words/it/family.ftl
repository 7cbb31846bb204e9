# La famiglia in Italia.

family-parent_of_italian_minor = Mio figlio è italiano: posso avere un permesso?
    .short = Genitore di un figlio italiano
family-parent_of_italian_minor--parent = Probabilmente si può avere un permesso per motivi familiari, anche senza un permesso valido.
    .next = Un patronato o un operatore dice se si chiede con il kit postale o in questura. Portare i documenti del figlio. Un operatore può accompagnare.
family-parent_of_italian_minor--deprived = Senza la responsabilità di genitore probabilmente non si può avere questo permesso.
    .next = Chiedere aiuto legale gratuito: forse ci sono altre strade.
family-parent_of_italian_minor--no_italian_child = Questo permesso è per i genitori di un minorenne italiano che vive in Italia.
    .next = Guardare le altre strade per le famiglie.

family-cohesion = Un familiare è già in Italia: il suo permesso può diventare per famiglia?
    .short = Permesso per famiglia a chi è già qui
family-cohesion--no_permit_held = Senza un permesso in passato probabilmente il familiare non può trasformarlo in un permesso per famiglia.
    .next = Chiedere aiuto legale gratuito: forse ci sono altre strade.
family-cohesion--too_late = Probabilmente è tardi: si poteva chiedere fino al { $ask_by }.
    .next = Chiedere aiuto legale gratuito: forse ci sono altre strade.
family-cohesion--relatives = Per questo familiare oggi manca una condizione.
    .next = La pagina sui familiari dice che cosa manca.
family-cohesion--sponsor = Oggi mancano le condizioni di chi chiede per la famiglia.
    .next = Guardare la pagina su chi può chiedere.
family-cohesion--housing = Manca la casa.
    .next = Chiedere al Comune il certificato di idoneità abitativa.
family-cohesion--insurance = Manca l'assicurazione per il genitore.
    .next = Chiedere alla ASL quanto costa l'iscrizione a pagamento.
family-cohesion--income = Manca il reddito.
    .next = La pagina sul reddito dice quanto manca.
family-cohesion--convert = Probabilmente il familiare può avere un permesso per famiglia senza uscire dall'Italia.
    .next = Un patronato o un operatore dice se si chiede con il kit postale o in questura. Meglio non aspettare l'ultimo giorno utile.
family-cohesion--to_look_at = Dipende: un operatore deve guardare la situazione di ogni familiare.
    .next = Parlare con un operatore. Decide la questura.

value-permit = Permesso
value-ask_by = Chiedere entro il
word-famiglia = Motivi familiari
word-famiglia_genitore_minore_italiano = Genitore di un minorenne italiano
