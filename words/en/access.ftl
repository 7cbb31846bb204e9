# The door: log-in, code, links that are shown once.
access-login-title = Log in
access-login-go = Log in
access-login-again = Start again
access-login-wrong = E-mail and password do not match. Check both and try again.
access-login-lost = Lost your password or your phone? Ask whoever runs the system: two of them can give you a new start.
access-login-kept = For a while you wrote nothing and the session ended. What you had written is safe: log in and you find it again.
access-login-ready = Done. Now log in with your e-mail, the new password and a code.
access-login-out = You closed the session.
access-email = E-mail
access-password = Password
access-password-new = New password
access-password-current = Present password
access-password-again = The same once more
access-password-hint = At least 15 characters. Three or four random words do very well.
access-code = Code
access-code-hint = The six digits that the phone shows now
access-code-title = The code from the phone
access-code-wrong = This code is wrong or was used before. Wait for the next one and try again.
access-wait-seconds = { $seconds ->
    [one] Too many tries: try again in one second.
   *[other] Too many tries: try again in { $seconds } seconds.
}
access-wait-minutes = { $minutes ->
    [one] Too many tries: try again in one minute.
   *[other] Too many tries: try again in { $minutes } minutes.
}
access-elevate-title = Confirm that it is you
access-elevate-why = This step needs the code from the phone again. It is good for ten minutes.
access-elevate-why-either = This step needs your passkey again, or the code from the phone. It is good for ten minutes.
access-elevate-why-passkey = This step needs your passkey again. It is good for ten minutes.
access-elevate-go = Confirm
access-needs-code = Saving needs the code from the phone: confirm it before you write.
access-link-invite-title = Welcome to Approdo
access-link-invite = Choose a password and connect your phone: then you can log in.
access-link-first-title = The first administrator
access-link-first = Nobody has an account yet. The first one runs the system and invites the others.
access-link-reset-title = A new start
access-link-reset = Choose a new password and connect your phone again. Whatever was open has been closed.
access-link-for = For { $name }, { $email }.
access-link-go = Activate the account
access-link-gone-title = This link is no longer good
access-link-gone = It was used, it is too old, or a part is missing. Ask whoever gave it to you for a new one.
access-link-gone-on = Go to the log-in
access-totp-title = Connect the phone
access-totp-how = Open an app for codes on the phone and scan the picture. Then type below the code that it shows.
access-totp-picture = Picture to scan with the app for codes
access-totp-by-hand = If you cannot scan it, type this key:

# Passkeys: a second factor that cannot be phished.
access-second-title = The second factor
access-passkey-use = Use the passkey
access-passkey-or-code = Or the code from the phone
access-passkey-only = This account opens with its passkey: the code from the phone alone is not enough for what it may do.
access-passkey-none-title = This account needs a passkey
access-passkey-none = The code from the phone alone is not enough for what this account may do, and it has no passkey yet. Ask two people who run the system for a new start: with their link you add one.
access-passkey-script = A passkey needs JavaScript: switch it on in this browser and load the page again.
access-passkey-waits = Follow what the browser or the phone asks.
access-passkey-failed = No passkey was used. Try again; if it is not with you, use another way in.
access-passkey-missing = This browser has no passkeys. Use a newer one, or another way in.
access-passkey-wrong = This passkey was not accepted, or too much time went by. Try again.
access-passkeys = Passkeys
access-passkeys-why = A passkey is in the phone, in the computer or in a security key. A false page cannot ask for it: it is safer than the code.
access-passkeys-added = Added: { $moment }.
access-passkeys-used = Last used: { $moment }.
access-passkeys-never = Not used yet.
access-passkeys-remove = Remove { $name }
access-passkeys-add = Add a passkey
access-passkeys-how = Have the phone, the computer or the security key at hand: the browser asks for its PIN, your finger or your face.
access-passkeys-ends = When it is added, you are logged out wherever else you are logged in.
access-passkeys-name = What you call it
access-passkeys-name-hint = For example: phone, security key in the drawer
access-passkeys-make = Make the passkey
access-passkeys-failed = No passkey was made. Try again, and follow what the browser asks.
access-passkeys-ended = Wherever else you were logged in is closed, and links that were waiting are no longer good.
access-passkeys-not-taken = The passkey was not added: too much time went by, or it is already in an account. Try again.
access-passkeys-too-many = You already have five passkeys: remove one that you no longer use.
access-passkeys-not-here = Passkeys do not work at this address, which is a number. Whoever runs the system can give it a name.
access-passkeys-last-title = This passkey stays
access-passkeys-last = Without it nothing would open this account any more. Add another one first.
access-passkeys-back = Back to your account
access-passkeys-first-title = Add a passkey
access-passkeys-first = The account is active. With a passkey, too, it is safer: a false page cannot ask for it. You can also do it later, from your account.
access-passkeys-first-must = The account is active, and opens only with a passkey: add one now.
access-passkeys-later = Not now: log in

# One's own account.
access-me-title = Your account
access-me-language = Language of the pages
access-me-password = Change the password
access-me-password-go = Change the password
access-me-sessions = Where you are logged in
access-me-session = Logged in: { $start }. Seen: { $seen }.
access-me-session-this = It is this one.
access-me-everywhere = Log out everywhere
access-me-everywhere-why = If you left another computer open, close everything from here. Then log in again.
access-back-to-page = Back to the page

