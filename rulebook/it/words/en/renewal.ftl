# Asking, renewing, waiting.

renewal-term = When must I ask for the renewal of my permit?
    .short = When to ask for the renewal
renewal-term--already_asked = The request has been made: now you wait for the answer.
    .next = Keep the receipt and carry it with the former permit. If the answer is late, see the question about the time to decide.
renewal-term--no_expiry = There is no day of expiry: probably there is nothing to renew now.
renewal-term--in_time = You are in time: ask for the renewal by { $ask_by }.
    .next = Prepare the papers and the postal kit, or book an appointment at the police office (questura) if your permit is asked there.
renewal-term--late = The right day was { $ask_by }, but the permit has not expired: you probably can still ask for the renewal.
    .next = Ask for the renewal now, with the postal kit or at the police office (questura), without waiting for the expiry on { $permit_expiry }. A patronato helps free of charge.
renewal-term--expired = The permit expired a short time ago: you probably can still ask for the renewal, but at once.
    .next = Ask for the renewal as soon as you can, by { $expulsion_ground_only_after }, with the postal kit or at the police office (questura). An operator can help you today. If it is an EU long-term permit your right stays: only the card is renewed.
renewal-term--long_expired = The permit expired a longer time ago: it depends on the reason for the delay, on your family and on your years in Italy.
    .next = Talk to an operator or a free lawyer at once, before you go to the police office. If it is an EU long-term permit your right stays: only the card is renewed.

renewal-waiting = While I wait for the answer, may I stay in Italy and work?
    .short = While you wait for the answer
renewal-waiting--nothing_asked = Nothing has been asked yet: this question does not arise.
    .next = See when to ask for the permit or its renewal.
renewal-waiting--no_receipt = Without the receipt this right probably does not hold yet.
    .next = Get the receipt from the post office or the police office. If they do not give it, talk to an operator.
renewal-waiting--granted = The answer was yes: the new permit holds.
    .next = Collect the card at the police office (questura), on the day of the appointment.
renewal-waiting--refused = The request was refused and the answer was given to you: the receipt does not hold any more.
    .next = There is a time limit for an appeal. Talk to a free lawyer at once and bring the letter.
renewal-waiting--waiting = With the receipt you probably can stay in Italy and work until the answer, also if the office is late.
    .next = Always carry the receipt with the former permit. Your employer may keep a copy.

renewal-decision = How much time has the police office (questura) to decide on the permit?
    .short = The time to decide
renewal-decision--nothing_asked = Nothing has been asked yet.
renewal-decision--decided = The office has decided.
renewal-decision--still_in_time = The office has time until { $due_by }.
    .next = Until then the receipt and the former permit hold.
renewal-decision--out_of_time = The office had to decide by { $due_by }: it is late. Your right to stay and work with the receipt goes on.
    .next = An operator can write a reminder. New facts, family and years in Italy can be told to the office.

renewal-single_permit = How much time is there for the single work permit?
    .short = Single work permit
renewal-single_permit--nothing_asked = There is no complete request for a single permit.
renewal-single_permit--decided = The office has decided.
renewal-single_permit--still_in_time = The office has time until { $due_by }.
    .next = Until then the receipt holds.
renewal-single_permit--out_of_time = The office had to decide by { $due_by }: it is late.
    .next = An operator can write a reminder.

fact-single_permit_complete_date = On which day was the request for the single work permit complete?
    .short = complete request for the single permit
    .hint = The day on which the last paper that was asked for was handed in. If there is none, choose "none".

value-ask_by = Ask by
value-expulsion_ground_only_after = Being late is by itself no ground for expulsion until
value-days_since_expiry = Days since the expiry
value-lawful_stay = Lawful stay
value-may_work = Work is allowed
value-due_by = The office decides by
value-overdue = Days by which the office is late
word-late_but_possible = Late, but still possible
word-urgent_file_now = Urgent: ask now
