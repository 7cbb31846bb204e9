# Situation.
situation-title = Situation
situation-lead = What lets her stay, and what is known of her work, studies, housing, family, money and health. None of it is needed to be helped.
situation-all = All of her situation
situation-elevate = Open what is reserved too: the code is needed

# Residence titles.
situation-titles = Residence titles
situation-titles-none = No title recorded
situation-titles-none-text = It may stay so: no page asks for it.
situation-title-one = Residence title
situation-title-add = Add a title
situation-title-new = New residence title
situation-title-lead = Write only what is needed now and what you know: the rest may stay empty. What is about her stay goes by itself when nobody has looked at it for 90 days.
situation-title-open = Correct or close
situation-title-read = Open
situation-title-none = No title
situation-title-some = Residence title
situation-title-first = Written down for the first time
situation-title_kind = Kind
situation-title_kind-hint = Leave it empty if it is not in this list, and write it below.
situation-title_basis = What it rests on, in your own words
situation-title_basis-hint = For example: daughter at school, order of the court.
situation-title_issued = Issued on
situation-title_expiry = Expires on
situation-date-hint = Day, month and year; month and year will do, or the year.
situation-title_stage = Where it stands
situation-title_stage_on = Since when it stands there
situation-title_stage_on-hint = For example the day it was asked for.
situation-title_closing = Closing

# How it stands today.
situation-valid = Valid
situation-days-left = { $count ->
    [0] Expires today
    [one] Expires tomorrow
   *[other] Expires in { $count } days
}
situation-days-over = { $count ->
    [one] Expired yesterday
   *[other] Expired { $count } days ago
}
situation-expired = Expired
situation-waiting = Waiting
situation-without = Without a title
situation-unclear = Not known whether it holds
situation-ended = Ended
situation-mistake = Written by mistake
situation-issued-on = issued: { $day }
situation-expires-on = expires: { $day }
situation-stage-on = { $stage }: { $day }
situation-closed-ended = Ended on { $day }
situation-closed-mistake = Written by mistake; corrected on { $day }

# Closing a title.
situation-end-title = Close
situation-end-lead = A closed title stays in the history and counts no more.
situation-end-how = What happened
situation-end-ended = It ended: revoked, given back, replaced
situation-end-mistake = It was written by mistake
situation-end-on = From which day
situation-end-words = Why, if needed
situation-end = Close the title
situation-end-back-lead = It is closed. If that was not true, it goes back to what it was.
situation-end-back = Open the title again

# Facts.
situation-facts = What is known
situation-facts-none = Nothing yet
situation-facts-none-text = Only what serves her question is written down.
situation-fact-one = A fact
situation-choose = Write down a fact
situation-choose-lead = Open a group and choose. Each answer carries the day from which it holds and who says so.
situation-group-person = Language, residence, studies
situation-group-stay = Stay and protection
situation-group-work = Work
situation-group-housing = Housing
situation-group-money = Money
situation-group-family = Family
situation-group-health = Health, only what the law asks
situation-group-protection = Violence, trafficking, exploitation (reserved)
situation-answer = What is known
situation-unknown = Not known any more
situation-nothing = None: it is known that there is none
situation-value-date = Day
situation-value-money = Euro
situation-value-count = How many
situation-day-hint = Day, month and year: 3/5/2026.
situation-money-hint = For example 8.500 or 8500,50.
situation-count-hint = A whole number, 0 too.
situation-from = Holds from
situation-from-hint = The day since when it is so; today if you do not know.
situation-source = Who says so
situation-since = from { $day }
situation-before = Said so far
situation-wrong = It was wrong
situation-wrong-why = Why, if needed
situation-wrong-do = It counts no more
situation-wrong-was = It was wrong:
situation-euro = € { $euro }.{ $cents }

# What is wrong.
situation-error-empty = Choose a kind, write what it rests on, or say where it stands
situation-error-order = It expires before it is issued: check both dates
situation-error-many = There are too many already: close or correct those that are there
situation-error-reserved = Only who follows her may write this kind: ask who coordinates
situation-error-stale = A colleague changed this title just now: look at it and decide again
situation-error-how = Choose what happened
situation-error-source = Choose who says so
situation-error-money = Write the sum alone, such as 8.500 or 8500,50
situation-error-count = Write a whole number
situation-error-answer = Choose an answer, or "Not known any more"
situation-error-value = This value cannot stand here: check the figure or choose an answer

