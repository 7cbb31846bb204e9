# Family in Italy.

family-parent_of_italian_minor = My child is Italian: can I have a permit?
    .short = Parent of an Italian child
family-parent_of_italian_minor--parent = You can probably have a family permit, also if you have no valid permit now.
    .next = A patronato or an operator tells you whether to ask with the postal kit or at the questura. Bring the papers of your child. An operator can come with you.
family-parent_of_italian_minor--deprived = Without parental responsibility you probably cannot have this permit.
    .next = Ask for free legal help: other ways may be open.
family-parent_of_italian_minor--no_italian_child = This permit is for the parents of an Italian child under age who lives in Italy.
    .next = Look at the other ways for families.

family-cohesion = My relative is already in Italy: can the permit become a family permit?
    .short = Family permit for who is already here
family-cohesion--no_permit_held = Without a permit in the past your relative probably cannot have it changed into a family permit.
    .next = Ask for free legal help: other ways may be open.
family-cohesion--too_late = It is probably too late: it could be asked until { $ask_by }.
    .next = Ask for free legal help: other ways may be open.
family-cohesion--relatives = For this relative a condition is missing today.
    .next = Look at the page on the relatives: it says what is missing.
family-cohesion--sponsor = The conditions for who asks for the family are missing today.
    .next = Look at the page on who can ask.
family-cohesion--housing = What is missing is the home.
    .next = Ask the municipality for the certificate of suitability (idoneità abitativa).
family-cohesion--insurance = What is missing is the insurance for the parent.
    .next = Ask the health office (ASL) what the paid enrolment costs.
family-cohesion--income = What is missing is the income.
    .next = Look at the page on the income: it says how much is missing.
family-cohesion--convert = Your relative can probably have a family permit without leaving Italy.
    .next = A patronato or an operator tells you whether to ask with the postal kit or at the questura. Better not to wait for the last day for asking.
family-cohesion--to_look_at = It depends: an operator has to look at each relative.
    .next = Talk to an operator. The questura decides.

value-permit = Permit
value-ask_by = Ask by
word-famiglia = Family reasons
word-famiglia_genitore_minore_italiano = Parent of an Italian minor
