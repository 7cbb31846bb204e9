# Cercare una persona.
people-search-title = Chi è arrivato?
people-search-name = Nome, in qualsiasi scrittura e ordine
people-search-born = Nato nel
people-search-country = Paese
people-search-hint = Anno e paese restringono; vanno bene anche telefono o documento nel primo campo.
people-found = { $count ->
    [0] Nessuno somiglia a «{ $name }»
    [one] Una persona somiglia a «{ $name }»
   *[other] { $count } persone somigliano a «{ $name }»
}
people-found-nobody = Abbiamo cercato anche scritture e ordini diversi, e piccoli errori. Prova con il telefono o il documento, oppure scrivi una nuova persona.
people-found-more = Ce ne sono altre: aggiungi l'anno di nascita o il paese.
people-keys-choose = Scegli con
people-keys-open = apri con
people-none-of-these = Nessuna di queste: nuova persona
people-none-hint = Il nome resta scritto come l'hai digitato; la forma latina si aggiunge dopo.
people-go-on-nameless = Continua senza nome
people-born = nascita: { $date }
people-born-unknown = nascita non registrata
people-imported-as = importata con il numero { $number }

# Quanto somiglia, e perché.
people-verdict-match = Quasi certamente
people-verdict-other-birth = Stesso nome, altra nascita
people-verdict-near = Nome molto vicino
people-verdict-possible = Possibile
people-part-given = Nome
people-part-family = Cognome
people-part-name = Nome
people-part-birth = Nascita
people-part-sex = Sesso
people-part-country = Paese
people-part-document = Documento
people-part-tax-code = Codice fiscale
people-part-phone = Telefono
people-how-same = uguale
people-how-other-script = si scrive anche { $theirs }
people-how-transliteration = altra grafia: { $theirs }
people-how-article-joined = articolo unito o staccato: { $theirs }
people-how-words-joined = scritto unito o staccato: { $theirs }
people-how-order-swapped = ordine scambiato: { $theirs }
people-how-one-letter = una lettera diversa: { $theirs }
people-how-vowels-differ = vocali diverse: { $theirs }
people-how-initial = solo l'iniziale: { $theirs }
people-how-beginning = comincia allo stesso modo: { $theirs }
people-how-missing-part = manca una parte: { $theirs }
people-how-same-year = stesso anno
people-how-first-of-january = stesso anno, ma il 1º gennaio è dichiarato a voce
people-how-day-month-swapped = giorno e mese scambiati: { $theirs }
people-how-day-off = stesso anno, altro giorno: { $theirs }
people-how-year-off = anno vicino: { $theirs }
people-how-same-birth-in-code = stessa nascita nel codice
people-how-fits-name = il codice è fatto con questo nome
people-how-different = altro: { $theirs }
people-how-not-known = non registrato
people-how-birth-same = uguale: { $theirs }
people-how-birth-different = diversa: { $theirs }
people-how-birth-not-known = non registrata
people-how-birth-one-letter = una cifra diversa: { $theirs }
people-how-document-one-letter = un segno diverso
people-how-tax-code-one-letter = un segno diverso
people-how-document-different = altro numero
people-how-tax-code-different = altro codice
people-how-phone-different = altro numero
people-how-sex-different = altro

# La pagina di una persona.
people-path = Percorso
people-one = Persona
people-no-diary = Nessun contatto da leggere qui
people-no-diary-text = I contatti con lei che puoi leggere compaiono qui, dal più recente.
people-contact = Contatto
people-more = Altro
people-age = { $years ->
    [one] un anno
   *[other] { $years } anni
}
people-citizen-of = cittadinanza: { $country }
people-speaks = parla
people-followed-by = la segue { $who } dal { $day }
people-details = Dati
people-origin = Origine
people-origin-import = Arrivata con un'importazione
people-file-closed = Contatti e indirizzo li vede chi la segue. Se ti servono, chiedi a chi coordina.
people-change = Cambia
people-no = NO
people-no-not-asked = NO, mai chiesto

