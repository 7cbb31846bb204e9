# L'autoverifica: ogni punto in cui questa casa è meno sicura di come potrebbe essere.
self-test-title = Autoverifica
self-test-checked = Controllato adesso, alle { $time }
self-test-lead = { $count ->
    [0] Tutto è come deve essere.
    [one] Una cosa è meno sicura di come potrebbe essere.
   *[other] { $count } cose sono meno sicure di come potrebbero essere.
}
self-test-deviations = Da sistemare
self-test-unknown = Non si è potuto controllare
self-test-safe = Come deve essere
self-test-do = Che cosa fare:

self-test-name-demo = Dati finti
self-test-found-demo = Questa casa contiene la città dimostrativa.
self-test-why-demo = I dati finti si confondono con quelli veri, e i codici di accesso della demo sono pubblici.
self-test-do-demo = Apri il servizio vero in una cartella o in un database nuovi.

self-test-name-second-factor = Secondo fattore
self-test-found-second-factor = Account attivi senza secondo fattore: { $value }.
self-test-why-second-factor = Con la sola password, rubata o indovinata, chiunque entra al posto loro.
self-test-do-second-factor = Apri la pagina di ciascun account e chiedi una nuova partenza: al primo accesso scelgono password e secondo fattore.

self-test-name-loopback = Indirizzo di ascolto
self-test-found-loopback = Il servizio risponde alla rete, senza cifratura, su { $value }.
self-test-why-loopback = Chi sta sulla stessa rete legge password e pagine mentre passano.
self-test-do-loopback = Fallo rispondere solo a questa macchina, con listen = "127.0.0.1:8480", e metti davanti un server web con TLS.

self-test-name-keys-mode = Permessi delle chiavi
self-test-found-keys-mode = Altri utenti della macchina possono aprire: { $value }.
self-test-why-keys-mode = Chi ha le chiavi legge tutto ciò che è cifrato nel database e nelle copie.
self-test-do-keys-mode = Togli i permessi agli altri: chmod -R go-rwx sulla cartella delle chiavi.

self-test-name-keys-apart = Chiavi lontane dai dati
self-test-found-keys-apart = Le chiavi stanno insieme ai dati: { $value }.
self-test-why-keys-apart = Chi porta via una copia della cartella dei dati ha anche le chiavi per leggerli.
self-test-do-keys-apart = Ferma il servizio, sposta le chiavi in una cartella a parte e indicala con --keys.

self-test-name-data-mode = Permessi dei dati
self-test-found-data-mode = Altri utenti della macchina possono entrare nella cartella dei dati: { $value }.
self-test-why-data-mode = Possono copiarla, e dare ordini al servizio.
self-test-do-data-mode = Togli i permessi agli altri: chmod 700 sulla cartella dei dati.

self-test-name-socket-mode = Permessi del socket
self-test-found-socket-mode = Altri utenti della macchina possono dare ordini al servizio: { $value }.
self-test-why-socket-mode = Dal socket si invitano utenti e si importano persone.
self-test-do-socket-mode = Riavvia il servizio: crea il socket per il solo proprietario. Se torna aperto, controlla la cartella.

self-test-name-engine = Impostazioni del database
self-test-found-engine = Il database non è impostato per non perdere nulla: { $value }.
self-test-why-engine = Dopo un guasto può mancare ciò che era stato detto «salvato».
self-test-do-engine = Riporta queste impostazioni ai valori normali del database (on) e riavvialo.

self-test-name-database-way = Strada verso il database
self-test-found-database-way = Il database sta su un’altra macchina e la strada non è cifrata.
self-test-why-database-way = I dati personali viaggiano sigillati, ma ruoli, orari e impronte no, e qualcuno può cambiarli per strada.
self-test-do-database-way = Togli sslmode=disable dall’indirizzo del database e indica con sslrootcert il file di chi firma il suo certificato; oppure usa un tunnel cifrato.

self-test-name-sequencer = Numerazione del registro
self-test-found-sequencer = La voce più vecchia aspetta il suo numero da { $value } secondi.
self-test-why-sequencer = Finché non è numerata, la voce non è nella prova di integrità.
self-test-do-sequencer = Guarda il log del servizio; se un altro nodo è fermo, riavvialo.

self-test-name-checkpoint = Punti di controllo
self-test-found-checkpoint = L’ultima parte del registro aspetta la firma da { $value } secondi.
self-test-why-checkpoint = Senza firma il registro recente si può riscrivere di nascosto.
self-test-do-checkpoint = Guarda il log del servizio e lancia approdo audit verify.

self-test-name-public-address = Indirizzo pubblico
self-test-found-public-address = Non è stato detto un indirizzo pubblico con https.
self-test-why-public-address = I browser non ricevono l’ordine di tornare solo cifrati, e i moduli non sono legati a un indirizzo.
self-test-do-public-address = Metti davanti un server web con TLS e scrivi nelle impostazioni public_address = "https://…".

