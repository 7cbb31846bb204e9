### drafted, not yet checked by a person
# ইতালিতে পরিবার।

family-parent_of_italian_minor = আমার সন্তান ইতালীয়: আমি কি পারমিট পেতে পারি?
    .short = ইতালীয় সন্তানের বাবা বা মা
family-parent_of_italian_minor--parent = সম্ভবত পারিবারিক পারমিট পাওয়া যায়, এখন বৈধ পারমিট না থাকলেও।
    .next = সন্তানের কাগজ নিয়ে questura-তে আবেদন করুন। একজন কর্মী সঙ্গে যেতে পারেন।
family-parent_of_italian_minor--deprived = অভিভাবকত্ব না থাকলে সম্ভবত এই পারমিট পাওয়া যায় না।
    .next = বিনা খরচে আইনি সাহায্য চান: অন্য পথ থাকতে পারে।
family-parent_of_italian_minor--no_italian_child = এই পারমিট ইতালিতে থাকা ইতালীয় নাবালক সন্তানের বাবা-মায়ের জন্য।
    .next = পরিবারের অন্য পথগুলি দেখুন।

family-cohesion = আমার আত্মীয় আগে থেকেই ইতালিতে: তাঁর পারমিট কি পারিবারিক পারমিট হতে পারে?
    .short = যিনি এখানে আছেন, তাঁর পারিবারিক পারমিট
family-cohesion--no_permit_held = আগে কোনো পারমিট না থাকলে আপনার আত্মীয় সম্ভবত তা পারিবারিক পারমিটে বদলাতে পারেন না।
    .next = বিনা খরচে আইনি সাহায্য চান: অন্য পথ থাকতে পারে।
family-cohesion--too_late = সম্ভবত দেরি হয়ে গেছে: { $ask_by } পর্যন্ত আবেদন করা যেত।
    .next = বিনা খরচে আইনি সাহায্য চান: অন্য পথ থাকতে পারে।
family-cohesion--relatives = এই আত্মীয়ের জন্য আজ একটি শর্ত বাকি।
    .next = আত্মীয়দের পাতায় লেখা আছে কী বাকি।
family-cohesion--sponsor = যিনি পরিবারের জন্য আবেদন করেন, আজ তাঁর শর্ত বাকি।
    .next = কে আবেদন করতে পারেন, সেই পাতা দেখুন।
family-cohesion--housing = বাকি আছে বাসস্থান।
    .next = পৌরসভার কাছে বাসস্থান উপযুক্ত বলে সনদ (idoneità abitativa) চান।
family-cohesion--insurance = বাকি আছে বাবা বা মায়ের বিমা।
    .next = টাকা দিয়ে নিবন্ধনে কত লাগে, স্বাস্থ্য অফিসে (ASL) জিজ্ঞাসা করুন।
family-cohesion--income = বাকি আছে আয়।
    .next = আয়ের পাতায় লেখা আছে কত কম।
family-cohesion--convert = আপনার আত্মীয় সম্ভবত ইতালি না ছেড়েই পারিবারিক পারমিট পেতে পারেন।
    .next = শেষ দিনের আগে questura-তে আবেদন করুন।
family-cohesion--to_look_at = নির্ভর করে: প্রত্যেক আত্মীয়ের অবস্থা একজন কর্মীকে দেখতে হবে।
    .next = একজন কর্মীর সঙ্গে কথা বলুন। সিদ্ধান্ত নেয় questura।

value-permit = পারমিট
value-ask_by = আবেদনের শেষ দিন
word-famiglia = পারিবারিক কারণ
word-famiglia_genitore_minore_italiano = ইতালীয় নাবালকের বাবা বা মা