# Come raggiungerla.
people-safe-contact = Come raggiungerla senza rischi
people-safe_contact = Come raggiungerla senza rischi
people-safe-contact-lead = Chiedi a lei, da sola. Quello che non hai chiesto lascialo così: vale come no quando si tratta di lasciare detto.
people-never-asked = non le è ancora stato chiesto
people-asked-on = chiesto a lei il { $day }
people-asked-day = Chiesto a lei il
people-way-call = Chiamare
people-way-text = SMS e messaggi
people-way-message = Lasciare detto
people-way-letter = Lettera a casa
people-way-email = E-mail
people-way-words = { $way }: che cosa sapere
people-hours = Ore sicure
people-hours-hint = Per esempio: martedì e giovedì, 9-12
people-shared-device = Il telefono lo usano anche altri
people-shared-note = il telefono lo usano anche altri
people-who-answers = Chi può rispondere al suo posto
people-who-answers-note = può rispondere { $who }
people-caller = Chi è meglio che chiami
people-caller-woman = chiama una donna
people-caller-man = chiama un uomo
people-caller-any = è uguale

# Scrivere e correggere.
people-new = Nuova persona
people-new-lead = Basta un nome. Il resto si aggiunge quando serve e quando lo dice lei.
people-correct-of = Correggi { $name }
people-names = Nomi
people-names-hint = Il primo è quello con cui si fa chiamare. Aggiungi le altre scritture: araba, cirillica, cinese.
people-given = Nome
people-given-other = Nome in altra grafia
people-given-more = Nome in altra grafia { $number }
people-family = Cognome
people-family-other = Cognome in altra grafia
people-family-more = Cognome in altra grafia { $number }
people-birth-heading = Nascita e cittadinanza
people-birth = Data di nascita
people-birth-hint = 3/5/1991, oppure 5/1991, oppure solo l'anno
people-birth_country = Paese di nascita
people-citizenship = Cittadinanza
people-citizenship-other = Altra cittadinanza
people-citizenship-more = Altra cittadinanza { $number }
people-citizenships = Cittadinanze
people-sex = Sesso
people-identifiers = Documenti e codici
people-identifier-kind = Che documento è
people-identifier-kind-other = Altro documento
people-identifier-kind-more = Altro documento { $number }
people-identifier-value = Numero
people-identifier-value-other = Numero dell'altro documento
people-identifier-value-more = Numero dell'altro documento { $number }
people-languages = Lingue
people-language = Lingua
people-language-other = Altra lingua
people-language-more = Altra lingua { $number }
people-interpreter = Interprete
people-contact_points = Telefono ed e-mail
people-phone = Telefono
people-phone-other = Altro telefono
people-phone-more = Altro telefono { $number }
people-email = E-mail
people-email-other = Altra e-mail
people-email-more = Altra e-mail { $number }
people-phone-words = Che cosa sapere del telefono
people-phone-words-other = Che cosa sapere dell'altro telefono
people-phone-words-more = Che cosa sapere dell'altro telefono { $number }
people-email-words = Che cosa sapere dell'e-mail
people-email-words-other = Che cosa sapere dell'altra e-mail
people-email-words-more = Che cosa sapere dell'altra e-mail { $number }
people-address = Dove abita
people-home = Casa
people-home-at = A un indirizzo
people-home-none = Senza fissa dimora
people-home-not-recorded = Non indicato
people-home-line = Via e numero
people-home-area = Zona

