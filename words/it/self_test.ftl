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
self-test-do-database-way = Usa una rete privata tra le due macchine, oppure un tunnel cifrato.

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
self-test-found-witnesses = Testimoni del registro su altri dischi: { $value }; ne servono due.
self-test-why-witnesses = Chi controlla tutta questa macchina può riscrivere anche il registro.
self-test-do-witnesses = Indica in witnesses due file su altri dischi o macchine.

self-test-name-erasure-journal = Elenco delle cancellazioni
self-test-found-erasure-journal = L'elenco delle persone cancellate non sta su un altro disco (file: { $value }).
self-test-why-erasure-journal = Se si perde insieme alle chiavi, una copia più vecchia può riportare chi è stato cancellato.
self-test-do-erasure-journal = Indica in erasure_journals un file su un altro disco o un'altra macchina.

self-test-name-witnessed = Copie dei punti di controllo
self-test-found-witnessed = Un punto di controllo aspetta i testimoni da { $value } secondi.
self-test-why-witnessed = Finché non ce l’hanno, non possono provare nulla.
self-test-do-witnessed = Controlla che i file indicati in witnesses si possano scrivere.

self-test-name-passkeys = Accesso a prova di inganno
self-test-found-passkeys = Gli account attivi ({ $value }) entrano con un codice a sei cifre.
self-test-why-passkeys = Una pagina falsa può farsi dare il codice. Per chi amministra o vede dati protetti serve una chiave di accesso, che Approdo non ha ancora.
self-test-do-passkeys = Ricorda a tutti di guardare l’indirizzo prima di scrivere il codice.

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
self-test-why-clock = Il registro dice quando è successo ogni fatto: con un orologio sbagliato la prova non tiene.
self-test-do-clock = Controlla la sincronizzazione dell’ora (NTP) su questa macchina e su quella del database.
