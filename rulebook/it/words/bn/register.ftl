### drafted, not yet checked by a person

register-entry = আমি কি পৌরসভায় বাসিন্দা হিসেবে নিবন্ধিত হতে পারি?
    .short = বসবাস নিবন্ধন
register-entry--eu_citizen = ইউরোপীয় ইউনিয়নের নাগরিকদের জন্য অন্য নিয়ম।
    .next = পৌরসভার নিবন্ধন দপ্তরে (anagrafe) জিজ্ঞাসা করুন।
register-entry--no_lawful_stay = বসবাস নিবন্ধনের জন্য পারমিট বা আবেদনের রসিদ লাগে।
    .next = পারমিট পাওয়ার কী কী পথ আছে, তা ডেস্ক দেখতে পারে।
register-entry--applicant = এটি নির্ভর করে: যিনি সুরক্ষা চেয়েছেন, তাঁর জন্য আইন বদলেছে, আর কীভাবে চলে তা এখনও পরিষ্কার নয়।
    .next = আশ্রয়কেন্দ্র বা ডেস্ক নিবন্ধন দপ্তরে জিজ্ঞাসা করে।
register-entry--home = সম্ভবত হ্যাঁ: যেখানে সত্যিই থাকেন, সেখানে নিবন্ধন চাইতে হয়।
    .next = পারমিট বা রসিদ, পাসপোর্ট ও বাসার একটি কাগজ নিবন্ধন দপ্তরে নিয়ে যান।
register-entry--centre = সম্ভবত হ্যাঁ: { $centre_counts_after } সময়ের বেশি হলে আশ্রয়কেন্দ্র বাসা হিসেবে গণ্য হয়।
    .next = নিবন্ধন দপ্তরে আবেদন করতে কেন্দ্র সাহায্য করতে পারে।
register-entry--no_home = যেখানে সাধারণত থাকেন, এমন জায়গা লাগে। আশ্রয়কেন্দ্রে { $centre_counts_after } সময়ের বেশি থাকতে হয়।
    .next = যাঁর বাসা নেই, তিনি সমাজসেবায় জিজ্ঞাসা করতে পারেন: অনেক পৌরসভায় গৃহহীনদেরও নিবন্ধন আছে।

register-confirmation = পারমিট নবায়নের পরে কি পৌরসভাকে কিছু জানাতে হয়?
    .short = বসবাস নিশ্চিত করা
register-confirmation--not_registered = যাঁর ইতালিতে নিবন্ধিত বসবাস নেই, তাঁর নিশ্চিত করতে হয় না।
register-confirmation--eu_citizen = ইউরোপীয় ইউনিয়নের নাগরিকদের দরকার নেই।
register-confirmation--already_confirmed = নিশ্চিত করা হয়েছে।
register-confirmation--not_renewed = এই প্রশ্ন তাঁর জন্য, যাঁর নতুন পারমিট আছে।
register-confirmation--in_time = হ্যাঁ: কোথায় থাকেন, তা { $confirm_by }-এর মধ্যে পৌরসভাকে নিশ্চিত করতে হয়।
    .next = নতুন পারমিট নিবন্ধন দপ্তরে নিয়ে যান, বা অনলাইনে পাঠান।
register-confirmation--late = শেষ দিন ছিল { $confirm_by }। এখনও করা যায়।
    .next = নতুন পারমিট নিয়ে শিগগির নিবন্ধন দপ্তরে যান।

register-kept = পারমিটের মেয়াদ শেষ হলে কি বসবাস নিবন্ধন থাকে?
    .short = মেয়াদ শেষে বসবাস নিবন্ধন
register-kept--not_registered = এই প্রশ্ন শুধু তাঁর জন্য, যাঁর ইতালিতে নিবন্ধিত বসবাস আছে।
register-kept--eu_citizen = ইউরোপীয় ইউনিয়নের নাগরিকদের জন্য অন্য নিয়ম।
register-kept--valid = হ্যাঁ: পারমিট বৈধ।
register-kept--pending = হ্যাঁ: নবায়নের অপেক্ষার সময় বসবাস নিবন্ধন থাকে।
    .next = পৌরসভা চাইলে রসিদ দেখান।
register-kept--six_months = সম্ভবত হ্যাঁ, মেয়াদ শেষের পরে কয়েক মাস।
    .next = শিগগির নবায়ন চাওয়া ভালো: অপেক্ষার সময় বসবাস নিবন্ধন থাকে।
register-kept--notice_first = এটি নির্ভর করে। নিবন্ধন বাদ দেওয়ার আগে পৌরসভা চিঠি লেখে এবং উত্তর দিতে { $notice_days } সময় দেয়।
    .next = নবায়ন ও চিঠির উত্তরের জন্য ডেস্কের সাহায্য চান।

register-fiscal_code = কর-কোড (codice fiscale) কোথায় চাইব?
    .short = কর-কোড
register-fiscal_code--has_it = কর-কোড আছেই।
    .next = বসবাস নিবন্ধন থাকলে পৌরসভায় ইলেকট্রনিক পরিচয়পত্র (CIE) চাওয়া যায়।
register-fiscal_code--ask_office = এটি নির্ভর করে কীভাবে এসেছেন তার ওপর: অভিবাসন অফিস (Sportello unico) দেয়, বা পারমিটের সঙ্গে পুলিশের অফিস (questura), বা কর দপ্তর (Agenzia delle Entrate)।
    .next = আগে দেখুন পারমিটে বা রসিদে লেখা আছে কি না। না থাকলে পাসপোর্ট ও পারমিট বা রসিদ নিয়ে Agenzia delle Entrate-এ যান, বা ডেস্কে জিজ্ঞাসা করুন।

fact-habitual_home = আপনার কি এমন জায়গা আছে, যেখানে সাধারণত থাকেন?
    .short = থাকার জায়গা
    .hint = বন্ধু বা আত্মীয়ের কাছেও। আশ্রয়কেন্দ্রের কথা পরে জিজ্ঞাসা করা হয়।
fact-centre_since = কোন দিন থেকে আশ্রয়কেন্দ্রে থাকেন?
    .short = কেন্দ্রে থাকার শুরু
    .hint = কেন্দ্রে না থাকলে «নেই» বেছে নিন।
fact-home_confirmed = নবায়নের পরে নিবন্ধন দপ্তরে কি বাসা নিশ্চিত করেছেন?
    .short = বাসা নিশ্চিত করা হয়েছে

value-possible_from = আবেদন করা যায় যেদিন থেকে
value-confirm_by = নিশ্চিত করতে হবে যেদিনের মধ্যে
value-not_before = বসবাস নিবন্ধন অন্তত এই দিন পর্যন্ত থাকে
value-notice_days = চিঠির উত্তর দেওয়ার সময়

fact-has_fiscal_code = আপনার কি কর-কোড (codice fiscale) আছে?
    .short = কর-কোড
    .hint = স্বাস্থ্য কার্ডে থাকে, অনেক সময় পারমিটেও।
value-offices = কোথায় চাইতে হয়
word-immigration_desk = অভিবাসন অফিস (Sportello unico)
word-questura = পুলিশের অফিস (questura)
word-tax_office = কর দপ্তর (Agenzia delle Entrate)
