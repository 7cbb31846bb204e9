# La cittadinanza italiana.

citizenship-residence = Posso chiedere la cittadinanza italiana per residenza?
    .short = Cittadinanza per residenza
citizenship-residence--italian = Chi è già italiano non deve chiedere niente.
citizenship-residence--too_early = È ancora presto: servono più anni di residenza in Italia, senza interruzioni.
    .next = Controllare al Comune il certificato di residenza storico.
citizenship-residence--income = In ognuno degli ultimi tre anni serve un reddito di almeno { $income_required }. In almeno un anno è stato più basso.
    .next = A volte si può contare il reddito dei familiari che vivono insieme: chiedere a un operatore o a un patronato.
citizenship-residence--language = Serve l'italiano di livello B1, con un titolo di studio o un certificato.
    .next = I corsi sono gratuiti al CPIA (la scuola pubblica per adulti). Chi ha il permesso UE di lungo periodo non ha bisogno del certificato.
citizenship-residence--two_or_three_years = Dipende: per chi ha un genitore o un nonno italiano, le fonti non sono d'accordo: { $residence_years_ancestry_disputed } di residenza, o { $residence_years_ancestry }.
    .next = Chiedere a un operatore o a uno sportello legale gratuito.
citizenship-residence--income_dependants = Dipende: con persone a carico, ma senza marito o moglie a carico, la somma che serve non è certa.
    .next = Chiedere a un operatore o a un patronato, gratis.
citizenship-residence--may_ask = Probabilmente sì: si può chiedere. La domanda costa { $residence_fee }.
    .next = Si chiede in rete, sul portale del Ministero dell'Interno. Lo Stato guarda tutta la vita in Italia e decide.

citizenship-marriage = Posso chiedere la cittadinanza italiana per matrimonio?
    .short = Cittadinanza per matrimonio
citizenship-marriage--spouse_not_italian = Questa strada è per chi ha sposato una persona italiana.
    .next = Guardare la cittadinanza per residenza.
citizenship-marriage--not_married = Questa strada è per chi è sposato o unito civilmente con una persona italiana.
    .next = Guardare la cittadinanza per residenza.
citizenship-marriage--resides_abroad = Chi non ha la residenza in Italia segue altri tempi.
    .next = Chiedere al consolato italiano del Paese dove si vive.
citizenship-marriage--too_early = È ancora presto: deve passare più tempo di residenza in Italia dopo il matrimonio.
    .next = Intanto si può preparare il certificato di italiano B1.
citizenship-marriage--may_ask = Probabilmente sì: il tempo dopo il matrimonio è passato.
    .next = Serve anche l'italiano di livello B1. Si chiede in rete, sul portale del Ministero dell'Interno.

citizenship-born_here = Chi è nato in Italia e ha sempre vissuto qui diventa italiano?
    .short = Cittadinanza da maggiorenne
citizenship-born_here--born_elsewhere = Questa strada è solo per chi è nato in Italia.
    .next = Guardare la cittadinanza per residenza.
citizenship-born_here--not_always_resident = Questa strada è solo per chi ha sempre avuto la residenza in Italia, dalla nascita.
    .next = Se mancano solo brevi periodi, parlare con un operatore: a volte si possono provare con la scuola o il medico.
citizenship-born_here--no_birth_date = Senza la data di nascita non si può dire da quando si fa la dichiarazione.
    .next = Chiedere l'atto di nascita all'ufficio di stato civile del Comune.
citizenship-born_here--too_young = La dichiarazione si fa probabilmente dal { $possible_from }.
    .next = Chiedere al Comune qualche mese prima quali documenti servono.
citizenship-born_here--window_over = Il tempo per la dichiarazione forse è passato. Dipende anche da quello che il Comune ha scritto.
    .next = Parlare subito con un operatore o uno sportello legale gratuito.
citizenship-born_here--may_declare = Probabilmente sì: la dichiarazione si fa in Comune, prima del { $possible_before }.
    .next = Andare presto all'ufficio di stato civile del Comune.

citizenship-language = L'italiano che ho basta per la cittadinanza?
    .short = Italiano per la cittadinanza
citizenship-language--long_term = Con il permesso UE di lungo periodo non serve un altro certificato.
citizenship-language--level_reached = Probabilmente sì: basta un certificato di livello B1 o più alto.
citizenship-language--level_lacking = Serve un certificato di livello B1.
    .next = I corsi sono gratuiti al CPIA (la scuola pubblica per adulti).

fact-dependent_spouse = Suo marito o Sua moglie è a Suo carico?
    .short = coniuge a carico
    .hint = A carico vuol dire: ha un reddito molto basso o nessun reddito. Chi non è sposato risponde no.

value-possible_from = Si può chiedere dal
value-possible_before = Prima del
value-income_required = Reddito di un anno che serve
value-residence_fee = Costo della domanda