# Log-in by an outside provider.
access-outside-ways = Other ways in
access-outside-go = Log in with { $name }
access-outside-nobody-title = No account for you here
access-outside-nobody = { $name } knows you, but no account here that is open belongs to you. If you work here, ask whoever runs the system to link your account, and tell them this identifier:
access-outside-gone-title = This log-in was not completed
access-outside-gone = It took too long, was cancelled, or was already used. Nothing has changed: start again.
access-outside-away-title = { $name } is not available
access-outside-away = Its answer did not come, or could not be trusted. Try again in a minute, or log in with e-mail and password.
access-outside-wait-title = One moment
access-outside-again = Back to the log-in

# Users and teams.
access-users-title = Users
access-users-text = Name or e-mail
access-users-role = Role
access-users-any-role = All roles
access-users-any-state = All states
access-users-show = Show
access-users-all = All users
access-users-count = { $count ->
    [one] One user
   *[other] { $count } users
}
access-users-here = { $first }–{ $last } of { $count }
access-users-pages = Pages of users
access-users-none = No such user
access-users-none-text = Try fewer letters, or another role or state.
access-user-title = User
access-name = Name
access-roles = Roles
access-team = Team
access-state = State
access-state-active = active
access-state-invited = invited
access-state-suspended = suspended
access-suspended = May not log in
access-suspended-hint = Whatever is open closes at once.
access-partner = Outside organisation
access-partner-hint = Only for those who work for an outside organisation.
access-partner-association = Association
access-partner-hospital = Hospital or health service
access-partner-law_enforcement = Law enforcement
access-partner-employer_training = Employer or training body
access-partner-lawyer = Lawyer or legal desk
access-role-desk = Desk
access-role-case_worker = Social worker
access-role-protected_worker = Worker for protected persons
access-role-supervisor = Supervisor
access-role-mediator = Mediator
access-role-partner_user = User of an outside organisation
access-role-partner_admin = Contact of an outside organisation
access-role-approver = Approves payments
access-role-payer = Pays
access-role-editor = Editor of the guide
access-role-analyst = Statistics
access-role-auditor_dpo = Audit and data protection
access-role-sysadmin = Runs the system
access-invite-title = Invite someone
access-invite-why = You will hand over a link, which is good for three days and once only.
access-invite-go = Make the link
access-link-shown-title = The link to hand over
access-link-shown-invite = Give it to the person invited. It is good until { $until }.
access-link-shown-reset = Give it to the person now, by voice or by hand. It is good until { $until }.
access-link-shown-once = You see it only now: the system does not keep it.
access-relink = Make a new link
access-relink-why = If the link is too old or was lost, the new one takes its place.
access-reset-title = A new start
access-reset-why = If password or phone were lost, ask for a new start. Another person has to agree.
access-reset-ask = Ask for a new start
access-reset-agree = I agree
access-reset-agree-why = A colleague asks for a new start of this person. Make sure in person that it is really them: then whatever is open closes and you see the link.
access-reset-wait = You asked for it yourself: now another person has to agree.
access-reset-not-asked = Nobody has asked for it in the last 24 hours. Ask for it yourself: then another person has to agree.
access-reset-not-active = This account is not active: there is nothing to start again. If it is suspended, open it first; if it is invited, make a new link.
access-reset-oneself = Nobody can ask for themselves: another person who coordinates or runs the system asks for you.
access-teams-title = Teams
access-team-new = New team
access-team-name = Name of the team
access-team-rename = Rename

# Errors.
access-error-email = This address is not whole: write it like name@city.example
access-error-email-taken = Another account has this e-mail: write another one, or look for that account among the users
access-error-partner = Whoever works in an outside organisation has its kind and only roles of outside organisations: take out the other roles, or the kind
access-error-oneself = Nobody changes their own rights: ask who runs the system with you.
access-error-again = The two passwords differ: write both again
access-error-current = This is not the present password: write it again. If you do not remember it, ask who runs the system to let you start again
access-error-password-short = These are fewer than 15 characters: add a word
access-error-password-long = These are more than 128 characters, or there is a sign that cannot be seen: shorten it, or type it again by hand
access-error-password-common = This one is guessed early: choose words that do not go together
access-error-password-personal = It is made almost only of your name or e-mail: choose other words
access-stale-title = Someone saved before you
access-stale-text = Meanwhile this has changed. What you wrote is kept: open the page again, look at what has changed and save again.
access-stale-account = Someone saved before you. This is what stands there now; below is what you wrote.
access-misused-title = Open the page again
access-misused-text = This form was sent before with another text: that one counts, and the new one was not saved. Open the page again, look, and try once more.

access-private-title = Your telephone and your address
access-private-short = Optional: it helps not to put a relative or a neighbour before you.
access-private-open = What this is
access-private-why = Nobody should work for a relative, a neighbour or an ex-partner. If you write your private details here, the service notices by itself when a person has the same telephone, or the same surname at the same address.
access-private-who = You alone see them. They stay encrypted and are compared without being read. If something coincides the supervisor checks it: you are not told, so as not to reveal to you who comes to the service.
access-private-free = It is optional. You can take them back whenever you want: empty the fields and save.
access-private-phones = Your private telephones
access-private-phones-hint = One a line, five at most
access-private-surname = Surname on the door of your home
access-private-surname-hint = Your own, or that of whoever lives with you
access-private-address = Street and number
access-private-address-hint = Such as via Roma 12
access-private-error-phones = Write one telephone a line, five at most, each with six digits or more.
access-private-error-home = Surname and address are needed together: write this one too, or take out the other.
