# Bringing relatives to Italy.

# Income.
reunification-income = Is my income enough to bring my family to Italy?
    .short = Income for family reunification
reunification-income--protected = With your protection no income is asked of you.
    .next = Ask for the clearance (nulla osta) on the portal of the Interior Ministry.
reunification-income--nobody = There is nobody to bring, so no income is looked at.
reunification-income--enough = Your own income is probably enough: { $required } a year are asked.
    .next = Keep your latest tax return or payslips ready for the request.
reunification-income--enough_together = Together with the family who lives with you the income is probably enough: you have { $counted }, and { $required } a year are asked.
    .next = Keep the papers of everybody's income ready for the request.
reunification-income--too_little = The income is probably not enough yet: { $required } a year are asked, you have { $counted }. { $missing } are missing.
    .next = The income of family members who live with you counts too. It also depends on how many relatives come at the same time.

# Relatives.
reunification-relatives = Which relatives can I bring?
    .short = Relatives for family reunification
reunification-relatives--nobody = You have not named any relative.
reunification-relatives--all = You can probably ask for all of them. For each one there is something to show.
    .next = Look at the condition beside each relative and gather those papers first.
reunification-relatives--some = You can probably ask for some of them. For the others a condition is missing today.
    .next = Look at the list: it says for each one what is missing, or from which day you can ask.
reunification-relatives--none_of_them = Today you probably cannot ask for these relatives.
    .next = Look at the list: it says what is missing, or from which day you can ask.

# Sponsor.
reunification-sponsor = Can I be the one who asks?
    .short = Who asks for reunification
reunification-sponsor--protected = With your protection you can probably ask at once, without waiting.
    .next = Ask for the clearance (nulla osta) on the portal of the Interior Ministry.
reunification-sponsor--permit_doubtful = It depends on how your permit is treated: the law does not name it.
    .next = Talk to an operator before you ask. The one-stop shop at the prefecture decides.
reunification-sponsor--permit_not_listed = With this permit you probably cannot ask for reunification.
    .next = Ask an operator whether another permit is possible for you.
reunification-sponsor--permit_too_short = Your permit is probably too short: it must be valid for at least { $sponsor_permit_term }.
    .next = With a longer permit you can ask again: talk about it with an operator before the renewal.
reunification-sponsor--stay_too_short = For a spouse, a parent or a disabled child of age you can probably ask from { $possible_from }.
    .next = For children under { $child_under } you need not wait.
reunification-sponsor--may_ask = With this permit you can probably ask.
    .next = Then look at the income, the home and the relatives.

# Home.
reunification-housing = Is my home fit for the family?
    .short = Home for family reunification
reunification-housing--protected = With your protection no home has to be shown.
reunification-housing--certificate = With the certificate of the municipality the home is probably in order.
    .next = Check that the certificate counts everybody who will live there.
reunification-housing--owner_agrees = For one child under { $owner_consent_child_under } the consent of the owner of the home is probably enough.
    .next = Have the consent in writing.
reunification-housing--owner_to_ask = For one child under { $owner_consent_child_under } the consent of the owner of the home is enough, but you do not have it yet.
    .next = Ask the owner for the consent in writing, or the municipality for the certificate.
reunification-housing--no_certificate = The certificate of the municipality on the home is missing.
    .next = Ask the municipality for the certificate of suitability (idoneità abitativa).

# Living area.
reunification-living_area = Is my home large enough?
    .short = Size of the home
reunification-living_area--large_enough = The home is probably large enough for { $people } people: { $area_needed } square metres are asked.
    .next = The municipality measures and decides: ask it for the certificate.
reunification-living_area--too_small = The home is probably too small for { $people } people: { $area_needed } square metres are asked.
    .next = Ask the municipality before you look for another home: it measures and decides.
reunification-living_area--one_room_for_too_many = A home of one room is meant for at most { $one_room_people_at_most } people; there would be { $people } of you.
    .next = Ask the municipality before you look for another home: it measures and decides.

# Insurance.
reunification-insurance = Do I need an insurance for my parents?
    .short = Insurance for a parent
reunification-insurance--protected = With your protection no insurance is asked of you.
reunification-insurance--nobody_over_65 = No parent of { $parent_over } or more comes: no insurance is asked.
reunification-insurance--insured = The insurance for your parent is probably in order.
    .next = Keep the policy, or the receipt of the health service.
reunification-insurance--not_insured = For a parent of { $parent_over } or more an insurance, or the paid enrolment in the health service, is missing.
    .next = Ask the health office (ASL) what the enrolment costs.

# Decision.
reunification-decision = How long may the one-stop shop take to decide on the family clearance (nulla osta)?
    .short = Time for the decision
reunification-decision--not_requested = You have not asked for the clearance (nulla osta) yet: no time is running.
reunification-decision--decided = The office has decided.
    .next = If the answer was no, you can go to the ordinary court. Ask for free legal help soon.
reunification-decision--out_of_time = The office is late: it had time until { $due_by }.
    .next = An operator or a lawyer can write to the office for you.
reunification-decision--in_time = The office is still in time: it has until { $due_by }.
    .next = Look at the portal now and then: the office may ask for more papers.

# Facts of these pages.
fact-owner_consent = Does the owner of the home agree in writing?
    .short = consent of the owner
fact-home_area = How many square metres of living area does the home have?
    .short = area of the home
    .hint = It is in the contract or on the plan. Without cellar and balcony.
fact-home_people = How many people live in the home today, with you?
    .short = people in the home
    .hint = Do not count those who are still to come.
fact-home_one_room = Is it a home of one room?
    .short = home of one room

# Values.
value-required = Asked a year
value-counted = Your income, with the family at home
value-missing = Missing
value-relatives = Relatives
    .relation = Relative
    .outcome = Answer
    .possible_from = Possible from
    .condition = What is needed
value-possible_from = Possible from
value-due_by = The office has until
value-overdue = The office is late
value-area_needed = Square metres asked
value-people = People in the home
value-bedroom_for_one = Bedroom for one person, square metres
value-bedroom_for_two = Bedroom for two people, square metres
value-living_room = Living room, square metres
value-ceiling_cm = Height of the rooms, centimetres

# Words.
word-met = probably yes
word-not_met = probably not today
word-partly = Yes for some of them
word-spouse = husband or wife
word-child = son or daughter
word-adult_disabled_child = disabled son or daughter of age
word-mother = mother
word-father = father
word-spouse_of_age = the husband or wife must be of age
word-minor_and_unmarried = the child must be under age and not married
word-dependent_for_disability = the child must live on your money, because of a total disability
word-dependent_alone_or_over_65 = the parent must live on your money and have no other child at home, or be old and have other children too ill to help
word-two_years_of_stay = you must have stayed legally long enough
word-marriage_alone = papers of the marriage; not separated, and no other spouse in Italy
word-consent_of_other_parent = consent of the other parent
word-total_disability = papers of the total disability
word-health_insurance = health insurance, or paid enrolment in the health service
word-dependence = papers that show the parent lives on your money
