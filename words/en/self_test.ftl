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
self-test-do-database-way = Take sslmode=disable out of the address of the database and name the file of whoever signs its certificate with sslrootcert; or use an encrypted tunnel.

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
self-test-found-witnesses = Witnesses of the trail on other disks or hosts: { $value }; two are wanted.
self-test-why-witnesses = Who controls the whole machine can rewrite the trail too.
self-test-do-witnesses = Name two files on other disks as witnesses, or hosts on which approdo witness serve runs as [[witness]]. One on a port of this machine does not count, even where a tunnel leads from it to another.

self-test-name-erasure-journal = Erasure journal
self-test-found-erasure-journal = The list of erased persons is on no other disk (files: { $value }).
self-test-why-erasure-journal = If it is lost with the keys, an older backup can bring back who was erased.
self-test-do-erasure-journal = Name in erasure_journals a file on another disk or machine.

self-test-name-witnessed = Copies of the checkpoints
self-test-found-witnessed = A checkpoint has waited { $value } seconds for its witnesses.
self-test-why-witnessed = Until they have it they can prove nothing.
self-test-do-witnessed = See that the files named as witnesses can be written and that the hosts named in [[witness]] answer.
self-test-found-witness-refuses = Since { $value } a witness on another host refuses the checkpoints: it was shown another trail.

self-test-name-passkeys = Log-in that cannot be phished
self-test-found-passkeys = The code from the phone is enough for every account.
self-test-why-passkeys = A false page can ask for the code. Who runs the system, moves money or works with protected persons needs a passkey.
self-test-do-passkeys = Have each of them add a passkey under “Your account”; then set phishing_resistant = true.

self-test-name-passkey-accounts = Accounts that need a passkey
self-test-found-passkey-accounts = They run the system, move money or work with protected persons, and have no passkey: { $value }.
self-test-why-passkey-accounts = With phishing_resistant they do not get in without one; until then a code that is asked for by a false page opens what they see.
self-test-do-passkey-accounts = Have them add one under “Your account”; who no longer gets in is given a new start by two people.

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
self-test-found-clock-files = The clock is { $value } seconds behind the newest file of the service.
self-test-why-clock = The trail says when each thing happened: with a wrong clock the proof does not hold.
self-test-do-clock = Look at the time synchronisation (NTP) of this machine and of the database’s.

self-test-name-metrics = Figures for Prometheus
self-test-found-metrics = The figures are told to the network, unencrypted, on { $value }.
self-test-why-metrics = They name nobody, and yet tell anyone how much the service works, when, and how its defences are set.
self-test-do-metrics = Have them stand on this machine only, with metrics = "127.0.0.1:9480", and let Prometheus come through an encrypted tunnel.

self-test-name-database-user = User of the database
self-test-found-database-user = The service is a superuser of the PostgreSQL server.
self-test-why-database-user = A fault of the service would open every database there, and the files of the server.
self-test-do-database-user = Make a user that owns this database and nothing else: create role approdo login nosuperuser nocreatedb nocreaterole.

self-test-name-command-line = Command line and people
self-test-found-command-line = The command line may search, show and take in people.
self-test-why-command-line = Whoever becomes the service’s user on this machine sees people’s identity without a log-in of her own.
self-test-do-command-line = Once the import is done, write command_line = false into the settings and restart the service.

self-test-name-keys-disk = Disk of the keys
self-test-found-keys-disk = Keys and data lie on the same disk.
self-test-why-keys-disk = Who takes the disk, or a copy of it, has both and reads everything.
self-test-do-keys-disk = Put the key directory on a disk or stick of its own, and name it with keys in the settings.

self-test-name-administrators = Administrators
self-test-found-administrators = Active administrators: { $value }.
self-test-why-administrators = Alone, nobody can suspend her account if it is stolen, nor help her when she loses her phone.
self-test-do-administrators = Invite a second system administrator.

self-test-name-idle-accounts = Accounts at rest
self-test-found-idle-accounts = Active accounts that have done nothing for 90 days: { $value }.
self-test-why-idle-accounts = Nobody notices when somebody else uses an account that rests.
self-test-do-idle-accounts = Ask whether these people still work here, and suspend the accounts of those who do not.

self-test-name-alarms-unseen = Alarms of the trail
self-test-found-alarms-unseen = Alarms that rang more than a day ago and nobody has reviewed: { $value }.
self-test-why-alarms-unseen = An alarm that nobody looks at protects nobody: whoever pries goes on.
self-test-do-alarms-unseen = Whoever answers for data protection opens Trail, then Alarms, and writes down what each was. If nobody has that role, give it to someone.

self-test-name-alarms-loose = When alarms ring
self-test-found-alarms-loose = These settings make alarms ring later than by themselves: { $value }.
self-test-why-alarms-loose = The later an alarm rings, the more people someone has seen before anybody notices.
self-test-do-alarms-loose = Take them out of [alarms] in the settings, unless the city’s hours or size really ask for it.

self-test-name-swap = Memory on the disk
self-test-found-swap = This machine may put memory out to the disk ({ $value } MB of swap).
self-test-why-swap = Keys and open data in memory can then be read from the disk, long after.
self-test-do-swap = Switch it off (swapoff -a, and take it out of /etc/fstab), or encrypt it with a key that is drawn at each start.

self-test-name-open-files = Open files
self-test-found-open-files = The service may open { $value } files only.
self-test-why-open-files = A few hundred clients that hold a connection and send nothing keep everybody else out.
self-test-do-open-files = Start the service with LimitNOFILE=32768, or ulimit -n 32768.