# Che cosa non va, e che cosa andrebbe.
people-error-search = Il campo è vuoto: scrivi un nome, un telefono o un documento
people-conflict-lead = Mentre scrivevi, qualcun altro ha salvato. Nulla è perso: scegli quale testo resta, campo per campo, e salva.
people-error-name = Manca il nome: scrivine almeno una parte, in qualsiasi scrittura
people-error-many = Sono più di venti voci in un elenco: togline qualcuna
people-error-country = Non conosco questo paese: scrivi il nome in italiano, come Marocco, o la sigla, come MA
people-error-language = Non conosco questa lingua: scrivi il nome in italiano, come arabo
people-error-phone = Il numero ha meno di cinque cifre: scrivilo intero, o lascia vuoto
people-error-email = In questo indirizzo manca la @: correggilo, o lascia vuoto
people-error-home = Hai scelto «A un indirizzo»: scrivi la via, o scegli un'altra risposta
people-error-identifier-kind = C'è un numero senza documento: scegli che documento è
people-error-asked-on = Questo giorno deve ancora venire: scrivi oggi o un giorno passato

# Storia e chi la segue.
people-history = Storia
people-history-of = Storia di { $name }
people-history-more = Le modifiche più vecchie non sono mostrate qui.
people-created = Scritta per la prima volta
people-someone = Un collega
people-worker-change = Chi la segue
people-worker-lead = Da quando salvi, contatti e indirizzo li vede chi scegli qui.
people-worker = Operatrice o operatore di riferimento
people-team = Squadra

