# Contributions of the town.

contribution-publication = Is the contribution published, and with which name?
    .short = Publication of the contribution
contribution-publication--not_published = The contributions of this year are { $year_total } in all, within the limit of { $publication_above }: they are not published.
contribution-publication--reason_missing = The contributions of this year are { $year_total } in all and are published. No reason is written: whether the name stays hidden is not known.
    .next = Write the reason of the contribution. In doubt the name is not published.
contribution-publication--published_with_name = The contributions of this year are { $year_total } in all: they are published, with the name.
    .next = Check first that the title of the measure does not tell of health or hardship. The contribution takes effect after the publication.
contribution-publication--published_without_name = The contributions of this year are { $year_total } in all: they are published, without the name.
    .next = The name is not in the file and its hidden data either. The contribution takes effect after the publication.

contribution-decision = By when does the town decide on the request for a contribution?
    .short = Time for the decision
contribution-decision--not_asked = There is no request for a contribution.
contribution-decision--decided = The town has decided already.
    .next = The decision tells the reasons, and how and until when one can appeal.
contribution-decision--out_of_time = The time to decide was over on { $due_by }.
    .next = You can write to the office and ask for the answer. An operator helps.
contribution-decision--answer_now = The office thinks of saying no and wrote why. You can answer until { $answer_by }.
    .next = Write an answer with the papers that are missing. An operator helps.
contribution-decision--in_time = The town decides by { $due_by }, unless its own rules say otherwise.

contribution-criteria = Does the contribution follow published criteria?
    .short = Criteria of the contribution
contribution-criteria--not_published = The criteria are not published: they are fixed and published before a contribution is granted.
    .next = Ask the person responsible where the rules are published.
contribution-criteria--not_shown = The criteria are published, but the proposal does not show that they were followed.
    .next = Write in the proposal which criteria hold and why they are met.
contribution-criteria--criteria_followed = The criteria are published and the proposal shows that they were followed.

contribution-procedure = Have all the steps of the contribution been taken?
    .short = Steps of the contribution
contribution-procedure--no_officer = There is no responsible officer.
    .next = The head of the office names one, and the person is told the name.
contribution-procedure--no_checks = The checks are missing: ISEE, residence, permit, the person's own declarations.
    .next = The responsible officer makes the checks before the proposal.
contribution-procedure--no_assessment = It depends on the rules of the town: usually a social worker's assessment is needed before the proposal.
    .next = Ask the social worker of the service for the assessment, or the town's secretary whether it is needed.
contribution-procedure--same_person = It depends: usually who decides is another person than who proposes. This rule is to be verified.
    .next = Ask the town's secretary who signs the decision.
contribution-procedure--no_visa = It depends: usually the decision takes effect with the accounting visa. This rule is to be verified.
    .next = Ask the accounts office of the town for the visa.
contribution-procedure--steps_taken = From these answers all the steps have been taken.
    .next = See whether the contribution is published, then make the payment order.
contribution-inps_register = Is the contribution sent to the register of INPS (SIUSS)?
    .short = Sending to INPS
contribution-inps_register--nothing_paid = There is no contribution to send.
contribution-inps_register--to_send = Yes: every social contribution is sent to the register of INPS (SIUSS), with the assessment if there is one.
    .next = The office of social services sends it; in doubt it asks whoever keeps the link with INPS.

fact-contribution_asked = On which day was the contribution asked for?
    .short = day of the request
    .hint = It is on the receipt or in the register of the office. If there is none, choose "none".
fact-contribution_decided = Has the town decided already?
    .short = decision taken
fact-refusal_notice = On which day did the letter with the reasons for a no arrive?
    .short = notice of reasons
    .hint = It is a letter before the decision. If none came, choose "none".
fact-refusal_answered = On which day was the answer to this letter sent?
    .short = answer to the notice
    .hint = If there is no answer, choose "none".
fact-criteria_published = Are the criteria for this contribution published?
    .short = criteria published
fact-criteria_shown = Does the proposal show that the criteria were followed?
    .short = criteria shown in the proposal

fact-responsible_officer = Is there a responsible officer?
    .short = responsible officer
fact-checks_made = Have the checks been made (ISEE, residence, permit, declarations)?
    .short = checks made
fact-assessment_made = Is there the social worker's assessment?
    .short = assessment made
fact-decided_by_another = Does another person decide than who proposes?
    .short = another person decides
fact-accounting_visa = Is there the accounting visa?
    .short = accounting visa

value-year_total = Total of the year
value-publish = Is published
value-publish_name = The name is published
value-due_by = Decision by
value-overdue = Out of time
value-answer_by = Answer until
