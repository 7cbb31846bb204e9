# Looking for a person.
people-search-title = Who has come?
people-search-name = Name, in any script and order
people-search-born = Born in
people-search-country = Country
people-search-hint = Year and country narrow it down; a phone or document number works in the first field too.
people-found = { $count ->
    [0] Nobody looks like “{ $name }”
    [one] One person looks like “{ $name }”
   *[other] { $count } people look like “{ $name }”
}
people-found-nobody = We looked at other scripts and orders too, and at small errors. Try the phone or the document, or write down a new person.
people-found-more = There are more: add the year of birth or the country.
people-keys-choose = Choose with
people-keys-open = open with
people-none-of-these = None of these: new person
people-none-hint = The name stays as you typed it; the Latin form can be added later.
people-go-on-nameless = Go on without a name
people-born = birth: { $date }
people-born-unknown = birth not recorded
people-imported-as = imported with number { $number }

# How alike, and why.
people-verdict-match = Almost certainly
people-verdict-other-birth = Same name, other birth
people-verdict-near = Very close name
people-verdict-possible = Possible
people-part-given = Given name
people-part-family = Family name
people-part-name = Name
people-part-birth = Birth
people-part-sex = Sex
people-part-country = Country
people-part-document = Document
people-part-tax-code = Tax code
people-part-phone = Phone
people-how-same = the same
people-how-other-script = also written { $theirs }
people-how-transliteration = other spelling: { $theirs }
people-how-article-joined = article joined or apart: { $theirs }
people-how-words-joined = written as one word or two: { $theirs }
people-how-order-swapped = other order: { $theirs }
people-how-one-letter = one letter differs: { $theirs }
people-how-vowels-differ = vowels differ: { $theirs }
people-how-initial = only the initial: { $theirs }
people-how-beginning = begins the same: { $theirs }
people-how-missing-part = a part is missing: { $theirs }
people-how-same-year = same year
people-how-first-of-january = same year, but 1 January is what people say when the day is not known
people-how-day-month-swapped = day and month exchanged: { $theirs }
people-how-day-off = same year, other day: { $theirs }
people-how-year-off = year near: { $theirs }
people-how-same-birth-in-code = same birth in the code
people-how-fits-name = the code is made of this name
people-how-different = other: { $theirs }
people-how-not-known = not recorded
people-how-birth-same = the same: { $theirs }
people-how-birth-different = different: { $theirs }
people-how-birth-not-known = not recorded
people-how-birth-one-letter = one digit differs: { $theirs }
people-how-document-one-letter = one sign differs
people-how-tax-code-one-letter = one sign differs
people-how-document-different = other number
people-how-tax-code-different = other code
people-how-phone-different = other number
people-how-sex-different = other

# The page of a person.
people-path = Path
people-one = Person
people-no-diary = No contact to read here
people-no-diary-text = The contacts with her that you may read show here, the newest first.
people-contact = Contact
people-more = More
people-age = { $years ->
    [one] one year old
   *[other] { $years } years old
}
people-citizen-of = citizen of { $country }
people-speaks = speaks
people-followed-by = followed by { $who } since { $day }
people-details = Details
people-origin = Origin
people-origin-import = Came in with an import
people-file-closed = Phone and address are open to who follows her. If you need them, ask who coordinates.
people-change = Change
people-no = NO
people-no-not-asked = NO, never asked

# How to reach her.
people-safe-contact = How to reach her without risk
people-safe_contact = How to reach her without risk
people-safe-contact-lead = Ask her, alone. Leave what you did not ask as it is: for leaving word it counts as no.
people-never-asked = she has not been asked yet
people-asked-on = asked of her on { $day }
people-asked-day = Asked of her on
people-way-call = Call
people-way-text = Text messages
people-way-message = Leave word
people-way-letter = Letter to her home
people-way-email = E-mail
people-way-words = { $way }: what to know
people-hours = Safe hours
people-hours-hint = For example: Tuesday and Thursday, 9-12
people-shared-device = Others use the phone too
people-shared-note = others use the phone too
people-who-answers = Who may answer in her place
people-who-answers-note = { $who } may answer
people-caller = Who had better call
people-caller-woman = a woman calls
people-caller-man = a man calls
people-caller-any = it is the same

