# The desk: a new contact.
desk-new-title = New contact
desk-correct-title = Correct the contact
desk-line-channel = Channel
desk-line-language = Language
desk-line-themes = Themes
desk-line-given = You gave
desk-line-given_note = What exactly
desk-line-minutes = Minutes
desk-line-outcome = Outcome
desk-line-who = Who it is
desk-line-next_what = What to do next
desk-line-next_by = By when
desk-line-note = Note
desk-line-notice = Privacy notice
desk-at-most-three = three at most
desk-not-needed = not needed
desk-other = Other…
desk-other-f = Other…
desk-other-language = Another language
desk-other-minutes = Other minutes, 1 to 600
desk-theme-number = Theme { $number }
desk-theme-placeholder = two letters
desk-given-note = What exactly
desk-who-placeholder = Without a name. Type to look for someone already here
desk-who-nobody = Without a name
desk-add-more = Add a next step or a note
desk-note-hint = Read only by those who may read the most protected theme of this contact.
desk-aside = Privacy notice and keys
desk-notice-title = Privacy notice
desk-notice-question = Did you give it?
desk-notice-not-yet = Not yet
desk-notice-now = Yes, now
desk-notice-already = They had it before
desk-notice-language = In which language
desk-notice-languages = For now the text is in Italian and English.
desk-keys-title = With the keyboard
desk-keys-lines = goes to the question
desk-keys-letter = letter
desk-keys-letters = picks inside the question
desk-keys-always = always work, without script too
desk-keys-save = saves from anywhere
desk-draft-saved = Draft saved
desk-draft-failed = Draft not saved: keep writing, we try again
desk-draft-here = This is the draft you left
desk-draft-waits = You left a draft with protected things in it: enter your code to go on with it. If you start writing below, the draft is replaced.

# Errors beside the question.
desk-error-unknown = This name is not in the list. Type its first two letters and pick it
desk-error-nearest = This name is not in the list. Perhaps you meant { $names }: choose one of these
desk-error-several = Several names begin like that: { $names }. Type a few more letters
desk-error-twice = This theme is there already: choose another, or leave it empty
desk-error-too-many = A contact has three themes at most: keep the most important ones
desk-error-reserved = This theme is protected and you could not read it again here. Record a new contact: you can write it there
desk-error-minutes = Minutes go from 1 to 600: write a whole number between these
desk-error-past = This day has passed: write today or a day to come
desk-error-next-by = You wrote what to do next: write by when, too
desk-error-next-what = You wrote by when: write what is to be done, too

# When two people correct at once.
desk-conflict = While you were writing, someone else corrected this contact
desk-conflict-next = The form holds your text. Look at the differences, correct what is needed and save: what you save now counts.
desk-conflict-keep-theirs = I keep the other person's text

# What was saved, in one line.
desk-said-desk = At the desk
desk-said-phone = Phone call
desk-said-email = E-mail
desk-said-outreach = In the street
desk-said-message = Message
desk-said-partner = From a partner
desk-said-web = Web form
desk-said-hospital = In hospital
desk-in-language = in { $language }
desk-did-informed = information given
desk-did-referred = sent elsewhere
desk-did-taken_in_charge = taken in charge
desk-did-booked = appointment given
desk-did-to_finish = to finish
desk-did-nothing = outcome to be written
desk-no-theme = No theme written
desk-print-notice = Print the privacy notice
desk-today-so-far = Today: { $count }

# Whose contact it is.
desk-who-title = Whose contact this is
desk-who-search = Name, birth date, phone or document
desk-who-now = Now it belongs to
desk-who-found = { $count ->
    [0] Nobody found
    [one] One person found
   *[other] { $count } people found
}
desk-who-none = Nobody here with these details
desk-who-none-next = Try fewer words, another spelling or the birth date. If they come for the first time, write a new person.
desk-who-more = There are more: add a date or another part of the name.
desk-who-sure = Almost certainly
desk-who-maybe = Perhaps
desk-who-this = It is { $name }
desk-who-new = None of these: new person
desk-who-new-at-once = New person
desk-who-leave = Leave without a name
desk-who-unlink = Not this person: leave without a name

