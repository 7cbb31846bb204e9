### drafted, not yet checked by a person

contribution-publication = আর্থিক সাহায্যটি কি প্রকাশ করতে হয়, আর নামসহ কি না?
    .short = সাহায্য প্রকাশ
contribution-publication--not_published = এ বছর সব মিলিয়ে সাহায্য { $year_total }, সীমা { $publication_above }-এর মধ্যে: প্রকাশ হয় না।
contribution-publication--reason_missing = এ বছর সব মিলিয়ে সাহায্য { $year_total }, প্রকাশ হয়। কারণ লেখা নেই: নাম গোপন থাকবে কি না, জানা যায় না।
    .next = সাহায্যের কারণ লিখুন। সন্দেহ থাকলে নাম প্রকাশ হয় না।
contribution-publication--published_with_name = এ বছর সব মিলিয়ে সাহায্য { $year_total }: নামসহ প্রকাশ হয়।
    .next = আগে দেখুন, সাহায্যের শিরোনাম থেকে স্বাস্থ্য বা কষ্টের কথা যেন বোঝা না যায়। প্রকাশের পরে সাহায্য কার্যকর হয়।
contribution-publication--published_without_name = এ বছর সব মিলিয়ে সাহায্য { $year_total }: নাম ছাড়া প্রকাশ হয়।
    .next = ফাইলে ও তার লুকানো তথ্যেও নাম থাকে না। প্রকাশের পরে সাহায্য কার্যকর হয়।

contribution-decision = সাহায্যের আবেদনে পৌরসভা কবের মধ্যে সিদ্ধান্ত নেয়?
    .short = সিদ্ধান্তের সময়
contribution-decision--not_asked = সাহায্যের কোনো আবেদন নেই।
contribution-decision--decided = পৌরসভা সিদ্ধান্ত নিয়েছে।
    .next = সিদ্ধান্তে কারণ লেখা থাকে, আর কীভাবে ও কবে পর্যন্ত আপিল করা যায়।
contribution-decision--out_of_time = সিদ্ধান্তের সময় শেষ হয়েছে { $due_by }।
    .next = দপ্তরে লিখে উত্তর চাওয়া যায়। ডেস্ক সাহায্য করে।
contribution-decision--answer_now = দপ্তর না বলার কথা ভাবছে এবং কারণ লিখেছে। { $answer_by } পর্যন্ত উত্তর দেওয়া যায়।
    .next = যে কাগজ বাকি, তা দিয়ে উত্তর লিখুন। ডেস্ক সাহায্য করে।
contribution-decision--in_time = পৌরসভা { $due_by }-এর মধ্যে সিদ্ধান্ত নেয়, তাদের নিজস্ব নিয়ম অন্য কিছু না বললে।

contribution-criteria = সাহায্যটি কি প্রকাশিত নিয়ম মেনে চলে?
    .short = সাহায্যের নিয়ম
contribution-criteria--not_published = নিয়ম প্রকাশিত নয়: সাহায্য দেওয়ার আগে নিয়ম ঠিক করে প্রকাশ করতে হয়।
    .next = নিয়ম কোথায় প্রকাশিত, দায়িত্বপ্রাপ্ত ব্যক্তিকে জিজ্ঞাসা করুন।
contribution-criteria--not_shown = নিয়ম প্রকাশিত, কিন্তু প্রস্তাবে দেখানো নেই যে তা মানা হয়েছে।
    .next = কোন নিয়ম চলে এবং কেন তা পূর্ণ, প্রস্তাবে লিখুন।
contribution-criteria--criteria_followed = নিয়ম প্রকাশিত, এবং প্রস্তাবে দেখানো আছে যে তা মানা হয়েছে।

contribution-procedure = সাহায্যের সব ধাপ কি হয়েছে?
    .short = সাহায্যের ধাপ
contribution-procedure--no_officer = দায়িত্বপ্রাপ্ত কর্মকর্তা নেই।
    .next = দপ্তরের প্রধান একজনকে ঠিক করেন, আর নামটি ব্যক্তিকে জানানো হয়।
contribution-procedure--no_checks = যাচাই বাকি: ISEE, বসবাস নিবন্ধন, পারমিট, ব্যক্তির নিজের ঘোষণা।
    .next = প্রস্তাবের আগে দায়িত্বপ্রাপ্ত কর্মকর্তা যাচাই করেন।
