# Residence in the town.

register-entry = Can I be registered as a resident of the town?
    .short = Registration of residence
register-entry--eu_citizen = For citizens of the European Union other rules hold.
    .next = Ask the registry office (anagrafe) of your town.
register-entry--no_lawful_stay = For residence a permit is needed, or the receipt of the request.
    .next = An operator can look at the ways to a permit.
register-entry--applicant = It depends: for people who asked for protection the law has changed and the practice is not yet clear.
    .next = The reception centre or an operator asks the registry office.
register-entry--home = You probably can: you ask for residence where you really live.
    .next = Bring the permit or the receipt, the passport and a paper of the home to the registry office.
register-entry--centre = You probably can: after more than { $centre_counts_after } the reception centre counts as your home.
    .next = The centre can help you to ask at the registry office.
register-entry--no_home = A place where you usually live is needed. In a reception centre a stay of more than { $centre_counts_after } is needed.
    .next = If you have no home, ask the social service: many towns have a residence for people without a home too.

register-confirmation = Must I tell the town something after my permit is renewed?
    .short = Confirmation of residence
register-confirmation--not_registered = Who has no residence in Italy need not confirm it.
register-confirmation--eu_citizen = Citizens of the European Union need not.
register-confirmation--already_confirmed = The confirmation is done.
register-confirmation--not_renewed = This question is for people with a new permit.
register-confirmation--in_time = Yes: you confirm to the town by { $confirm_by } where you live.
    .next = Bring the new permit to the registry office, or send it online.
register-confirmation--late = The day was { $confirm_by }. It is still possible.
    .next = Go soon to the registry office with the new permit.

register-kept = Do I keep my residence if the permit has expired?
    .short = Residence with an expired permit
register-kept--not_registered = This question is only for people who are registered as residents.
register-kept--eu_citizen = For citizens of the European Union other rules hold.
register-kept--valid = Yes: the permit is valid.
register-kept--pending = Yes: while you wait for the renewal the residence stays.
    .next = Show the receipt if the town asks for it.
register-kept--six_months = You probably do, for some months after the expiry.
    .next = It is good to ask for the renewal soon: while you wait, the residence stays.
register-kept--notice_first = It depends. Before a residence is taken away the town writes a letter and gives { $notice_days } to answer.
    .next = Ask an operator for help with the renewal and with an answer to the letter.

register-fiscal_code = Where do I ask for the tax code (codice fiscale)?
    .short = Tax code
register-fiscal_code--has_it = There is a tax code already.
    .next = With the registration of residence you can ask for the electronic identity card (CIE) at the town hall.
register-fiscal_code--ask_office = It depends on how you entered: the one-stop shop for immigration gives it, or the police office (questura) with the permit, or the tax office (Agenzia delle Entrate).
    .next = Look first whether it is written on the permit or the receipt. If it is not, go to the Agenzia delle Entrate with the passport and the permit or the receipt, or ask an operator.

fact-habitual_home = Do you have a place where you usually live?
    .short = home
    .hint = With friends or family too. A reception centre is asked about later.
fact-centre_since = Since which day do you live in a reception centre?
    .short = in the centre since
    .hint = If you do not live in a centre, choose "none".
fact-home_confirmed = Have you confirmed your home at the registry office after the renewal?
    .short = home confirmed

value-possible_from = You can ask from
value-confirm_by = Confirm by
value-not_before = The residence stays at least until
value-notice_days = Time to answer the letter

fact-has_fiscal_code = Do you have a tax code (codice fiscale) already?
    .short = tax code
    .hint = It is on the health card, and often on the permit.
value-offices = Where to ask
word-immigration_desk = one-stop shop for immigration
word-questura = police office (questura)
word-tax_office = tax office (Agenzia delle Entrate)
