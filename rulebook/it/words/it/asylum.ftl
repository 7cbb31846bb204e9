# La richiesta di asilo.

asylum-may_work = Ho chiesto asilo: da quando posso lavorare?
    .short = Lavorare con la richiesta di asilo
asylum-may_work--no_request = Non c'è una richiesta di asilo: la domanda non si pone.
asylum-may_work--old_regime_open = Si può probabilmente lavorare dal { $from }, finché la richiesta è aperta.
    .next = Portare il permesso al datore di lavoro e al centro per l'impiego.
asylum-may_work--old_regime_wait = Si può probabilmente lavorare dal { $from }, se per quel giorno la richiesta è ancora aperta.
    .next = Intanto ci sono i corsi di italiano e di formazione.
asylum-may_work--formalised_open = Si può probabilmente lavorare, se la richiesta è ancora aperta e il ritardo non dipende da chi l'ha fatta.
    .next = Portare il documento al datore di lavoro e al centro per l'impiego. Se non lo accettano, parlare con un operatore.
asylum-may_work--registered_open = Si può probabilmente già lavorare con il documento della registrazione, se la richiesta è ancora aperta e il ritardo non dipende da chi l'ha fatta.
    .next = La regola è nuova e va confermata: chiedere a un operatore prima di firmare un contratto.
asylum-may_work--wait = Bisogna ancora aspettare: il tempo per lavorare non è ancora cominciato.
    .next = Intanto ci sono i corsi di italiano e di formazione. Conservare i documenti con le date.
asylum-may_work--not_formalised = Il tempo si conta dalla formalizzazione, e questa non c'è ancora: dipende da quando la questura la fa.
    .next = Parlare con un operatore per avere l'appuntamento in questura.

asylum-document = Fino a quando vale il documento di chi ha chiesto asilo?
    .short = Il documento di chi chiede asilo
asylum-document--no_request = Non c'è una richiesta di asilo: la domanda non si pone.
asylum-document--former_permit = Per questa richiesta vale il permesso di prima: la scadenza è scritta sul permesso.
asylum-document--before_transition = La durata del documento dipende dalla questura.
    .next = Guardare la data sul documento, o chiedere a un operatore.
asylum-document--valid = Il documento vale probabilmente fino al { $valid_until }.
    .next = Portarlo sempre con sé. Per le pratiche di questo periodo resta competente la questura fino al { $asylum_police_until }.
asylum-document--over = L'anno del documento è finito, o la regola non è confermata: dipende dalla questura.
    .next = Parlare con un operatore per avere un documento nuovo.

value-may_work = Si può lavorare
value-from = Dal
value-valid_until = Valido fino al