# Lists.
desk-list-title = Contacts
desk-list-today = Today's contacts
desk-list-label = Contacts, newest first
desk-list-count = { $count ->
    [0] No contact of your team.
    [one] One contact of your team.
   *[other] { $count } contacts of your team.
}
desk-list-day = Day
desk-list-go = Go to the day
desk-list-day-before = The day before
desk-list-day-after = The day after
desk-list-none-today = No contact yet today
desk-list-none = No contact on this day
desk-list-here = { $first }–{ $last } of { $count }
desk-list-pages = Pages of contacts
desk-looked-at = Looked at just now, at { $time }.
desk-no-team = You are not in a team yet, and lists are the team's. Ask who coordinates.
desk-minutes = { $count } min
desk-open = To finish
desk-anonymous = Without a name

# One contact.
desk-show-title = Contact
desk-next-step = Next step
desk-further = Added by someone who reads fewer themes
desk-elevate = Open protected parts too, with your code
desk-diary = Diary
desk-notice-given-on = Given on { $moment }, in { $language }
desk-notice-before = Had it from an earlier contact
desk-notice-not-given = Not given yet
desk-notice-no-text = There is no text in { $language } yet: for now it is in Italian and English. Read it together with the interpreter.
desk-notice-print-how = Print with Ctrl P: only the text below comes out.

# Today.
desk-good-morning = Good morning, { $name }
desk-good-afternoon = Good afternoon, { $name }
desk-good-evening = Good evening, { $name }
desk-today-count = { $count ->
    [0] No contact yet today.
    [one] One contact today.
   *[other] { $count } contacts today.
}
desk-today-open = { $count ->
    [one] One is to finish.
   *[other] { $count } are to finish.
}
desk-today-due = { $count ->
    [one] One step is due in the next days.
   *[other] { $count } steps are due in the next days.
}
desk-today-late = { $count ->
    [one] One step is late.
   *[other] { $count } steps are late.
}
desk-today-no-desk = People and contacts are not part of your work: your sections are above.
desk-your-day = Your day
desk-due = Steps to take
desk-late = late
desk-due-today = today
desk-days = { $count ->
    [one] day
   *[other] days
}
desk-all = All
desk-to-finish = To finish
desk-nothing-open = Nothing to finish.
desk-outcome-missing = outcome missing
desk-drafts = Drafts
desk-alarms = { $count ->
    [one] One alarm waits to be looked at
   *[other] { $count } alarms wait to be looked at
}
desk-alarms-see = Open the alarms
desk-sought = Someone searched for a person whom you protect
desk-sought-lead = Whoever searched did not find her: the page was that of nobody found. Her safety page says who it was.
desk-sought-one = Last search: { $moment }
desk-draft-at = saved on { $moment }
desk-draft-person = New person
desk-draft-contact = Correction of a contact
desk-draft-file = A person's file
desk-draft-other = Unfinished form

# The notice to give away.
desk-slip-title = Your data with us
desk-slip-who = The social service of the City of { $city } is responsible for your data.
desk-slip-what = We write down why you came and what we told you. We write your name only when it is needed or when you want it.
desk-slip-why = This helps us help you, so that you do not have to tell everything each time: the law gives the City this task.
desk-slip-seen-by = Only those who follow you read it. We give it to others only if you know and there is a written reason. Every reading is recorded.
desk-slip-how-long = If we do not write who you are, we delete everything after 90 days.
desk-slip-rights = You may ask to see, correct or delete your data, here at the desk. You may also write to the City's data protection officer or to the Italian data protection authority (Garante).
desk-slip-free = If you do not want to give data, we help you all the same.