# Writing down and correcting.
people-new = New person
people-new-lead = A name is enough. The rest is added when it is needed and when she says it.
people-correct-of = Correct { $name }
people-names = Names
people-names-hint = The first is the one she goes by. Add the other scripts: Arabic, Cyrillic, Chinese.
people-given = Given name
people-given-other = Given name, another spelling
people-given-more = Given name, another spelling { $number }
people-family = Family name
people-family-other = Family name, another spelling
people-family-more = Family name, another spelling { $number }
people-birth-heading = Birth and citizenship
people-birth = Birth date
people-birth-hint = 3/5/1991, or 5/1991, or the year alone
people-birth_country = Country of birth
people-citizenship = Citizenship
people-citizenship-other = Another citizenship
people-citizenship-more = Another citizenship { $number }
people-citizenships = Citizenships
people-sex = Sex
people-identifiers = Documents and codes
people-identifier-kind = Which document
people-identifier-kind-other = Another document
people-identifier-kind-more = Another document { $number }
people-identifier-value = Number
people-identifier-value-other = Number of the other document
people-identifier-value-more = Number of the other document { $number }
people-languages = Languages
people-language = Language
people-language-other = Another language
people-language-more = Another language { $number }
people-interpreter = Interpreter
people-contact_points = Phone and e-mail
people-phone = Phone
people-phone-other = Another phone
people-phone-more = Another phone { $number }
people-email = E-mail
people-email-other = Another e-mail
people-email-more = Another e-mail { $number }
people-phone-words = What to know about the phone
people-phone-words-other = What to know about the other phone
people-phone-words-more = What to know about the other phone { $number }
people-email-words = What to know about the e-mail
people-email-words-other = What to know about the other e-mail
people-email-words-more = What to know about the other e-mail { $number }
people-address = Where she lives
people-home = Home
people-home-at = At an address
people-home-none = No fixed home
people-home-not-recorded = Not recorded
people-home-line = Street and number
people-home-area = Area

# What is wrong, and what would be right.
people-error-search = The field is empty: write a name, a phone or a document number
people-conflict-lead = While you were writing, someone else saved. Nothing is lost: choose which text stays, field by field, and save.
people-error-name = The name is missing: write at least one part of it, in any script
people-error-many = More than twenty entries in one list: take some out
people-error-country = I do not know this country: write its English name, such as Morocco, or its code, such as MA
people-error-language = I do not know this language: write its English name, such as Arabic
people-error-phone = The number has fewer than five digits: write the whole of it, or leave it empty
people-error-email = There is no @ in this address: correct it, or leave it empty
people-error-home = You chose “At an address”: write the street, or choose another answer
people-error-identifier-kind = There is a number without a document: choose which document it is
people-error-asked-on = This day is still to come: write today or a day in the past

# History and who follows her.
people-history = History
people-history-of = History of { $name }
people-history-more = Older changes are not shown here.
people-created = Written down for the first time
people-someone = A colleague
people-worker-change = Who follows her
people-worker-lead = From when you save, phone and address are open to whom you choose here.
people-worker = Reference worker
people-team = Team

