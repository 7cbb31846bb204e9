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
access-error-last-protector = Nobody else in a team could follow protected persons: give someone that role first. If the account is in the wrong hands, suspend it.
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
