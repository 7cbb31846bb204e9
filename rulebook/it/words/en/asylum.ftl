# The asylum request.

asylum-may_work = I asked for asylum: from when may I work?
    .short = Work with an asylum request
asylum-may_work--no_request = There is no asylum request: this question does not arise.
asylum-may_work--old_regime_open = You probably can work from { $from }, as long as your request is open.
    .next = Show the permit to your employer and the job centre.
asylum-may_work--old_regime_wait = You probably can work from { $from }, if your request is still open on that day.
    .next = Until then there are courses of Italian and training.
asylum-may_work--formalised_open = You probably can work, if your request is still open and the delay is not your own doing.
    .next = Show the document to your employer and the job centre. If they do not accept it, talk to an operator.
asylum-may_work--registered_open = You probably can already work with the document of the registration, if your request is still open and the delay is not your own doing.
    .next = The rule is new and must be confirmed: ask an operator before you sign a contract.
asylum-may_work--wait = You still have to wait: the time to work has not begun yet.
    .next = Until then there are courses of Italian and training. Keep the papers with the dates.
asylum-may_work--not_formalised = The time is counted from the formalisation, and that has not been made yet: it depends on when the police office makes it.
    .next = Talk to an operator to get the appointment at the police office (questura).

asylum-document = Until when is the document of an asylum applicant valid?
    .short = The document of an asylum applicant
asylum-document--no_request = There is no asylum request: this question does not arise.
asylum-document--former_permit = For this request the former permit holds: its expiry is written on it.
asylum-document--before_transition = How long the document is valid depends on the police office.
    .next = Look at the date on the document, or ask an operator.
asylum-document--valid = The document is probably valid until { $valid_until }.
    .next = Always carry it. For the matters of this period the police office (questura) stays in charge until { $asylum_police_until }.
asylum-document--over = The year of the document is over, or the rule is not confirmed: it depends on the police office.
    .next = Talk to an operator to get a new document.

value-may_work = Work is allowed
value-from = From
value-valid_until = Valid until