# Taking people in from a file.
people-import-link = Import people from a CSV file
people-import = Import people
people-import-lead = First you see what every row would become. All rows are saved, or none.
people-import-waits = A file you sent before still waits for you to confirm it. If you choose another one, it takes its place.
people-import-file = CSV file
people-import-file-hint = A spreadsheet saved as CSV, with the names of the columns in the first line. At most { $rows } rows and 32 MB.
people-import-look = See what is in it
people-import-known = The columns we know
people-import-known-text = A given name or a family name is needed. The other columns we know are saved; those we do not know are left aside, and we say so before saving.
people-import-known-list = Given name, family name, date of birth, sex, country of birth, document, tax code, phone, e-mail, number where it comes from (rec_id).
people-import-error-none = Choose a file
people-import-error-large = The file is larger than 32 MB: split it into several files
people-import-error-empty = The file is empty: its first line must say the names of the columns
people-import-error-not-text = This is not a text file: open the table and save it as CSV (UTF-8)
people-import-error-columns = The file has { $has } columns and we read at most 512: remove those that are not needed
people-import-error-rows = The file has more than { $most } rows: split it into several files
people-import-error-table = From line { $line } on the table cannot be read: check that every quotation mark is closed
people-import-error-twice = The column “{ $column }” is there twice: give each a name of its own
people-import-error-no-name = We find neither the given nor the family name: choose which column it is
people-import-preview = Preview
people-import-broken-off = The import stopped at { $time } and nobody was saved.
people-import-stopped = Someone stopped it from this page. You can confirm again, or remove the file.
people-import-broken = Something broke on our side, not in the file. Confirm again; if it happens again, tell whoever looks after the system.
people-import-silent = The service was restarted while it worked. The file is still here: you can confirm again.
people-import-sound = { $count ->
    [one] One row read, and it is fine.
   *[other] { $count } rows read, and all of them are fine.
}
people-import-wrong = { $wrong ->
    [one] One row of { $count } needs mending. While it is there nobody is saved: mend it in the file and send it again.
   *[other] { $wrong } rows of { $count } need mending. While one is there nobody is saved: mend them in the file and send it again.
}
people-import-no-rows = There is no row under the names of the columns: check the file and send it again.
people-import-written = Text in { $encoding }, columns separated by { $separator }.
people-import-comma = comma
people-import-semicolon = semicolon
people-import-tab = tab
people-import-confirm = { $count ->
    [one] Save one person
   *[other] Save { $count } people
}
people-import-mended = Send the mended file
people-import-drop = Remove the file
people-import-kept = The file stays here encrypted, for an hour at most: then it is gone by itself.
people-import-faults = To be mended
people-import-faults-caption = Rows to be mended in the file
people-import-faults-more = You see { $shown } here. The others show up when these are in order.
people-import-line = Line
people-import-line-of = Line { $line }
people-import-column = Column
people-import-what = What is wrong
people-import-whole-row = the whole row
people-import-long = At most { $most } characters fit here: shorten the text
people-import-control = There is a sign that cannot be seen: write the text again
people-import-date = Not a date: write 3/5/1991, 1991-05-03 or only the year
people-import-month = There is no month { $typed }: if the month comes before the day in this file, say so below under “Columns”
people-import-sex = Write F, M or X, or leave it blank
people-import-width = The row has { $has } columns and the first line { $wants }: put cells that hold the separator in quotation marks
people-import-undecodable = Some signs cannot be read: save the file as CSV (UTF-8)
people-import-first = The first people
people-import-first-caption = How they will be saved
people-import-columns = Columns
people-import-columns-known = { $count ->
    [0] No column recognised.
    [one] One column recognised.
   *[other] { $count } columns recognised.
}
people-import-columns-aside = Left aside:
people-import-columns-change = Change the columns
people-import-columns-hint = For each fact choose the column of the file. Leave blank what is not there, or what you do not want to save.
people-import-column-rec_id = Number where it comes from
people-import-column-given_name = Given name
people-import-column-family_name = Family name
people-import-column-sex = Sex
people-import-column-birth_date = Date of birth
people-import-column-birth_country = Country of birth
people-import-column-document_no = Document
people-import-column-tax_code = Tax code
people-import-column-phone = Phone
people-import-column-email = E-mail
people-import-dates = How dates are written
people-import-day-first = Day first, or year first
people-import-month-first = Month first
people-import-look-again = Look again
people-import-running = Importing
people-import-running-text = Nobody sees these people yet: they all appear together at the end.
people-import-step-rows = Step 1 of 2, reading and encrypting
people-import-step-order = Step 2 of 2, preparing the search
people-import-of = { $done } rows of { $total }
people-import-share = { $share }%
people-import-running-leave = The page renews itself. You can also leave it: the import goes on, and you find it here again.
people-import-stop = Stop
people-import-stop-hint = If you stop it, nobody is saved.
people-import-done = Import finished
people-import-filed = { $count ->
    [one] One person saved at { $time }.
   *[other] { $count } people saved at { $time }.
}
people-import-own = Every row became a person of its own: none was joined with one who was already there.
people-import-nobody = Nobody follows them yet. You find them by searching.
people-import-find = Look for a person
people-import-another = Import another file

