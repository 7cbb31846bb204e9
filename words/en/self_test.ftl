# The self-test: every way in which this house is less safe than it could be.
self-test-title = Self-test
self-test-checked = Checked just now, at { $time }
self-test-lead = { $count ->
    [0] Everything is as it should be.
    [one] One thing is less safe than it could be.
   *[other] { $count } things are less safe than they could be.
}
self-test-deviations = To put right
self-test-unknown = Could not be checked
self-test-safe = As it should be
self-test-do = What to do:

self-test-name-demo = Made-up data
self-test-found-demo = This house holds the demo city.
self-test-why-demo = Made-up data gets mixed up with real data, and the demo’s log-in codes are public.
self-test-do-demo = Open the real service in a new directory or database.

self-test-name-second-factor = Second factor
self-test-found-second-factor = Active accounts without a second factor: { $value }.
self-test-why-second-factor = With the password alone, stolen or guessed, anyone gets in for them.
self-test-do-second-factor = Open the page of each account and ask for a new start: at the first log-in they choose a password and a second factor.

self-test-name-loopback = Listening address
self-test-found-loopback = The service answers the network, unencrypted, on { $value }.
self-test-why-loopback = Whoever is on the same network reads passwords and pages as they pass.
self-test-do-loopback = Have it answer this machine only, with listen = "127.0.0.1:8480", and put a web server with TLS in front.

self-test-name-keys-mode = Modes of the keys
self-test-found-keys-mode = Other users of the machine can open: { $value }.
self-test-why-keys-mode = Who has the keys reads everything that is encrypted in the database and its backups.
self-test-do-keys-mode = Take the rights of others away: chmod -R go-rwx on the key directory.

self-test-name-keys-apart = Keys apart from the data
self-test-found-keys-apart = The keys lie with the data: { $value }.
self-test-why-keys-apart = Who takes a copy of the data directory has the keys to read it too.
self-test-do-keys-apart = Stop the service, move the keys to a directory of their own and name it with --keys.

self-test-name-data-mode = Modes of the data
self-test-found-data-mode = Other users of the machine can enter the data directory: { $value }.
self-test-why-data-mode = They can copy it, and give the service orders.
self-test-do-data-mode = Take the rights of others away: chmod 700 on the data directory.

self-test-name-socket-mode = Modes of the socket
self-test-found-socket-mode = Other users of the machine can give the service orders: { $value }.
self-test-why-socket-mode = Through the socket users are invited and people taken in.
self-test-do-socket-mode = Restart the service: it makes the socket for its owner alone. If it opens again, look at the directory.

self-test-name-engine = Settings of the database
self-test-found-engine = The database is not set to lose nothing: { $value }.
self-test-why-engine = After a crash something that was said to be saved may be missing.
self-test-do-engine = Set these back to the database’s normal values (on) and restart it.

self-test-name-database-way = Way to the database
self-test-found-database-way = The database is on another machine and the way there is not encrypted.
self-test-why-database-way = Personal data travels sealed, but roles, times and fingerprints do not, and somebody may change them on the way.
self-test-do-database-way = Use a private network between the two machines, or an encrypted tunnel.

self-test-name-sequencer = Numbering of the trail
self-test-found-sequencer = The oldest entry has waited { $value } seconds for its number.
self-test-why-sequencer = Until it is numbered the entry is not part of the proof.
self-test-do-sequencer = Look at the log of the service; if another node hangs, restart it.

self-test-name-checkpoint = Checkpoints
self-test-found-checkpoint = The latest part of the trail has waited { $value } seconds for its signature.
self-test-why-checkpoint = Without a signature the recent trail can be rewritten unnoticed.
self-test-do-checkpoint = Look at the log of the service and run approdo audit verify.

self-test-name-public-address = Public address
self-test-found-public-address = No public address with https was given.
self-test-why-public-address = Browsers are not told to come back encrypted only, and forms are not bound to one address.
self-test-do-public-address = Put a web server with TLS in front and write public_address = "https://…" into the settings.

self-test-name-outgoing = Calls to this machine
self-test-found-outgoing = The service may call ports of this machine, without TLS: { $value }
self-test-why-outgoing = Whoever takes over such a port can say who logs in.
self-test-do-outgoing = Take the entry out of outgoing in the settings, unless it is a gateway of the city’s own that must stand there.

self-test-name-own-witness = Witness beside the keys
self-test-found-own-witness = The trail has no witness in the key directory.
self-test-why-own-witness = If somebody puts an older database back, nobody notices.
self-test-do-own-witness = Let the service write into the key directory and restart it.

self-test-name-witnesses = Witnesses outside
self-test-found-witnesses = Witnesses of the trail on other disks: { $value }; two are wanted.
self-test-why-witnesses = Who controls the whole machine can rewrite the trail too.
self-test-do-witnesses = Name two files on other disks or machines as witnesses.

self-test-name-erasure-journal = Erasure journal
self-test-found-erasure-journal = The list of erased persons is on no other disk (files: { $value }).
self-test-why-erasure-journal = If it is lost with the keys, an older backup can bring back who was erased.
self-test-do-erasure-journal = Name in erasure_journals a file on another disk or machine.

self-test-name-witnessed = Copies of the checkpoints
self-test-found-witnessed = A checkpoint has waited { $value } seconds for its witnesses.
self-test-why-witnessed = Until they have it they can prove nothing.
self-test-do-witnessed = See that the files named as witnesses can be written.

self-test-name-passkeys = Log-in that cannot be phished
self-test-found-passkeys = The active accounts ({ $value }) log in with a code of six digits.
self-test-why-passkeys = A false page can ask for the code. Who administers or sees protected data needs a passkey, which Approdo does not have yet.
self-test-do-passkeys = Remind everyone to look at the address before typing the code.

self-test-name-protected-team = Team for people in danger
self-test-found-protected-team = Active workers for protected people: { $value }.
self-test-why-protected-team = Whoever is hidden is seen by them alone. Without any, nobody can help her; with one, nobody can show her again, for that takes two.
self-test-do-protected-team = Give at least two people the role of worker for protected people, each with a team.

self-test-name-root = User of the machine
self-test-found-root = The service runs as the machine’s administrator (root).
self-test-why-root = A fault of the service would give the whole machine to whoever finds it.
self-test-do-root = Run it as a user of its own, without other rights.

self-test-name-core-dumps = Copies of the memory
self-test-found-core-dumps = After a crash the memory may end up on the disk.
self-test-why-core-dumps = Keys and open data are in memory.
self-test-do-core-dumps = Start the service with LimitCORE=0, or ulimit -c 0.

self-test-name-debug-build = Build for trying
self-test-found-debug-build = The program was built for trying.
self-test-why-debug-build = It is slow and reads texts and sheets from the disk, where others may change them.
self-test-do-debug-build = Use the program built with cargo build --release.

self-test-name-backup = Backup
self-test-found-backup-never = No backup was ever proved.
self-test-found-backup-old = The last proved backup is { $value } hours old.
self-test-why-backup = A backup that was not proved may never come back; an old one loses days of work.
self-test-do-backup = Run approdo backup FILE: a backup counts once the service has restored and checked it.

self-test-name-clock = Clock
self-test-found-clock-back = The clock is { $value } seconds behind the last entry of the trail.
self-test-found-clock-apart = The clocks of this machine and of the database differ by { $value } seconds.
self-test-why-clock = The trail says when each thing happened: with a wrong clock the proof does not hold.
self-test-do-clock = Look at the time synchronisation (NTP) of this machine and of the database’s.
