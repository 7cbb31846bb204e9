### drafted, not yet checked by a person
# পরিবারকে ইতালিতে আনা।

# আয়।
reunification-income = পরিবারকে ইতালিতে আনতে আমার আয় কি যথেষ্ট?
    .short = পরিবার আনার জন্য আয়
reunification-income--protected = আপনার সুরক্ষা থাকায় আয় দেখাতে হয় না।
    .next = স্বরাষ্ট্র মন্ত্রণালয়ের পোর্টালে অনুমতি (nulla osta) চান।
reunification-income--nobody = আনার মতো কেউ নেই, তাই আয় দেখা হয় না।
reunification-income--enough = আপনার একার আয়ই সম্ভবত যথেষ্ট: বছরে { $required } দরকার।
    .next = শেষ আয়কর বিবরণী বা বেতনের কাগজ তৈরি রাখুন।
reunification-income--enough_together = আপনার সঙ্গে থাকা পরিবারের আয় মিলিয়ে সম্ভবত যথেষ্ট: আছে { $counted }, বছরে দরকার { $required }।
    .next = সবার আয়ের কাগজ তৈরি রাখুন।
reunification-income--too_little = আয় সম্ভবত এখনো যথেষ্ট নয়: বছরে দরকার { $required }, আছে { $counted }। কম আছে { $missing }।
    .next = আপনার সঙ্গে থাকা পরিবারের আয়ও গোনা হয়। একসঙ্গে কতজন আসবেন, তার উপরও নির্ভর করে।

# আত্মীয়।
reunification-relatives = কোন কোন আত্মীয়কে আনতে পারি?
    .short = যে আত্মীয়েরা আসতে পারেন
reunification-relatives--nobody = আপনি কোনো আত্মীয়ের কথা বলেননি।
reunification-relatives--all = সম্ভবত সবার জন্য আবেদন করা যায়। প্রত্যেকের জন্য কিছু প্রমাণ করতে হয়।
    .next = প্রত্যেক আত্মীয়ের পাশে লেখা শর্ত দেখুন, আগে সেই কাগজগুলি জোগাড় করুন।
reunification-relatives--some = সম্ভবত কয়েকজনের জন্য আবেদন করা যায়। অন্যদের জন্য আজ একটি শর্ত বাকি।
    .next = তালিকায় লেখা আছে কার কী বাকি, বা কোন দিন থেকে আবেদন করা যায়।
reunification-relatives--none_of_them = আজ সম্ভবত এই আত্মীয়দের জন্য আবেদন করা যায় না।
    .next = তালিকায় লেখা আছে কী বাকি, বা কোন দিন থেকে আবেদন করা যায়।

# কে আবেদন করেন।
reunification-sponsor = আমি কি আবেদন করতে পারি?
    .short = কে আবেদন করেন
reunification-sponsor--protected = আপনার সুরক্ষা থাকায় সম্ভবত অপেক্ষা না করে এখনই আবেদন করা যায়।
    .next = স্বরাষ্ট্র মন্ত্রণালয়ের পোর্টালে অনুমতি (nulla osta) চান।
reunification-sponsor--permit_doubtful = আপনার পারমিট কীভাবে ধরা হয়, তার উপর নির্ভর করে: আইনে এর নাম নেই।
    .next = আবেদনের আগে একজন কর্মীর সঙ্গে কথা বলুন। সিদ্ধান্ত নেয় prefettura-র Sportello unico।
reunification-sponsor--permit_not_listed = এই পারমিট দিয়ে সম্ভবত পরিবার আনার আবেদন করা যায় না।
    .next = অন্য কোনো পারমিট সম্ভব কি না, একজন কর্মীকে জিজ্ঞাসা করুন।
reunification-sponsor--permit_too_short = আপনার পারমিটের মেয়াদ সম্ভবত কম: অন্তত { $sponsor_permit_term } হতে হবে।
    .next = বেশি মেয়াদের পারমিট পেলে আবার আবেদন করা যায়: নবায়নের আগে একজন কর্মীর সঙ্গে কথা বলুন।
reunification-sponsor--stay_too_short = স্বামী বা স্ত্রী, বাবা-মা বা প্রাপ্তবয়স্ক প্রতিবন্ধী সন্তানের জন্য সম্ভবত { $possible_from } থেকে আবেদন করা যায়।
    .next = { $child_under } বছরের কম বয়সী সন্তানের জন্য অপেক্ষা করতে হয় না।
