# Italian citizenship.

citizenship-residence = Can I ask for Italian citizenship by residence?
    .short = Citizenship by residence
citizenship-residence--italian = You are Italian already: there is nothing to ask.
citizenship-residence--too_early = It is still early: more years of residence in Italy are needed, without a break.
    .next = Check your historical residence certificate at the town hall.
citizenship-residence--income = In each of the last three years an income of at least { $income_required } is needed. In one year or more yours was lower.
    .next = Sometimes the income of family members who live with you can count: ask an operator or a patronato.
citizenship-residence--language = You need Italian of level B1, by a school title or a certificate.
    .next = Courses are free at the CPIA (the public school for adults). Holders of the EU long-term permit do not need the certificate.
citizenship-residence--two_or_three_years = It depends: for people with an Italian parent or grandparent the sources do not agree: { $residence_years_ancestry_disputed } of residence, or { $residence_years_ancestry }.
    .next = Ask an operator or a free legal desk.
citizenship-residence--income_dependants = It depends: with dependants, but without a dependent husband or wife, the sum needed is not certain.
    .next = Ask an operator or a patronato, free of charge.
citizenship-residence--may_ask = You probably can ask. The request costs { $residence_fee }.
    .next = You ask online, on the portal of the Ministry of the Interior. The State looks at your whole life in Italy and decides.

citizenship-marriage = Can I ask for Italian citizenship by marriage?
    .short = Citizenship by marriage
citizenship-marriage--spouse_not_italian = This way is for people married to an Italian.
    .next = Look at citizenship by residence.
citizenship-marriage--not_married = This way is for people married to an Italian, or in a civil union with one.
    .next = Look at citizenship by residence.
citizenship-marriage--resides_abroad = For people without residence in Italy other times hold.
    .next = Ask the Italian consulate of the country where you live.
citizenship-marriage--too_early = It is still early: more time of residence in Italy after the wedding is needed.
    .next = Meanwhile you can prepare the certificate of Italian B1.
citizenship-marriage--may_ask = You probably can ask: the time after the wedding is over.
    .next = Italian of level B1 is needed too. You ask online, on the portal of the Ministry of the Interior.

citizenship-born_here = Does who was born in Italy and always lived here become Italian?
    .short = Citizenship on coming of age
citizenship-born_here--born_elsewhere = This way is only for people born in Italy.
    .next = Look at citizenship by residence.
citizenship-born_here--not_always_resident = This way is only for people who have always been residents of Italy, since birth.
    .next = If only short periods are missing, talk to an operator: sometimes school or the doctor can prove them.
citizenship-born_here--no_birth_date = Without the date of birth it cannot be told from when the declaration is made.
    .next = Ask the registry office (stato civile) of the town for the birth record.
citizenship-born_here--too_young = The declaration is probably made from { $possible_from }.
    .next = Ask the town hall some months before which papers are needed.
citizenship-born_here--window_over = The time for the declaration may be over. It also depends on what the town wrote to you.
    .next = Talk soon to an operator or a free legal desk.
citizenship-born_here--may_declare = You probably can: the declaration is made at the town hall, before { $possible_before }.
    .next = Go soon to the registry office (stato civile) of your town.

citizenship-language = Is my Italian enough for citizenship?
    .short = Italian for citizenship
citizenship-language--long_term = With the EU long-term permit no other certificate is needed.
citizenship-language--level_reached = Probably yes: a certificate of level B1 or higher is enough.
citizenship-language--level_lacking = A certificate of level B1 is needed.
    .next = Courses are free at the CPIA (the public school for adults).

fact-dependent_spouse = Does your husband or wife depend on you?
    .short = dependent husband or wife
    .hint = To depend means: a very low income or none. If you are not married, answer no.

value-possible_from = You can ask from
value-possible_before = Before
value-income_required = Income needed in a year
value-residence_fee = Cost of the request