# The facts, by the names of the rules.
situation-fact-italian_level = Level of Italian
situation-fact-resident_since = Resident since
situation-fact-student = Studies
situation-fact-born_in_italy = Born in Italy
situation-fact-italian_ancestry_degree = Degree of Italian ancestry
situation-fact-followed_by_social_service = Followed by the social service
situation-fact-in_social_path = In a path of inclusion
situation-fact-entry_date = Entered Italy on
situation-fact-legal_stay_since = Legal stay since
situation-fact-always_resident = Always resident
situation-fact-renewal_receipt = Has the receipt of the renewal
situation-fact-renewal_decision = Decision on the renewal
situation-fact-former_permit_expiry = Expiry of the former permit
situation-fact-protection = Protection recognised
situation-fact-asylum_requested = Request for protection registered on
situation-fact-asylum_formalised = Request for protection formalised on
situation-fact-protection_recognised = Protection recognised on
situation-fact-wants_assisted_return = Would like an assisted return
situation-fact-earlier_assisted_return = Had an assisted return before
situation-fact-employed = Works
situation-fact-job_offer = Has a job offer
situation-fact-job_end = Job ended on
situation-fact-job_end_reason = Why the job ended
situation-fact-did_date = Declaration of availability (DID) on
situation-fact-income_support_end = End of income support
situation-fact-registered_unemployed = Registered as unemployed
situation-fact-job_search_year_elapsed = Year of job search over
situation-fact-renting = Rents her home
situation-fact-housing_certificate = Has the housing certificate
situation-fact-lives_with_italian_relative = Lives with an Italian relative
situation-fact-income_year = Gross income of a year
situation-fact-cohabiting_income_year = Income of those she lives with in a year
situation-fact-family_income = Income of the family
situation-fact-isee = ISEE
situation-fact-indigent = Is destitute
situation-fact-means_lacking = Lacks the means to live
situation-fact-pension_in_italy = Has an Italian pension
situation-fact-contribution_reason = Reason of the contribution
situation-fact-marriage_date = Married on
situation-fact-spouse_is_italian = The spouse is Italian
situation-fact-children_in_common = Children in common
situation-fact-family_dependants = Persons already depending on her
situation-fact-italian_minor_child = Has an Italian minor child
situation-fact-parental_responsibility = Has parental responsibility
situation-fact-nulla_osta_requested = Clearance (nulla osta) asked on
situation-fact-nulla_osta_decision = Clearance (nulla osta) decided
situation-fact-health_insurance = Has health insurance
situation-fact-pregnant = Is pregnant
situation-fact-child_born = Child born on
situation-fact-cares_for_child = Cares for a small child
situation-fact-care_needed = Care she needs
situation-fact-serious_illness = Serious illness, certified
situation-fact-treatable_at_home = Treatable in her country
situation-fact-certified_by_public_doctor = Certificate of a public doctor
situation-fact-serious_harm_if_returned = Serious harm if returned
situation-fact-domestic_violence = Domestic violence
situation-fact-violence_by = Violence by
situation-fact-danger_present = The danger is present
situation-fact-emerged_at = It emerged at
situation-fact-police_complaint = Made a complaint to the police
situation-fact-followed_by_centre = Followed by an anti-violence centre
situation-fact-trafficking_indicators = Signs of trafficking
situation-fact-reflection_certificate_issued = Certificate of reflection issued on
situation-fact-exploitation_603bis = Exploitation (art. 603-bis)
situation-fact-useful_cooperation = Useful cooperation
situation-fact-judicial_proposal = Proposal of the judicial authority
situation-fact-unaccompanied_minor = Unaccompanied minor

# The words of the lists.
situation-word-none = None
situation-word-A1 = A1
situation-word-A2 = A2
situation-word-B1 = B1
situation-word-B2 = B2
situation-word-C1 = C1
situation-word-C2 = C2
situation-word-pending = Pending
situation-word-granted = Granted
situation-word-refused = Refused
situation-word-refugee = Refugee
situation-word-subsidiary = Subsidiary
situation-word-special = Special
situation-word-temporary = Temporary
situation-word-dismissal = Dismissal
situation-word-resignation = Resignation
situation-word-contract_end = End of the contract
situation-word-economic_hardship = Economic hardship
situation-word-health = Health
situation-word-other = Other
situation-word-urgent = Urgent
situation-word-essential = Essential
situation-word-continuing = Continuing
situation-word-partner = Partner
situation-word-former_partner = Former partner
situation-word-relative = Relative
situation-word-social_service = Social service
situation-word-anti_violence_centre = Anti-violence centre
situation-word-police = Police
situation-word-hospital = Hospital
