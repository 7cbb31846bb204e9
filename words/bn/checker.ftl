### drafted, not yet checked by a person
checker-yes = হ্যাঁ
checker-no = না
checker-none = নেই
checker-stateless = রাষ্ট্রহীন
checker-not-known = (জানা নেই)
checker-days = { $count ->
   *[other] { $shown } দিন
}
checker-months = { $count ->
   *[other] { $shown } মাস
}
checker-years = { $count ->
   *[other] { $shown } বছর
}

checker-outcome-met = সম্ভবত হ্যাঁ
checker-outcome-not_met = সম্ভবত না
checker-outcome-unknown = এখনও বলা যায় না
checker-outcome-refer = এটি কোনো নিয়ম নয়, একজন মানুষ ঠিক করেন
checker-outcome-not_required = লাগবে না

checker-refer-unconfirmed = এই বিষয়ে আইন নিশ্চিত নয়, অথবা এই দিনে চলে না: উত্তর একজন কর্মী দেবেন।
checker-refer-next = সেবার ডেস্কে বা একজন আইনজীবীকে জিজ্ঞাসা করুন। আইনি সাহায্য বিনামূল্যে হতে পারে।
checker-as-of = { $day } তারিখে
checker-next = কী করতে হবে: { $step }
checker-missing = উত্তরের জন্য এখনও লাগবে: { $facts }
checker-missing-figures = সরকারি অঙ্ক এখনও নেই: { $figures }
checker-otherwise-more = { $by } বেশি হলে উত্তর সম্ভবত হ্যাঁ হতো ({ $fact })।
checker-otherwise-less = { $by } কম হলে উত্তর সম্ভবত হ্যাঁ হতো ({ $fact })।
checker-horizon = এই উত্তর { $day } তারিখে নিজে থেকে বদলাবে।
checker-sources = কোথায় লেখা আছে: { $sources }
checker-unconfirmed = এই উত্তরের একটি অংশ এখনও নিশ্চিত নয়: একজন কর্মীকে জিজ্ঞাসা করুন।
checker-overdue = এই নিয়মটি আবার পড়ার কথা ছিল: একজন কর্মীকে জিজ্ঞাসা করুন।
checker-not-advice = এটি তথ্য, আইনি পরামর্শ নয়।

checker-ask-start = অল্প কয়েকটি প্রশ্ন, একটি একটি করে। আপনি যা লেখেন তার কিছুই রাখা হয় না।
checker-ask-key-why = কেন জিজ্ঞাসা করি
checker-ask-key-unknown = জানি না
checker-ask-key-unsaid = বলতে চাই না
checker-ask-key-back = পিছনে
checker-ask-key-enough = এটুকুই
checker-ask-number = প্রশ্ন { $number }
checker-ask-left = { $count ->
    [one] এখন যা দেখা যায়, বেশি হলে আর একটি
   *[other] এখন যা দেখা যায়, বেশি হলে আর { $shown }টি
}
checker-ask-first = এটিই প্রথম প্রশ্ন।
checker-ask-which = আপনি কী জানতে চান? এক বা একাধিক নম্বর লিখুন, অথবা খোঁজার জন্য একটি শব্দ।
checker-ask-not-found = তালিকার কোনো প্রশ্নে "{ $typed }" নেই। অন্য শব্দ বা নম্বর লিখুন।
checker-ask-no-such = এখানে { $typed } নম্বর নেই। তালিকার এক বা একাধিক নম্বর লিখুন, মাঝে ফাঁকা রেখে।
checker-ask-why = এই প্রশ্নের উত্তরের জন্য লাগে: { $questions }
checker-ask-law = আইন এটি চায়: { $sources }
checker-ask-many = কয়টি আছে? না থাকলে 0 লিখুন।
checker-ask-record = { $of } এর মধ্যে { $number }
checker-ask-expects-yes-no = হ্যাঁ বা না
checker-ask-expects-date = একটি তারিখ, যেমন 31/12/2026
checker-ask-expects-money = ইউরোতে একটি অঙ্ক, যেমন 10,651.68
checker-ask-expects-number = একটি সংখ্যা
checker-ask-expects-count = একটি সংখ্যা, 0 থেকে { $most }
checker-ask-expects-country = দেশের নাম বা তার দুটি অক্ষর, যেমন MA
checker-ask-expects-choice = উত্তরের নম্বর
checker-ask-expects-choices = উত্তরগুলোর নম্বর, মাঝে ফাঁকা রেখে
checker-ask-none = না থাকলে 0
checker-ask-again = বোঝা গেল না। যা লাগবে: { $what }।
checker-ask-nothing = উত্তরের জন্য আর কিছু লাগবে না।
checker-ask-all-asked = আর কিছু জিজ্ঞাসা করার নেই। যা জানা নেই, তার উত্তর খোলা থাকে।