# Importare persone da un file.
people-import-link = Importa persone da un file CSV
people-import = Importa persone
people-import-lead = Prima vedi che cosa diventerebbe ogni riga. Si salvano tutte le righe, o nessuna.
people-import-waits = Un file che hai mandato prima aspetta ancora la tua conferma. Se ne scegli un altro, prende il suo posto.
people-import-file = File CSV
people-import-file-hint = Un foglio di calcolo salvato come CSV, con i nomi delle colonne nella prima riga. Al massimo { $rows } righe e 32 MB.
people-import-look = Guarda che cosa contiene
people-import-known = Le colonne che riconosciamo
people-import-known-text = Serve almeno il nome o il cognome. Le altre colonne che riconosciamo si salvano, quelle che non conosciamo si lasciano da parte e lo diciamo prima di salvare.
people-import-known-list = Nome, cognome, data di nascita, sesso, paese di nascita, documento, codice fiscale, telefono, e-mail, numero di provenienza (rec_id).
people-import-error-none = Scegli un file
people-import-error-large = Il file è più grande di 32 MB: dividilo in più file
people-import-error-empty = Il file è vuoto: la prima riga deve dire i nomi delle colonne
people-import-error-not-text = Questo non è un file di testo: apri la tabella e salvala come CSV (UTF-8)
people-import-error-columns = Il file ha { $has } colonne e ne leggiamo 512 al massimo: togli quelle che non servono
people-import-error-rows = Il file ha più di { $most } righe: dividilo in più file
people-import-error-table = Dalla riga { $line } la tabella non si legge più: controlla che ogni virgoletta aperta sia chiusa
people-import-error-twice = La colonna «{ $column }» c'è due volte: dai un nome diverso a ciascuna
people-import-error-no-name = Non troviamo né il nome né il cognome: scegli quale colonna è
people-import-preview = Anteprima
people-import-broken-off = L'importazione si è fermata alle { $time } e non è stato salvato nessuno.
people-import-stopped = L'ha fermata qualcuno da questa pagina. Puoi confermare di nuovo, o togliere il file.
people-import-broken = Qualcosa si è rotto da noi, non nel file. Conferma di nuovo; se succede ancora, avvisa chi cura il sistema.
people-import-silent = Il servizio è stato riavviato mentre lavorava. Il file è ancora qui: puoi confermare di nuovo.
people-import-sound = { $count ->
    [one] Una riga letta, e va bene.
   *[other] { $count } righe lette, e vanno tutte bene.
}
people-import-wrong = { $wrong ->
    [one] Una riga su { $count } è da correggere. Finché c'è, non si salva nessuno: correggila nel file e mandalo di nuovo.
   *[other] { $wrong } righe su { $count } sono da correggere. Finché ce n'è una, non si salva nessuno: correggile nel file e mandalo di nuovo.
}
people-import-no-rows = Sotto i nomi delle colonne non c'è nessuna riga: controlla il file e mandalo di nuovo.
people-import-written = Testo in { $encoding }, colonne separate da { $separator }.
people-import-comma = virgola
people-import-semicolon = punto e virgola
people-import-tab = tabulazione
people-import-confirm = { $count ->
    [one] Salva una persona
   *[other] Salva { $count } persone
}
people-import-mended = Manda il file corretto
people-import-drop = Togli il file
people-import-kept = Il file resta qui cifrato, al massimo per un'ora: poi sparisce da solo.
people-import-faults = Da correggere
people-import-faults-caption = Righe da correggere nel file
people-import-faults-more = Qui ne vedi { $shown }. Le altre compaiono quando queste sono a posto.
people-import-line = Riga
people-import-line-of = Riga { $line }
people-import-column = Colonna
people-import-what = Che cosa non va
people-import-whole-row = tutta la riga
people-import-long = Qui stanno al massimo { $most } caratteri: accorcia il testo
people-import-control = C'è un segno che non si vede: riscrivi il testo
people-import-date = Non è una data: scrivi 3/5/1991, 1991-05-03 o solo l'anno
people-import-month = Non c'è il mese { $typed }: se nel file il mese viene prima del giorno, dillo qui sotto in «Colonne»
people-import-sex = Scrivi F, M o X, o lascia vuoto
people-import-width = La riga ha { $has } colonne e la prima ne ha { $wants }: metti fra virgolette le celle che contengono il separatore
people-import-undecodable = Alcuni segni non si leggono: salva il file come CSV (UTF-8)
people-import-first = Le prime persone
people-import-first-caption = Come saranno salvate
people-import-columns = Colonne
people-import-columns-known = { $count ->
    [0] Nessuna colonna riconosciuta.
    [one] Una colonna riconosciuta.
   *[other] { $count } colonne riconosciute.
}
people-import-columns-aside = Lasciate da parte:
people-import-columns-change = Cambia le colonne
people-import-columns-hint = Per ogni dato scegli la colonna del file. Lascia vuoto quello che non c'è, o che non vuoi salvare.
people-import-column-rec_id = Numero di provenienza
people-import-column-given_name = Nome
people-import-column-family_name = Cognome
people-import-column-sex = Sesso
people-import-column-birth_date = Data di nascita
people-import-column-birth_country = Paese di nascita
people-import-column-document_no = Documento
people-import-column-tax_code = Codice fiscale
people-import-column-phone = Telefono
people-import-column-email = E-mail
people-import-dates = Come sono scritte le date
people-import-day-first = Prima il giorno, o prima l'anno
people-import-month-first = Prima il mese
people-import-look-again = Guarda di nuovo
people-import-running = Importazione in corso
people-import-running-text = Nessuno vede ancora queste persone: compaiono tutte insieme alla fine.
people-import-step-rows = Passo 1 di 2, leggo e cifro
people-import-step-order = Passo 2 di 2, preparo la ricerca
people-import-of = { $done } righe su { $total }
people-import-share = { $share } %
people-import-running-leave = La pagina si aggiorna da sola. Puoi anche lasciarla: l'importazione va avanti e qui la ritrovi.
people-import-stop = Ferma
people-import-stop-hint = Se la fermi, non viene salvato nessuno.
people-import-done = Importazione finita
people-import-filed = { $count ->
    [one] Una persona salvata alle { $time }.
   *[other] { $count } persone salvate alle { $time }.
}
people-import-own = Ogni riga è diventata una persona a sé: nessuna è stata unita a una che c'era già.
people-import-nobody = Per ora non le segue nessuno. Le trovi con la ricerca.
people-import-find = Cerca una persona
people-import-another = Importa un altro file