reunification-sponsor--may_ask = এই পারমিট দিয়ে সম্ভবত আবেদন করা যায়।
    .next = এরপর আয়, বাসস্থান ও আত্মীয়দের শর্ত দেখুন।

# বাসস্থান।
reunification-housing = আমার বাসা কি পরিবারের জন্য উপযুক্ত?
    .short = পরিবার আনার জন্য বাসস্থান
reunification-housing--protected = আপনার সুরক্ষা থাকায় বাসস্থান দেখাতে হয় না।
reunification-housing--certificate = পৌরসভার সনদ থাকলে বাসা সম্ভবত ঠিক আছে।
    .next = যাঁরা সেখানে থাকবেন, সনদে সবাইকে গোনা হয়েছে কি না দেখুন।
reunification-housing--owner_agrees = { $owner_consent_child_under } বছরের কম বয়সী একটি সন্তানের জন্য সম্ভবত বাসার মালিকের সম্মতিই যথেষ্ট।
    .next = সম্মতি লিখিত নিন।
reunification-housing--owner_to_ask = { $owner_consent_child_under } বছরের কম বয়সী একটি সন্তানের জন্য বাসার মালিকের সম্মতিই যথেষ্ট, কিন্তু তা এখনো নেই।
    .next = মালিকের কাছে লিখিত সম্মতি, বা পৌরসভার কাছে সনদ চান।
reunification-housing--no_certificate = বাসা সম্পর্কে পৌরসভার সনদ নেই।
    .next = পৌরসভার কাছে বাসস্থান উপযুক্ত বলে সনদ (idoneità abitativa) চান।

# বাসার মাপ।
reunification-living_area = আমার বাসা কি যথেষ্ট বড়?
    .short = বাসার মাপ
reunification-living_area--large_enough = { $people } জনের জন্য বাসা সম্ভবত যথেষ্ট বড়: { $area_needed } বর্গমিটার দরকার।
    .next = পৌরসভা মাপে ও সিদ্ধান্ত নেয়: সনদ চান।
reunification-living_area--too_small = { $people } জনের জন্য বাসা সম্ভবত ছোট: { $area_needed } বর্গমিটার দরকার।
    .next = অন্য বাসা খোঁজার আগে পৌরসভাকে জিজ্ঞাসা করুন: পৌরসভা মাপে ও সিদ্ধান্ত নেয়।
reunification-living_area--one_room_for_too_many = এক ঘরের বাসা সর্বোচ্চ { $one_room_people_at_most } জনের জন্য; আপনারা হবেন { $people } জন।
    .next = অন্য বাসা খোঁজার আগে পৌরসভাকে জিজ্ঞাসা করুন: পৌরসভা মাপে ও সিদ্ধান্ত নেয়।

# বিমা।
reunification-insurance = বাবা-মায়ের জন্য কি বিমা লাগবে?
    .short = বাবা বা মায়ের জন্য বিমা
reunification-insurance--protected = আপনার সুরক্ষা থাকায় বিমা লাগে না।
reunification-insurance--nobody_over_65 = { $parent_over } বছর বা তার বেশি বয়সী বাবা বা মা আসছেন না: বিমা লাগে না।
reunification-insurance--insured = বাবা বা মায়ের বিমা সম্ভবত ঠিক আছে।
    .next = বিমার কাগজ বা স্বাস্থ্যসেবার রসিদ রেখে দিন।
reunification-insurance--not_insured = { $parent_over } বছর বা তার বেশি বয়সী বাবা বা মায়ের জন্য বিমা, বা টাকা দিয়ে স্বাস্থ্যসেবায় নিবন্ধন, নেই।
    .next = নিবন্ধনে কত লাগে, স্বাস্থ্য অফিসে (ASL) জিজ্ঞাসা করুন।

# সিদ্ধান্ত।
reunification-decision = পরিবারের nulla osta-র সিদ্ধান্ত নিতে অভিবাসন অফিস (Sportello unico) কত সময় নিতে পারে?
    .short = সিদ্ধান্তের সময়