self-test-name-outgoing = Chiamate a questa macchina
self-test-found-outgoing = Il servizio può chiamare porte di questa macchina, senza TLS: { $value }
self-test-why-outgoing = Chi si impossessa di una di queste porte può dire chi entra.
self-test-do-outgoing = Togli la voce da outgoing nelle impostazioni, a meno che sia un gateway del comune che deve stare lì.

self-test-name-own-witness = Testimone accanto alle chiavi
self-test-found-own-witness = Il registro non ha un testimone nella cartella delle chiavi.
self-test-why-own-witness = Se qualcuno rimette un database più vecchio, nessuno se ne accorge.
self-test-do-own-witness = Lascia che il servizio scriva nella cartella delle chiavi e riavvialo.

self-test-name-witnesses = Testimoni fuori
self-test-found-witnesses = Testimoni del registro su altri dischi o macchine: { $value }; ne servono due.
self-test-why-witnesses = Chi controlla tutta questa macchina può riscrivere anche il registro.
self-test-do-witnesses = Indica in witnesses due file su altri dischi, oppure in [[witness]] macchine su cui gira approdo witness serve. Uno su una porta di questa macchina non conta, neppure se un tunnel la porta altrove.

self-test-name-erasure-journal = Elenco delle cancellazioni
self-test-found-erasure-journal = L'elenco delle persone cancellate non sta su un altro disco (file: { $value }).
self-test-why-erasure-journal = Se si perde insieme alle chiavi, una copia più vecchia può riportare chi è stato cancellato.
self-test-do-erasure-journal = Indica in erasure_journals un file su un altro disco o un'altra macchina.

self-test-name-witnessed = Copie dei punti di controllo
self-test-found-witnessed = Un punto di controllo aspetta i testimoni da { $value } secondi.
self-test-why-witnessed = Finché non ce l’hanno, non possono provare nulla.
self-test-do-witnessed = Controlla che i file indicati in witnesses si possano scrivere e che le macchine indicate in [[witness]] rispondano.
self-test-found-witness-refuses = Dal { $value } un testimone su un’altra macchina rifiuta i punti di controllo: gli è stato mostrato un altro registro.

self-test-name-passkeys = Accesso a prova di inganno
self-test-found-passkeys = Per ogni account basta il codice dal telefono.
self-test-why-passkeys = Una pagina falsa può farsi dare il codice. A chi gestisce il sistema, muove denaro o lavora con persone protette serve una chiave di accesso (passkey).
self-test-do-passkeys = Fai aggiungere a ciascuno una chiave di accesso in «Il tuo accesso»; poi imposta phishing_resistant = true.

self-test-name-passkey-accounts = Account a cui serve una chiave di accesso
self-test-found-passkey-accounts = Gestiscono il sistema, muovono denaro o lavorano con persone protette, e non hanno una chiave di accesso: { $value }.
self-test-why-passkey-accounts = Con phishing_resistant senza chiave non entrano; fino ad allora un codice chiesto da una pagina falsa apre quello che vedono.
self-test-do-passkey-accounts = Fai aggiungere la chiave in «Il tuo accesso»; a chi non entra più danno un nuovo inizio due persone.

self-test-name-protected-team = Squadra per chi è in pericolo
self-test-found-protected-team = Operatori attivi per le persone protette: { $value }.
self-test-why-protected-team = Chi è nascosto lo vedono solo loro. Senza nessuno, non la può aiutare nessuno; con uno solo non si può più mostrarla, perché bisogna essere in due.
self-test-do-protected-team = Dai ad almeno due persone il ruolo di chi segue le persone protette, ciascuna con una squadra.

self-test-name-root = Utente della macchina
self-test-found-root = Il servizio gira come amministratore della macchina (root).
self-test-why-root = Un difetto del servizio darebbe tutta la macchina a chi lo trova.
self-test-do-root = Fallo girare con un utente suo, senza altri diritti.

self-test-name-core-dumps = Copie della memoria
self-test-found-core-dumps = Dopo un arresto improvviso la memoria può finire su disco.
self-test-why-core-dumps = In memoria ci sono chiavi e dati in chiaro.
self-test-do-core-dumps = Avvia il servizio con LimitCORE=0, o con ulimit -c 0.

self-test-name-debug-build = Programma di prova
self-test-found-debug-build = Il programma è stato compilato per le prove.
self-test-why-debug-build = È lento e legge testi e fogli dal disco, dove altri possono cambiarli.
self-test-do-debug-build = Usa il programma compilato con cargo build --release.