# The safety of a person: hiding her, keeping someone away.
people-safety = Protection and privacy
people-protect = Put her under protection
people-protect-lead = If someone could harm her by knowing she is here, protect her now. From this moment only the protected team that follows her sees her: for everybody else, you too, this file no longer exists. Lifting it takes two people of that team.
people-protect-team = Team that will follow her
people-protect-button = Protect her now
people-protected = Under protection
people-protected-since = Since { $day } only the protected team that follows her sees her.
people-sought = Who searched for her
people-sought-lead = They searched with what would find her, and did not find her. Judge with your team whether that is a danger.
people-sought-nobody = Since she is protected nobody who may not see her has searched for her.
people-unprotect-lead = Lifting a protection takes two: one person of the team asks, another confirms within seven days.
people-unprotect-asked = On { $day } someone asked to lift the protection.
people-unprotect-wait = You asked for it: another person of the team has to confirm.
people-unprotect-ask = Ask to lift the protection
people-unprotect-agree = Confirm and lift the protection
people-conflict-mine = Do you know her privately?
people-conflict-mine-lead = A relative, a neighbour, an ex-partner, the same employer: if you know her outside, step back. From this moment you see nothing of her. Only a coordinator can open the file to you again.
people-conflict-mine-button = Step back
people-conflict-asked = Is there someone of us she does not want to meet?
people-conflict-asked-lead = A person can ask that someone of the service does not deal with her. She need not say why.
people-conflict-who = Whom to keep away
people-conflict-asked-button = Keep away
people-conflicts = Who does not deal with her
people-conflicts-none = Nobody has been excluded.
people-conflict-by-herself = stepped back on { $day }
people-conflict-by-the-person = the person asked for it on { $day }
people-conflict-end = Let near again
people-done-hidden = Done. From now on only the protected team sees her.
people-done-away = Done. From now on you see nothing of her.
people-error-nobody-protects = Nobody in the city can follow her under protection: nobody has the role, or whoever has it must keep away from her. The file would be left with no one. Ask who runs the system at once to give another person the role.
people-error-nobody-else = Nobody would see her any more. First have the role for following protected persons given to another person; if the danger is now, speak to a coordinator.
people-error-out-of-sight = She is under protection, and nobody could see her there: choose someone who follows protected persons, or their team.
people-error-choose-team = Choose the team that will follow her.
people-error-same-person = You asked for it yourself: another person of the team has to confirm.
people-error-colleague = Choose from the list whom to keep away.

