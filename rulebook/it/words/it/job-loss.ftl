# Perdere il lavoro.

job_loss-revocation_ground = Ho perso il lavoro: mi possono togliere il permesso per questo?
    .short = Il permesso dopo il lavoro perso
job_loss-revocation_ground--no_ground = Perdere il lavoro non è un motivo per togliere il permesso, né a Lei né alla Sua famiglia: vale per il licenziamento e anche per le dimissioni.
    .next = Guardare quanto tempo c'è per cercare un altro lavoro.

job_loss-job_search = Quanto tempo c'è per cercare un altro lavoro?
    .short = Cercare un altro lavoro
job_loss-job_search--may_search_for_the_year = Probabilmente si può restare e cercare un altro lavoro fino al { $protected_until }. Da quale giorno si conta l'anno non è confermato: chiedere al centro per l'impiego.
    .next = Chi non l'ha ancora fatto vada al centro per l'impiego (CPI) a dichiarare la disponibilità al lavoro (DID). Conservare il foglio.
job_loss-job_search--may_search = Probabilmente si può restare e cercare un altro lavoro fino al { $protected_until }.
    .next = Chi non l'ha ancora fatto vada al centro per l'impiego (CPI) a dichiarare la disponibilità al lavoro (DID). Conservare il foglio.
job_loss-job_search--may_search_for_now = Per ora probabilmente si può restare e cercare un altro lavoro. Fino a quando, dipende da quello che manca nelle risposte.
    .next = Chi non l'ha ancora fatto vada al centro per l'impiego (CPI) a dichiarare la disponibilità al lavoro (DID). Conservare il foglio.
job_loss-job_search--seasonal = Con un permesso per lavoro stagionale probabilmente non c'è un tempo per cercare lavoro.
    .next = Parlare con un operatore: un nuovo lavoro stagionale, o un lavoro di altro tipo, può ancora servire.
job_loss-job_search--self_employed = Per il lavoro autonomo la legge non lo dice: dipende.
    .next = Parlare con un operatore. Decide la questura.
job_loss-job_search--no_permit = Questo tempo è per chi ha un permesso per lavoro, e adesso non c'è un permesso.
    .next = Parlare con un operatore delle strade possibili.
job_loss-job_search--other_permit = Il soggiorno non dipende da un lavoro: non serve un tempo per cercarlo.
    .next = Ci si può iscrivere lo stesso al centro per l'impiego (CPI), se il permesso consente di lavorare.
job_loss-job_search--expired_without_declaration = Il permesso è scaduto e non c'è l'iscrizione come persona in cerca di lavoro: dipende dalla situazione.
    .next = Parlare presto con un operatore. Decide la questura.
job_loss-job_search--term_over = Il tempo per cercare lavoro è probabilmente finito.
    .next = Per il rinnovo ora si guarda il reddito: guardare la domanda «Il reddito basta per rinnovare dopo la ricerca di lavoro?», poi parlare con un operatore.

job_search-renewal_income = Il reddito basta per rinnovare dopo la ricerca di lavoro?
    .short = Reddito per il rinnovo
job_search-renewal_income--not_yet = Il tempo per cercare lavoro non è finito: il reddito non si guarda ancora.
job_search-renewal_income--enough = Il reddito probabilmente basta: servono al massimo { $renewal_income_one_by_one } all'anno.
    .next = Chiedere il rinnovo con il kit postale, con i documenti del reddito, anche dei familiari che vivono in casa. Un patronato aiuta gratis.
job_search-renewal_income--enough_with_young_children = Il reddito probabilmente basta: servono { $required } all'anno, perché i bambini piccoli si contano insieme.
    .next = Chiedere il rinnovo con il kit postale, con i documenti del reddito, anche dei familiari che vivono in casa. Un patronato aiuta gratis.
job_search-renewal_income--too_little = Il reddito è probabilmente sotto la somma: servono { $required } all'anno, mancano { $missing }.
    .next = Il rinnovo può essere ancora possibile: contano i legami familiari, gli anni in Italia e un lavoro in arrivo. Parlare con un operatore prima di chiedere.

fact-dependants_under_14 = Quante delle persone a carico sono bambini sotto i { $young_child_under } anni?
    .short = bambini piccoli a carico

value-protected_until = Si può cercare lavoro fino al
value-may_register_did = Ci si può iscrivere al centro per l'impiego
value-register_by = Andare al centro per l'impiego entro il