self-test-name-backup = Copia di riserva
self-test-found-backup-never = Nessuna copia di riserva è stata provata.
self-test-found-backup-old = L’ultima copia di riserva provata ha { $value } ore.
self-test-why-backup = Una copia che non è stata provata può non tornare mai; una vecchia perde il lavoro di giorni.
self-test-do-backup = Lancia approdo backup FILE: la copia vale quando il servizio l’ha ripristinata e controllata.

self-test-name-clock = Orologio
self-test-found-clock-back = L’orologio è indietro di { $value } secondi rispetto all’ultima voce del registro.
self-test-found-clock-apart = L’orologio di questa macchina e quello del database differiscono di { $value } secondi.
self-test-found-clock-files = L’orologio è indietro di { $value } secondi rispetto al file più recente del servizio.
self-test-why-clock = Il registro dice quando è successo ogni fatto: con un orologio sbagliato la prova non tiene.
self-test-do-clock = Controlla la sincronizzazione dell’ora (NTP) su questa macchina e su quella del database.

self-test-name-metrics = Misure per Prometheus
self-test-found-metrics = Le misure sono esposte alla rete, senza cifratura, su { $value }.
self-test-why-metrics = Non nominano nessuno, ma dicono a chiunque quanto lavora il servizio, quando, e come sono regolate le sue difese.
self-test-do-metrics = Falle stare solo su questa macchina, con metrics = "127.0.0.1:9480", e fai passare Prometheus da un tunnel cifrato.

self-test-name-database-user = Utente del database
self-test-found-database-user = Il servizio è superutente del server PostgreSQL.
self-test-why-database-user = Un difetto del servizio aprirebbe tutti i database che stanno lì, e i file del server.
self-test-do-database-user = Crea un utente che possieda questo database e nient’altro: create role approdo login nosuperuser nocreatedb nocreaterole.

self-test-name-command-line = Riga di comando e persone
self-test-found-command-line = Dalla riga di comando si possono cercare, vedere e importare persone.
self-test-why-command-line = Chi diventa l’utente del servizio su questa macchina vede l’identità delle persone senza un accesso suo.
self-test-do-command-line = Finita l’importazione, scrivi command_line = false nelle impostazioni e riavvia il servizio.

self-test-name-keys-disk = Disco delle chiavi
self-test-found-keys-disk = Chiavi e dati stanno sullo stesso disco.
self-test-why-keys-disk = Chi porta via il disco, o una sua copia, ha gli uni e le altre e legge tutto.
self-test-do-keys-disk = Metti la cartella delle chiavi su un disco o una chiavetta a parte, e indicala con keys nelle impostazioni.

self-test-name-administrators = Chi amministra
self-test-found-administrators = Amministratori attivi: { $value }.
self-test-why-administrators = Se è da sola, nessuno può sospendere il suo account quando glielo rubano, né aiutarla quando perde il telefono.
self-test-do-administrators = Invita una seconda persona come amministratrice del sistema.

self-test-name-idle-accounts = Account fermi
self-test-found-idle-accounts = Account attivi che non fanno nulla da 90 giorni: { $value }.
self-test-why-idle-accounts = Se un altro usa un account fermo, non se ne accorge nessuno.
self-test-do-idle-accounts = Chiedi se queste persone lavorano ancora qui, e sospendi gli account di chi non c’è più.

self-test-name-alarms-unseen = Allarmi del registro
self-test-found-alarms-unseen = Allarmi suonati da più di un giorno che nessuno ha esaminato: { $value }.
self-test-why-alarms-unseen = Un allarme che nessuno guarda non protegge nessuno: chi curiosa va avanti.
self-test-do-alarms-unseen = Chi risponde della protezione dei dati apra Registro, poi Allarmi, e scriva che cosa era ciascuno. Se nessuno ha questo ruolo, dallo a qualcuno.

self-test-name-alarms-loose = Quando suonano gli allarmi
self-test-found-alarms-loose = Queste impostazioni fanno suonare gli allarmi più tardi del solito: { $value }.
self-test-why-alarms-loose = Più tardi suona un allarme, più persone qualcuno ha visto prima che ci si accorga.
self-test-do-alarms-loose = Toglile da [alarms] nelle impostazioni, a meno che gli orari o la grandezza della città non le chiedano davvero.

self-test-name-swap = Memoria sul disco
self-test-found-swap = Questa macchina può mettere la memoria su disco ({ $value } MB di swap).
self-test-why-swap = Così chiavi e dati in chiaro si possono leggere dal disco, anche molto dopo.
self-test-do-swap = Spegnilo (swapoff -a, e toglilo da /etc/fstab), oppure cifralo con una chiave nuova a ogni avvio.

self-test-name-open-files = File aperti
self-test-found-open-files = Il servizio può aprire solo { $value } file.
self-test-why-open-files = Poche centinaia di client che tengono una connessione senza mandare nulla chiudono fuori tutti gli altri.
self-test-do-open-files = Avvia il servizio con LimitNOFILE=32768, o con ulimit -n 32768.
