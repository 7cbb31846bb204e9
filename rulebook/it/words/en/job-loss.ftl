# Losing the job.

job_loss-revocation_ground = I lost my job: can my permit be taken away for that?
    .short = Permit after losing the job
job_loss-revocation_ground--no_ground = Losing the job is no reason to take the permit away, not from you and not from your family: if you were dismissed, and also if you resigned.
    .next = Look at how long you can stay to look for another job.

job_loss-job_search = How long can I stay to look for another job?
    .short = Looking for another job
job_loss-job_search--may_search_for_the_year = You can probably stay and look for another job until { $protected_until }. From which day the year is counted is not confirmed: ask the job centre.
    .next = If you have not done it yet, go to the job centre (CPI) and say that you are free to work (DID). Keep the paper.
job_loss-job_search--may_search = You can probably stay and look for another job until { $protected_until }.
    .next = If you have not done it yet, go to the job centre (CPI) and say that you are free to work (DID). Keep the paper.
job_loss-job_search--may_search_for_now = You can probably stay and look for another job for now. Until when depends on what you have not told us yet.
    .next = If you have not done it yet, go to the job centre (CPI) and say that you are free to work (DID). Keep the paper.
job_loss-job_search--seasonal = With a permit for seasonal work there is probably no time for a job search.
    .next = Talk to an operator: a new seasonal job, or a job of another kind, may still help.
job_loss-job_search--self_employed = For self-employed work the law does not say it: it depends.
    .next = Talk to an operator. The questura decides.
job_loss-job_search--no_permit = This time is for whoever has a permit for work, and there is no permit now.
    .next = Talk to an operator about the ways there are.
job_loss-job_search--other_permit = Your stay does not depend on a job, so no time for a job search is needed.
    .next = You can still register at the job centre (CPI), if your permit lets you work.
job_loss-job_search--expired_without_declaration = Your permit has expired and you are not registered as looking for work: it depends on your situation.
    .next = Talk to an operator soon. The questura decides.
job_loss-job_search--term_over = The time for the job search is probably over.
    .next = For the renewal an income is looked at now: see the question "Is my income enough to renew after the job search?", then talk to an operator.

job_search-renewal_income = Is my income enough to renew after the job search?
    .short = Income for the renewal
job_search-renewal_income--not_yet = The time for the job search is not over: no income is looked at yet.
job_search-renewal_income--enough = Your income is probably enough: at most { $renewal_income_one_by_one } a year are asked.
    .next = Ask for the renewal with the postal kit, with the papers of the income, also of the family who lives with you. A patronato helps free of charge.
job_search-renewal_income--enough_with_young_children = Your income is probably enough: { $required } a year are asked, because young children count together.
    .next = Ask for the renewal with the postal kit, with the papers of the income, also of the family who lives with you. A patronato helps free of charge.
job_search-renewal_income--too_little = The income is probably below the sum: { $required } a year are asked, { $missing } are missing.
    .next = The renewal may still be possible: family ties, the years in Italy and a job to come are weighed. Talk to an operator before you ask.

fact-dependants_under_14 = How many of the people who depend on you are children under { $young_child_under }?
    .short = young children who depend on you

value-protected_until = You can look for a job until
value-may_register_did = You can register at the job centre
value-register_by = Go to the job centre by