# La sicurezza di una persona: proteggerla, tenere lontano qualcuno.
people-safety = Protezione e riservatezza
people-protect = Metterla sotto protezione
people-protect-lead = Se qualcuno può farle del male sapendo che è qui, proteggila adesso. Da subito la vede solo l'équipe protetta che la segue: per tutti gli altri, anche per te, questa scheda non esiste più. Per toglierla servono due persone dell'équipe.
people-protect-team = Équipe che la seguirà
people-protect-button = Proteggila adesso
people-protected = È sotto protezione
people-protected-since = Dal { $day } la vede solo l'équipe protetta che la segue.
people-sought = Chi l’ha cercata
people-sought-lead = Hanno cercato con dati che la troverebbero, e non l’hanno trovata. Valuta con la tua équipe se è un pericolo.
people-sought-nobody = Da quando è protetta nessuno che non può vederla l’ha cercata.
people-unprotect-lead = La protezione si toglie in due: una persona dell'équipe lo chiede, un'altra conferma entro sette giorni.
people-unprotect-asked = Il { $day } è stato chiesto di togliere la protezione.
people-unprotect-wait = L'hai chiesto tu: ora tocca a un'altra persona dell'équipe confermare.
people-unprotect-ask = Chiedi di togliere la protezione
people-unprotect-agree = Conferma e togli la protezione
people-conflict-mine = La conosci nella vita privata?
people-conflict-mine-lead = Parente, vicino di casa, ex, stesso datore di lavoro: se la conosci fuori di qui, fatti da parte. Da subito non vedrai più niente di lei. Può riaprirti la scheda solo chi coordina.
people-conflict-mine-button = Mi faccio da parte
people-conflict-asked = Non vuole incontrare qualcuno di noi?
people-conflict-asked-lead = La persona può chiedere che qualcuno del servizio non si occupi di lei. Non deve dire perché.
people-conflict-who = Chi tenere lontano
people-conflict-asked-button = Tieni lontano
people-conflicts = Chi non si occupa di lei
people-conflicts-none = Nessuno è stato escluso.
people-conflict-by-herself = si è fatto da parte il { $day }
people-conflict-by-the-person = lo ha chiesto la persona il { $day }
people-conflict-end = Riammetti
people-done-hidden = Fatto. Da adesso la vede solo l'équipe protetta.
people-done-away = Fatto. Da adesso non vedi più niente di lei.
people-error-nobody-protects = Nessuno in città può seguirla sotto protezione: nessuno ha il ruolo, o chi lo ha deve starle lontano. La scheda resterebbe senza nessuno. Chiedi subito a chi amministra di dare il ruolo a un'altra persona.
people-error-nobody-else = Così non la vedrebbe più nessuno. Prima fai dare il ruolo di chi segue persone protette a un'altra persona; se il pericolo è ora, parlane con chi coordina.
people-error-out-of-sight = È sotto protezione, e lì nessuno potrebbe vederla: scegli chi segue persone protette, o la sua équipe.
people-error-choose-team = Scegli l'équipe che la seguirà.
people-error-same-person = L'hai già chiesto tu: deve confermare un'altra persona dell'équipe.
people-error-colleague = Scegli dall'elenco chi tenere lontano.