# Emergency opening
people-glass-link = Emergency opening
people-glass-link-sought = In danger, and you cannot find her? Emergency opening by two
people-glass-title = Emergency opening
people-glass-lead = For when waiting for whoever follows her would put her in danger. It opens her file for 60 minutes, to read and nothing else.
people-glass-sought-lead = For when someone is in danger and no search shows them. It takes two: a colleague is beside you and confirms on this same screen.
people-glass-rule-told = Whoever follows her, the supervisor and the data protection officer hear of it at once. Within 72 hours somebody judges whether it was right.
people-glass-rule-hour = It lasts 60 minutes and is not extended. One person at a time: what you choose now cannot be changed later.
people-glass-rule-seen = You read, and that is all: no corrections, no export, no print. Every page you open is written down.
people-glass-who = Whom you look for
people-glass-who-hint = The name alone is not enough: the full birth date, or the tax code or the number of a document, is needed too.
people-glass-name = Name and surname
people-glass-born = Birth date
people-glass-born-hint = Day, month and year, such as 3/5/1991
people-glass-number = Tax code or number of a document
people-glass-number-hint = If you do not know the birth date
people-glass-reason = Why
people-glass-reason-life = Her life or health is in danger now
people-glass-reason-violence = Someone who can harm her is near or knows where she is
people-glass-reason-minor = A minor is in danger
people-glass-reason-cannot_speak = She cannot say who follows her and what she needs
people-glass-words = What is happening
people-glass-words-hint = In your own words, without writing the name: whoever judges need not always know it.
people-glass-code = Your code
people-glass-second = The colleague who is with you
people-glass-second-hint = She enters the details of her own account here, in person. Her name is written beside yours.
people-glass-second-more = If a colleague is beside you, what is protected opens too. She enters the details of her own account here, in person.
people-glass-second-email = Her e-mail
people-glass-second-password = Her password
people-glass-second-code = Her code
people-glass-button = Open for 60 minutes
people-glass-error-reason = Choose the reason that comes closest.
people-glass-error-short = Write at least a sentence, 20 characters or more: whoever judges will need it.
people-glass-error-named = Her name, or a part of it, is in here. Take it out: whoever is told need not always know it.
people-glass-error-code = Enter the code that your phone shows now.
people-glass-error-born = Write the full birth date, or the tax code or the number of a document.
people-glass-error-second-part = All three are needed: e-mail, password and code of the colleague.
people-glass-error-second = The colleague is not confirmed. Check e-mail, password and code; or call another colleague who works with persons.
people-glass-stop-running = You have an emergency opening running. Close it with the button above, then try again.
people-glass-stop-suspended = An opening of yours has waited for its judgement for more than 72 hours: until it comes you cannot open anyone. Call your supervisor or the data protection officer now.
people-glass-stop-trail = The trail of accesses is behind, and without the trail nothing opens. Try again in a minute; if it goes on, tell whoever runs the system and call whoever follows her.
people-glass-stop-not-reviewed = You opened her file before and nobody has judged it yet: opening it again would be extending it. Ask your supervisor for the judgement, or have another colleague open it.
people-glass-stop-nobody = There is nobody with these details. Check them with whoever is before you; if the danger is now, call 112.
people-glass-stop-several = Several people have these details. Add the tax code or the number of a document.
people-glass-stop-own = You opened it, or were the second person: others judge.
people-glass-stop-reviewed = Someone has given a judgement already.
people-done-closed = Done. The emergency opening is closed.
people-glass-notices = Notices
people-glass-to-review = Emergency openings to judge
people-glass-suspended = An emergency opening of yours has waited for its judgement for more than 72 hours: until it comes you cannot open anyone. Call your supervisor.
people-glass-told = { $who } opened a file in an emergency.
people-glass-told-reviewed = Your emergency opening was judged.
people-glass-told-right = Your emergency opening was right.
people-glass-told-wrong = Your emergency opening was not right. Speak with your supervisor.
people-glass-reference = Ref. { $reference }
people-glass-with = with { $who }
people-glass-seen = I have seen it
people-glass-look = Look and judge
people-glass-late = Over 72 hours: whoever opened is suspended from other openings
people-glass-hours-left = { $hours ->
    [one] { $hours } hour left
   *[other] { $hours } hours left
}
people-glass-all = All emergency openings
people-glass-all-lead = The last 50, by reference and without the names of the persons helped.
people-glass-none = No opening
people-glass-none-text = Nobody has ever opened a file in an emergency.
people-glass-right = It was right
people-glass-wrong = It was not right
people-glass-one = Emergency opening
people-glass-fact-reference = Reference
people-glass-fact-when = When
people-glass-fact-second = Second person
people-glass-alone = None
people-glass-fact-review = Judgement
people-glass-looks = What was looked at
people-glass-looks-none = Nothing.
people-glass-review = Your judgement
people-glass-review-lead = Look at the reason and at what was looked at. If it was right, say so; if it was not, say so and why.
people-glass-verdict = Opening was
people-glass-verdict-right = Right
people-glass-verdict-wrong = Not right
people-glass-said = Why
people-glass-review-button = Save the judgement
people-glass-error-verdict = Say whether it was right or not.

# Safe address
people-address-title = Safe address
people-address-lead = Where a protected person stays. It is read one at a time, only by saying why, and the reason is written down. It is not in the file, in lists, in the history, in print or in letters.
people-address-none = No address is written.
people-address-written = Written on { $day }.
people-address-ask = Reading the address
people-address-reason = Why you need it now
people-address-reason-visit = Someone goes to her
people-address-reason-deliver = Something is taken to her
people-address-reason-accompany = She is accompanied
people-address-reason-rescue = Help is sent to her now
people-address-reason-check = To check whether it still holds
people-address-show = Show
people-address-now = You see it now and only now: reloading the page makes it vanish.
people-address-place = Where she stays
people-address-place-hint = And what to know to get there without bringing anyone along.
people-address-letters = Letters
people-address-by-hand = Are delivered by hand
people-address-care-of = In care of a service
people-address-care-of-line = Address of the service
people-address-care-of-hint = Only if letters go to a service: it is the only address that a letter may carry.
people-address-no-print = The safe address is not printed.
people-address-write = Writing it down
people-address-write-anew = Writing another
people-address-write-anew-lead = It takes the place of the one that is written, which is destroyed.
people-address-save = Save the address
people-address-error-reason = Say why you need it: the reason is written down.
people-address-error-letters = Choose how letters reach her.
people-address-error-care-of = Write the address of the service, or choose delivery by hand.
people-address-error-stale = Someone else wrote one while you were writing. Read it, then save again if yours is the right one.

