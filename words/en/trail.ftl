# The trail: who saw or did what, and when.
trail-title = Trail of access
trail-proof-title = Proof of integrity
trail-proof-text = The trail cannot be changed. The proof reads every entry and every signature again and says whether anything was altered; with many entries it can take some seconds.
trail-proof-button = Verify the trail
trail-proof-good = { $count ->
    [one] Nothing was altered: { $count } entry verified
   *[other] Nothing was altered: { $count } entries verified
}
trail-proof-bad = The trail was altered
trail-proof-first = The first entry that does not hold is no. { $number }
trail-proof-next = Change nothing: tell the data protection officer at once, and keep the copies of the checkpoints.
trail-back = Back to the entries
trail-filter-title = Search the trail
trail-person = Reference of the person
trail-person-hint = The code at the end of the address of her page
trail-account = User
trail-day = Day
trail-day-hint = For example 23/11/2026
trail-filter = Show
trail-all = All entries
trail-entries = Entries, the newest first
trail-pages = Pages of the trail
trail-newest = Newest
trail-older = Older
trail-none = No entry
trail-none-text = There is no entry like that. Try with fewer conditions.
trail-when = When
trail-who = Who
trail-what = What
trail-about = Persons
trail-outcome = Outcome
trail-number = no. { $number }
trail-done = Done
trail-refused = Refused
trail-command-line = Command line ({ $name })
trail-and-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
trail-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
trail-error-reference = This is not a reference: copy the whole of it from the address of the file
trail-error-day = Write the day like 23/11/2026

trail-purpose-orientation = to orient
trail-purpose-in_charge = to follow her
trail-purpose-protection = to protect
trail-purpose-legal_duty = by legal duty
trail-purpose-quality = to check quality

trail-act-person-seen = File opened
trail-act-person-named = Name seen in a list
trail-act-person-searched = Search for a person
trail-act-person-searched_many = Search for many persons
trail-act-person-created = Person recorded
trail-act-person-imported = Persons imported
trail-act-person-identity_corrected = Identity corrected
trail-act-person-file_corrected = File corrected
trail-act-person-history_seen = History of changes seen
trail-act-person-assigned = Person assigned
trail-act-contact-recorded = Contact recorded
trail-act-contact-seen = Contact opened
trail-act-contact-listed = List of contacts seen
trail-act-contact-corrected = Contact corrected
trail-act-contact-linked = Contact linked to a person
trail-act-contact-unlinked = Contact unlinked from a person
trail-act-contact-expired = Anonymous contact expired
trail-act-log_in-password = Password entered
trail-act-log_in-code = Second factor entered
trail-act-log_in-begun = Log-in
trail-act-log_in-elevated = Second factor entered again
trail-act-log_in-ended = Log-out
trail-act-log_in-ended_everywhere = Log-out on all devices
trail-act-account-invited = User invited
trail-act-account-made_ready = User made ready
trail-act-account-changed = User changed
trail-act-account-seen = User seen
trail-act-account-listed = List of users seen
trail-act-account-reset_asked = New start asked for a user
trail-act-account-reset_agreed = New start agreed for a user
trail-act-account-reset_alone = New start from the command line
trail-act-own_account-seen = Own profile seen
trail-act-own_account-changed = Own profile changed
trail-act-team-created = Team created
trail-act-team-renamed = Team renamed
trail-act-today-seen = Today page seen
trail-act-trail-seen = Trail consulted
trail-act-trail-verified = Trail verified
trail-act-backup-begun = Backup begun
trail-act-backup-proved = Backup proved
trail-act-backup-restored = Backup restored
trail-act-search = Search
trail-act-see = Reading
trail-act-create = Recording
trail-act-correct = Correction
trail-act-assign = Assignment
trail-act-import = Import
trail-act-administer = Administration
trail-act-verify = Verification

trail-field-identity = identity
trail-field-person_file = file
trail-field-names = names
trail-field-sex = sex
trail-field-birth = date of birth
trail-field-birth_country = country of birth
trail-field-citizenships = citizenships
trail-field-identifiers = documents
trail-field-languages = languages
trail-field-interpreter = interpreter
trail-field-contact_points = phone and e-mail
trail-field-address = address
trail-field-safe_contact = how to reach her
trail-field-channel = channel
trail-field-language = language
trail-field-themes = themes
trail-field-given = what was given
trail-field-minutes = minutes
trail-field-outcome = outcome
trail-field-next_step = next step
trail-field-note = note
trail-field-notice = privacy notice
trail-field-name = name
trail-field-tongue = language of the pages
trail-field-password = password
trail-field-unaltered = unaltered
trail-field-altered = altered