# Apertura d'emergenza
people-glass-link = Apertura d'emergenza
people-glass-link-sought = È in pericolo e non la trovi? Apertura d'emergenza in due
people-glass-title = Apertura d'emergenza
people-glass-lead = Serve quando aspettare chi la segue sarebbe un pericolo per lei. Apri la sua scheda per 60 minuti, solo per leggerla.
people-glass-sought-lead = Serve quando qualcuno è in pericolo e nessuna ricerca lo mostra. Si apre in due: accanto a te c'è una persona collega, che conferma da questo stesso schermo.
people-glass-rule-told = Lo sanno subito chi la segue, chi coordina e il responsabile della protezione dei dati. Entro 72 ore qualcuno giudica se era giusto.
people-glass-rule-hour = Dura 60 minuti e non si prolunga. Una persona alla volta: quello che scegli adesso, dopo non si cambia.
people-glass-rule-seen = Si legge e basta: non si corregge, non si esporta, non si stampa. Ogni pagina che apri resta annotata.
people-glass-who = Chi cerchi
people-glass-who-hint = Il nome da solo non basta: serve anche la data di nascita completa oppure il codice fiscale o il numero di un documento.
people-glass-name = Nome e cognome
people-glass-born = Data di nascita
people-glass-born-hint = Giorno, mese e anno, per esempio 3/5/1991
people-glass-number = Codice fiscale o numero di un documento
people-glass-number-hint = Se non conosci la data di nascita
people-glass-reason = Perché
people-glass-reason-life = La sua vita o la sua salute è in pericolo adesso
people-glass-reason-violence = Chi può farle del male è vicino o sa dov'è
people-glass-reason-minor = Un minore è in pericolo
people-glass-reason-cannot_speak = Non è in grado di dire chi la segue e di che cosa ha bisogno
people-glass-words = Che cosa sta succedendo
people-glass-words-hint = Con parole tue, senza scrivere il nome: chi giudica non sempre deve saperlo.
people-glass-code = Il tuo codice
people-glass-second = La persona collega che è con te
people-glass-second-hint = Inserisce qui, di persona, i dati della sua utenza. Il suo nome resta scritto accanto al tuo.
people-glass-second-more = Se accanto a te c'è una persona collega, si apre anche ciò che è protetto. Inserisce qui, di persona, i dati della sua utenza.
people-glass-second-email = La sua e-mail
people-glass-second-password = La sua password
people-glass-second-code = Il suo codice
people-glass-button = Apri per 60 minuti
people-glass-error-reason = Scegli il motivo che si avvicina di più.
people-glass-error-short = Scrivi almeno una frase, 20 caratteri o più: servirà a chi giudica.
people-glass-error-named = Qui c'è il suo nome o una parte. Toglilo: chi riceve l'avviso non sempre deve saperlo.
people-glass-error-code = Inserisci il codice che il tuo telefono mostra adesso.
people-glass-error-born = Scrivi la data di nascita completa, oppure il codice fiscale o il numero di un documento.
people-glass-error-second-part = Servono tutti e tre: e-mail, password e codice della persona collega.
people-glass-error-second = La persona collega non è confermata. Controllate e-mail, password e codice; oppure chiamate un'altra persona che lavora con le persone.
people-glass-stop-running = Hai già un'apertura in corso. Chiudila con il pulsante in alto, poi riprova.
people-glass-stop-suspended = Una tua apertura aspetta il giudizio da più di 72 ore: finché non arriva non puoi aprire altro. Chiama subito chi coordina o il responsabile della protezione dei dati.
people-glass-stop-trail = Il registro degli accessi è in ritardo e senza registro non si apre. Riprova tra un minuto; se continua avvisa chi gestisce il sistema e chiama chi la segue.
people-glass-stop-not-reviewed = Hai già aperto la sua scheda e nessuno ha ancora giudicato: riaprirla sarebbe prolungarla. Chiedi il giudizio a chi coordina, o fai aprire a un'altra persona collega.
people-glass-stop-nobody = Non c'è nessuno con questi dati. Controllali con chi avete davanti; se il pericolo è adesso, chiamate il 112.
people-glass-stop-several = Più persone hanno questi dati. Aggiungete il codice fiscale o il numero di un documento.
people-glass-stop-own = L'hai aperta tu, o eri la seconda persona: il giudizio spetta ad altri.
people-glass-stop-reviewed = Qualcuno ha già dato il suo giudizio.
people-done-closed = Fatto. L'apertura d'emergenza è chiusa.
people-glass-notices = Avvisi
people-glass-to-review = Aperture d'emergenza da giudicare
people-glass-suspended = Una tua apertura d'emergenza aspetta il giudizio da più di 72 ore: finché non arriva non puoi aprire altro. Chiama chi coordina.
people-glass-told = { $who } ha aperto una scheda in emergenza.
people-glass-told-reviewed = La tua apertura d'emergenza è stata giudicata.
people-glass-told-right = La tua apertura d'emergenza era giusta.
people-glass-told-wrong = La tua apertura d'emergenza non era giusta. Parlane con chi coordina.
people-glass-reference = Rif. { $reference }
people-glass-with = con { $who }
people-glass-seen = Ho visto
people-glass-look = Vedi e giudica
people-glass-late = Oltre 72 ore: chi ha aperto è sospeso da altre aperture
people-glass-hours-left = { $hours ->
    [one] Resta { $hours } ora
   *[other] Restano { $hours } ore
}
people-glass-all = Tutte le aperture d'emergenza
people-glass-all-lead = Le ultime 50, per riferimento e senza nomi delle persone aiutate.
people-glass-none = Nessuna apertura
people-glass-none-text = Nessuno ha mai aperto una scheda in emergenza.
people-glass-right = Era giusto
people-glass-wrong = Non era giusto
people-glass-one = Apertura d'emergenza
people-glass-fact-reference = Riferimento
people-glass-fact-when = Quando
people-glass-fact-second = Seconda persona
people-glass-alone = Nessuna
people-glass-fact-review = Giudizio
people-glass-looks = Che cosa è stato guardato
people-glass-looks-none = Niente.
people-glass-review = Il tuo giudizio
people-glass-review-lead = Guarda il motivo e che cosa è stato guardato. Se era giusto lo dici; se non lo era, lo dici e dici perché.
people-glass-verdict = Aprire era
people-glass-verdict-right = Giusto
people-glass-verdict-wrong = Non giusto
people-glass-said = Perché
people-glass-review-button = Salva il giudizio
people-glass-error-verdict = Di' se era giusto o no.

