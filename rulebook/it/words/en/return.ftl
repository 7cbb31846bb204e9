# Going home.

return-assisted = Can I have help to go back to my country?
    .short = Return with help
return-assisted--not_wanted = This question is only for people who want to go back. It is a free choice.
return-assisted--helped_before = This help can be had once only.
    .next = Talk to the social service: sometimes there are other ways.
return-assisted--gives_up_permit = You probably can. Before leaving the permit is given back: it is an important choice.
    .next = Talk to an operator first: also about pensions and the years of work in Italy. In the last known project there were { $return_cash } in cash, and goods and services up to { $return_in_kind_head } for who leaves and { $return_in_kind_each } for each dependant. Free number: 800 004 006.
return-assisted--eu_citizen = This help is for people who are not citizens of the European Union.
    .next = The social service or the consulate can help in another way.
return-assisted--open_to_all = You probably can, also without a permit. The questura checks whether something stands in the way.
    .next = You can change your mind until you leave, but talk to a free legal desk before you begin. In the last known project there were { $return_cash } in cash, and goods and services up to { $return_in_kind_head } for who leaves and { $return_in_kind_each } for each dependant. Free number: 800 004 006.

return-sick_person = What does the return of a sick person need?
    .short = Return of a sick person
return-sick_person--not_wanted = This question is only for people who want to go back. It is a free choice.
return-sick_person--not_ill = This question is only for people who are seriously ill.
return-sick_person--prepare_together = It depends on the care and on who waits at arrival: it is prepared together, without haste.
    .next = Talk to the social service and the doctor. Without sure care at arrival it is better not to leave.

return-pension_rights = If I go back to my country for good, do I lose my Italian pension?
    .short = Pension after the return
return-pension_rights--no_contributions = Without contributions paid in Italy there are no pension rights to keep.
    .next = In doubt, a patronato looks free of charge whether there are contributions.
return-pension_rights--rights_kept = Probably not: pension rights stay, also if there is no agreement between Italy and your country.
    .next = Before you leave ask a patronato, free of charge, what the pension is worth and from which age. Take the statement of your contributions (INPS) with you.
fact-contributions_in_italy = Did you work regularly in Italy, with INPS contributions?
    .short = contributions in Italy
    .hint = They are shown on the pay slips.

return-voluntary_departure = I was told in writing to leave Italy: can I ask for time?
    .short = Time to leave
return-voluntary_departure--not_told = This question is only for people who were told in writing to leave.
return-voluntary_departure--may_be_asked = You can ask for a time from { $departure_days_least } to { $departure_days_most } to leave by yourself or with help. It depends on the prefect.
    .next = Talk at once to a lawyer or a free legal desk: sometimes the order is not right and one can appeal.

fact-told_to_leave = Did you get a written order to leave Italy?
    .short = order to leave
    .hint = You need not answer. Nobody is told.

value-return_cash = In cash, in the last known project
value-return_in_kind_head = Goods and services for who leaves
value-return_in_kind_each = Goods and services for each dependant
value-return_check_months = Check of the plan within
value-needs = What is needed
value-departure_days_least = At least
value-departure_days_most = At most
word-free_will = a free and informed choice
word-fit_to_travel = the doctor's certificate that the journey is possible
word-escort = somebody who goes along (if needed)
word-care_at_arrival = proof that the care goes on at arrival
word-travel_papers = the travel papers
word-someone_waiting = family or a service that waits at arrival