contribution-procedure--no_assessment = এটি পৌরসভার নিয়মের ওপর নির্ভর করে: সাধারণত প্রস্তাবের আগে সমাজকর্মীর মূল্যায়ন লাগে।
    .next = সেবার সমাজকর্মীর কাছে মূল্যায়ন চান, বা লাগে কি না পৌরসভার সচিবকে জিজ্ঞাসা করুন।
contribution-procedure--same_person = এটি নির্ভর করে: সাধারণত যিনি প্রস্তাব করেন, তিনি ছাড়া অন্য কেউ সিদ্ধান্ত নেন। নিয়মটি যাচাই করতে হবে।
    .next = সিদ্ধান্তে কে সই করেন, পৌরসভার সচিবকে জিজ্ঞাসা করুন।
contribution-procedure--no_visa = এটি নির্ভর করে: সাধারণত হিসাব বিভাগের অনুমোদনে সিদ্ধান্ত কার্যকর হয়। নিয়মটি যাচাই করতে হবে।
    .next = পৌরসভার হিসাব বিভাগের কাছে অনুমোদন চান।
contribution-procedure--steps_taken = এই উত্তরগুলো থেকে সব ধাপ হয়েছে।
    .next = সাহায্য প্রকাশ করতে হয় কি না দেখুন, তারপর অর্থ দেওয়ার আদেশ দিন।
contribution-inps_register = সাহায্যটি কি INPS-এর খাতায় (SIUSS) পাঠাতে হয়?
    .short = INPS-এ পাঠানো
contribution-inps_register--nothing_paid = পাঠানোর মতো কোনো সাহায্য নেই।
contribution-inps_register--to_send = হ্যাঁ: প্রতিটি সামাজিক সাহায্য INPS-এর খাতায় (SIUSS) পাঠানো হয়, মূল্যায়ন থাকলে তা-সহ।
    .next = সমাজসেবা দপ্তর পাঠায়; সন্দেহ থাকলে INPS-এর সঙ্গে যোগাযোগ যিনি রাখেন তাঁকে জিজ্ঞাসা করুন।

fact-contribution_asked = সাহায্যের আবেদন কোন দিন করা হয়েছে?
    .short = আবেদনের দিন
    .hint = রসিদে বা দপ্তরের খাতায় লেখা থাকে। না থাকলে «নেই» বেছে নিন।
fact-contribution_decided = পৌরসভা কি সিদ্ধান্ত নিয়েছে?
    .short = সিদ্ধান্ত হয়েছে
fact-refusal_notice = না বলার কারণের চিঠি কোন দিন এসেছে?
    .short = কারণের চিঠি
    .hint = এটি সিদ্ধান্তের আগের চিঠি। না এলে «নেই» বেছে নিন।
fact-refusal_answered = এই চিঠির উত্তর কোন দিন পাঠানো হয়েছে?
    .short = চিঠির উত্তর
    .hint = উত্তর না থাকলে «নেই» বেছে নিন।
fact-criteria_published = এই সাহায্যের নিয়ম কি প্রকাশিত?
    .short = নিয়ম প্রকাশিত
fact-criteria_shown = প্রস্তাবে কি দেখানো আছে যে নিয়ম মানা হয়েছে?
    .short = প্রস্তাবে নিয়ম দেখানো

fact-responsible_officer = দায়িত্বপ্রাপ্ত কর্মকর্তা আছেন কি?
    .short = দায়িত্বপ্রাপ্ত কর্মকর্তা
fact-checks_made = যাচাই হয়েছে কি (ISEE, বসবাস, পারমিট, ঘোষণা)?
    .short = যাচাই হয়েছে
fact-assessment_made = সমাজকর্মীর মূল্যায়ন আছে কি?
    .short = মূল্যায়ন আছে
fact-decided_by_another = যিনি প্রস্তাব করেন, তিনি ছাড়া অন্য কেউ কি সিদ্ধান্ত নেন?
    .short = অন্য কেউ সিদ্ধান্ত নেন
fact-accounting_visa = হিসাব বিভাগের অনুমোদন আছে কি?
    .short = হিসাব বিভাগের অনুমোদন

value-year_total = বছরের মোট
value-publish = প্রকাশ হয়
value-publish_name = নাম প্রকাশ হয়
value-due_by = সিদ্ধান্ত যেদিনের মধ্যে
value-overdue = সময় শেষ
value-answer_by = উত্তর যেদিন পর্যন্ত