reunification-decision--not_requested = আপনি এখনো অনুমতি (nulla osta) চাননি: কোনো সময় গোনা হচ্ছে না।
reunification-decision--decided = অফিস সিদ্ধান্ত দিয়েছে।
    .next = উত্তর না হলে সাধারণ আদালতে যাওয়া যায়। তাড়াতাড়ি বিনা খরচে আইনি সাহায্য চান।
reunification-decision--out_of_time = অফিস দেরি করেছে: সময় ছিল { $due_by } পর্যন্ত।
    .next = একজন কর্মী বা আইনজীবী অফিসকে লিখতে পারেন।
reunification-decision--in_time = অফিসের সময় এখনো আছে: { $due_by } পর্যন্ত।
    .next = মাঝে মাঝে পোর্টাল দেখুন: অফিস আরও কাগজ চাইতে পারে।

# এই পাতাগুলির তথ্য।
fact-owner_consent = বাসার মালিক কি লিখিতভাবে রাজি?
    .short = মালিকের সম্মতি
fact-home_area = বাসায় থাকার জায়গা কত বর্গমিটার?
    .short = বাসার মাপ
    .hint = চুক্তিতে বা নকশায় লেখা আছে। মাটির নিচের ঘর ও বারান্দা বাদে।
fact-home_people = আজ বাসায় আপনাকে নিয়ে কতজন থাকেন?
    .short = বাসার লোকসংখ্যা
    .hint = যাঁরা পরে আসবেন, তাঁদের গুনবেন না।
fact-home_one_room = বাসাটি কি এক ঘরের?
    .short = এক ঘরের বাসা

# মান।
value-required = বছরে দরকার
value-counted = বাসার পরিবারসহ আপনার আয়
value-missing = কম আছে
value-relatives = আত্মীয়
    .relation = আত্মীয়
    .outcome = উত্তর
    .possible_from = যেদিন থেকে সম্ভব
    .condition = যা দরকার
value-possible_from = যেদিন থেকে সম্ভব
value-due_by = অফিসের সময় এই দিন পর্যন্ত
value-overdue = অফিস দেরি করেছে
value-area_needed = যত বর্গমিটার দরকার
value-people = বাসার লোকসংখ্যা
value-bedroom_for_one = একজনের শোবার ঘর, বর্গমিটার
value-bedroom_for_two = দুজনের শোবার ঘর, বর্গমিটার
value-living_room = বসার ঘর, বর্গমিটার
value-ceiling_cm = ঘরের উচ্চতা, সেন্টিমিটার

# শব্দ।
word-met = সম্ভবত হ্যাঁ
word-not_met = আজ সম্ভবত না
word-partly = কয়েকজনের জন্য হ্যাঁ
word-spouse = স্বামী বা স্ত্রী
word-child = ছেলে বা মেয়ে
word-adult_disabled_child = পূর্ণ প্রতিবন্ধী প্রাপ্তবয়স্ক ছেলে বা মেয়ে
word-mother = মা
word-father = বাবা
word-spouse_of_age = স্বামী বা স্ত্রীকে প্রাপ্তবয়স্ক হতে হবে
word-minor_and_unmarried = সন্তানকে নাবালক ও অবিবাহিত হতে হবে
word-dependent_for_disability = পূর্ণ প্রতিবন্ধিতার কারণে সন্তানকে আপনার টাকায় চলতে হবে
word-dependent_alone_or_over_65 = বাবা বা মাকে আপনার টাকায় চলতে হবে ও দেশে আর কোনো সন্তান থাকা চলবে না, অথবা তিনি বৃদ্ধ ও অন্য সন্তানেরা অসুস্থতার কারণে সাহায্য করতে অক্ষম
word-two_years_of_stay = আপনার বৈধভাবে থাকার সময় যথেষ্ট লম্বা হতে হবে
word-marriage_alone = বিয়ের কাগজ; আলাদা হওয়া নয়, ইতালিতে আর কোনো স্বামী বা স্ত্রী নয়
word-consent_of_other_parent = অন্য অভিভাবকের সম্মতি
word-total_disability = পূর্ণ প্রতিবন্ধিতার কাগজ
word-health_insurance = স্বাস্থ্যবিমা, বা টাকা দিয়ে স্বাস্থ্যসেবায় নিবন্ধন
word-dependence = বাবা বা মা আপনার টাকায় চলেন, তার কাগজ