# Indirizzo sicuro
people-address-title = Indirizzo sicuro
people-address-lead = Dove sta una persona protetta. Si legge uno alla volta, solo dicendo perché, e il motivo resta annotato. Non sta nella scheda, negli elenchi, nella storia, nelle stampe e nelle lettere.
people-address-none = Non è scritto nessun indirizzo.
people-address-written = Scritto il { $day }.
people-address-ask = Leggere l'indirizzo
people-address-reason = Perché ti serve adesso
people-address-reason-visit = Qualcuno va da lei
people-address-reason-deliver = Le si porta qualcosa
people-address-reason-accompany = La si accompagna
people-address-reason-rescue = Le si manda aiuto subito
people-address-reason-check = Si controlla se vale ancora
people-address-show = Mostra
people-address-now = Lo vedi adesso e solo adesso: ricaricando la pagina sparisce.
people-address-place = Dove sta
people-address-place-hint = E che cosa sapere per arrivarci senza portarle nessuno.
people-address-letters = Le lettere
people-address-by-hand = Si consegnano a mano
people-address-care-of = Presso un servizio
people-address-care-of-line = Indirizzo del servizio
people-address-care-of-hint = Solo se le lettere vanno presso un servizio: è l'unico indirizzo che una lettera può portare.
people-address-no-print = L'indirizzo sicuro non si stampa.
people-address-write = Scriverlo
people-address-write-anew = Scriverne un altro
people-address-write-anew-lead = Prende il posto di quello scritto, che si distrugge.
people-address-save = Salva l'indirizzo
people-address-error-reason = Di' perché ti serve: il motivo resta annotato.
people-address-error-letters = Scegli come le arrivano le lettere.
people-address-error-care-of = Scrivi l'indirizzo del servizio, oppure scegli la consegna a mano.
people-address-error-stale = Qualcun altro ne ha scritto uno mentre scrivevi. Leggilo, poi salva di nuovo se il tuo è quello giusto.

