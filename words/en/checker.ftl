# The rules: what stands around their answers.
checker-yes = yes
checker-no = no
checker-none = none
checker-stateless = stateless
checker-not-known = (not known)
checker-days = { $count ->
    [one] { $shown } day
   *[other] { $shown } days
}
checker-months = { $count ->
    [one] { $shown } month
   *[other] { $shown } months
}
checker-years = { $count ->
    [one] { $shown } year
   *[other] { $shown } years
}

checker-outcome-met = probably yes
checker-outcome-not_met = probably no
checker-outcome-unknown = cannot be said yet
checker-outcome-refer = a person decides this, not a rule
checker-outcome-not_required = not needed

checker-refer-unconfirmed = On this point the law is not confirmed, or does not hold on the day asked: an operator has to answer.
checker-refer-next = Ask at the desk of the service, or a lawyer. Legal help can be free.
checker-as-of = On { $day }
checker-next = What to do: { $step }
checker-missing = Still needed for an answer: { $facts }
checker-missing-figures = There is no official figure yet: { $figures }
checker-otherwise-more = With { $by } more the answer would probably be yes ({ $fact }).
checker-otherwise-less = With { $by } less the answer would probably be yes ({ $fact }).
checker-horizon = This answer changes by itself on { $day }.
checker-sources = Where it is written: { $sources }
checker-unconfirmed = A part of this answer is not confirmed yet: ask an operator.
checker-overdue = This rule should have been read again by now: ask an operator.
checker-not-advice = This is information, not legal advice.

checker-ask-start = A few questions, one at a time. Nothing that you write is kept.
checker-ask-key-why = why we ask
checker-ask-key-unknown = I don't know
checker-ask-key-unsaid = I prefer not to say
checker-ask-key-back = back
checker-ask-key-enough = that is enough
checker-ask-number = Question { $number }
checker-ask-left = { $count ->
    [one] as it looks now, one more at most
   *[other] as it looks now, { $shown } more at most
}
checker-ask-first = This is the first question.
checker-ask-which = What do you want to know? Write one or more numbers, or a word to look for.
checker-ask-not-found = No question of the list says "{ $typed }". Write another word, or the numbers.
checker-ask-no-such = There is no number { $typed } here. Write one or more numbers of the list, with spaces between them.
checker-ask-why = It is needed to answer: { $questions }
checker-ask-law = The law asks it: { $sources }
checker-ask-many = How many are there? Write 0 if there are none.
checker-ask-record = { $number } of { $of }
checker-ask-expects-yes-no = yes or no
checker-ask-expects-date = a day, such as 31/12/2026
checker-ask-expects-money = a sum in euro, such as 10,651.68
checker-ask-expects-number = a number
checker-ask-expects-count = a number, from 0 to { $most }
checker-ask-expects-country = the name of the country or its two letters, such as MA
checker-ask-expects-choice = the number of the answer
checker-ask-expects-choices = the numbers of the answers, with spaces between them
checker-ask-none = 0 if there is none
checker-ask-again = That is not understood. What is needed: { $what }.
checker-ask-nothing = Nothing more is needed for an answer.
checker-ask-all-asked = There is nothing else to ask. What is not known leaves an answer open.