# Proposed conflicts
people-proposed = Possible conflicts to check
people-proposed-lead = This colleague may know her privately. Nothing changes until you answer, and whoever is concerned does not know. Ask with discretion, without saying about whom.
people-proposed-someone = a person
people-proposed-supervisor = a supervisor thinks so
people-proposed-telephone = they have the same telephone
people-proposed-home = they have the same surname and the same address
people-proposed-confirm = It is a conflict: keep away
people-proposed-dismiss = It is no conflict
people-propose = Does someone of your team know her?
people-propose-lead = If you think that a colleague knows her privately, say so here. Whoever leads the team that follows her checks and decides; nothing changes until then.
people-propose-who = Who
people-propose-button = Propose
people-error-staff = Choose someone of your team.
people-conflict-confirmed = proposed and confirmed on { $day }
# Erasing a person: one asks, another confirms, one of the two watches over the data.
people-erasure = Erasure
people-erasure-lead = To erase a person is to destroy for good what the service knows of her. There is no way back.
people-erasure-goes = Her names, how to reach her, her history, her protection, who follows her and all her contacts at the desk go, those written by other teams too.
people-erasure-backups = She also goes from every backup that is restored.
people-erasure-stays = Only a reference without contents stays: who opened the file and when, and that it was erased.
people-erasure-two = It takes two: one asks, the other confirms within a month. One of the two is the data protection officer, the other sees who the person is.
people-erasure-ask-title = Ask for the erasure
people-erasure-reason = Reason
people-erasure-reason-request = The person asked for it
people-erasure-reason-retention = The time of keeping is over
people-erasure-reason-order = A court or the data protection authority ordered it
people-erasure-reason-mistake = Filed by mistake
people-erasure-ask = Ask for the erasure
people-erasure-asked-title = Erasure asked for
people-erasure-asked = { $name } asked for it on { $day }. Reason: { $reason }.
people-erasure-wait = Now the data protection officer, or someone who follows the person, has to confirm.
people-erasure-decided = It is decided and is being carried out now.
people-erasure-no-way-back = If you confirm, she is erased at once and nobody can bring her back.
people-erasure-agree = Confirm and erase for good
people-erasure-decline = Do not confirm
people-erasure-withdraw = Take the request back
people-erasure-back = Back to her file
people-erasures = Erasures
people-erasures-lead = These erasures wait for the second person. You see the reference, the reason and who asked: who the person is, is seen by those who follow her.
people-erasures-none = No request
people-erasures-none-text = No erasure waits to be confirmed.
people-erasures-waiting = Waiting to be confirmed
people-erasure-reference = Reference of the person
people-erasure-reference-hint = The code at the end of the address of her page
people-erasure-by = Asked by
people-erasure-until = Confirm by
people-erasure-answer = Answer
people-erasures-done-asked = Noted. Now someone who follows the person has to confirm.
people-erasures-done-erased = Done. The person is erased.
people-erasures-done-declined = Done. The request is gone and the person stays.
people-done-erased = Done. The person is erased.
people-error-erasure-reason = Choose the reason.
people-error-erasure-asked = The erasure was asked for already: now the other person has to confirm.
people-error-erasure-same-person = You asked for it: another person has to confirm.
people-error-erasure-pair = One of the two must be the data protection officer and the other must see who the person is. Ask the one who is missing.
people-error-erasure-glass = Someone opened her in an emergency and nobody has judged it yet. First it has to be reviewed, then she can be erased.
people-error-erasure-nobody = Nobody has this reference. Check that you copied all of it.