# Conflitti proposti
people-proposed = Possibili conflitti da verificare
people-proposed-lead = Forse questa persona collega la conosce nella vita privata. Finché non rispondi non cambia niente, e chi è interessato non lo sa. Chiedi con discrezione, senza dire di chi si tratta.
people-proposed-someone = una persona
people-proposed-supervisor = lo pensa chi coordina
people-proposed-telephone = hanno lo stesso telefono
people-proposed-home = hanno lo stesso cognome e lo stesso indirizzo
people-proposed-confirm = È un conflitto: tieni lontano
people-proposed-dismiss = Non è un conflitto
people-propose = Una persona della tua équipe la conosce?
people-propose-lead = Se pensi che una persona collega la conosca nella vita privata, dillo qui. Chi coordina l'équipe che la segue verifica e decide; fino ad allora non cambia niente.
people-propose-who = Chi
people-propose-button = Proponi
people-error-staff = Scegli una persona della tua équipe.
people-conflict-confirmed = proposto e confermato il { $day }
# Cancellare una persona: uno chiede, un'altra conferma, una delle due è chi vigila sui dati.
people-erasure = Cancellazione
people-erasure-lead = Cancellare una persona significa distruggere per sempre quello che il servizio sa di lei. Non si torna indietro.
people-erasure-goes = Spariscono nomi, recapiti, storia, protezione, chi la segue e tutti i suoi contatti allo sportello, anche quelli scritti da altre équipe.
people-erasure-backups = Sparisce anche da ogni copia di sicurezza che verrà ripristinata.
people-erasure-stays = Resta solo un riferimento senza contenuti: chi ha aperto la scheda e quando, e che è stata cancellata.
people-erasure-two = Servono due persone: una chiede, l'altra conferma entro un mese. Una delle due è responsabile della protezione dei dati, l'altra vede chi è la persona.
people-erasure-ask-title = Chiedere la cancellazione
people-erasure-reason = Motivo
people-erasure-reason-request = L'ha chiesto la persona
people-erasure-reason-retention = È finito il tempo di conservazione
people-erasure-reason-order = L'ha ordinato un giudice o il Garante
people-erasure-reason-mistake = Registrata per sbaglio
people-erasure-ask = Chiedi la cancellazione
people-erasure-asked-title = Cancellazione chiesta
people-erasure-asked = { $name } l'ha chiesta il { $day }. Motivo: { $reason }.
people-erasure-wait = Ora tocca a chi è responsabile della protezione dei dati, o a chi segue la persona, confermare.
people-erasure-decided = È decisa: viene eseguita adesso.
people-erasure-no-way-back = Se confermi, viene cancellata subito e nessuno potrà recuperarla.
people-erasure-agree = Conferma e cancella per sempre
people-erasure-decline = Non confermare
people-erasure-withdraw = Ritira la richiesta
people-erasure-back = Torna alla scheda
people-erasures = Cancellazioni
people-erasures-lead = Qui ci sono le cancellazioni che aspettano la seconda persona. Vedi il riferimento, il motivo e chi l'ha chiesta: chi è la persona lo vede chi la segue.
people-erasures-none = Nessuna richiesta
people-erasures-none-text = Nessuna cancellazione aspetta una conferma.
people-erasures-waiting = Aspettano una conferma
people-erasure-reference = Riferimento della persona
people-erasure-reference-hint = Il codice che sta alla fine dell'indirizzo della sua scheda
people-erasure-by = Chiesta da
people-erasure-until = Confermare entro
people-erasure-answer = Risposta
people-erasures-done-asked = Richiesta registrata. Ora deve confermare chi segue la persona.
people-erasures-done-erased = Fatto. La persona è stata cancellata.
people-erasures-done-declined = Fatto. La richiesta non c'è più e la persona resta.
people-done-erased = Fatto. La persona è stata cancellata.
people-error-erasure-reason = Scegli il motivo.
people-error-erasure-asked = La cancellazione è già stata chiesta: ora serve la conferma dell'altra persona.
people-error-erasure-same-person = L'hai chiesta tu: deve confermare un'altra persona.
people-error-erasure-pair = Delle due persone una deve essere responsabile della protezione dei dati e l'altra deve vedere chi è la persona. Chiedi a chi manca.
people-error-erasure-glass = Qualcuno ha aperto la sua scheda in emergenza e nessuno ha ancora giudicato. Prima serve il giudizio, poi si può cancellare.
people-error-erasure-nobody = Nessuna persona ha questo riferimento. Controlla di averlo copiato intero.
