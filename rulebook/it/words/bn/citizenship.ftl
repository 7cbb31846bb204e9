### drafted, not yet checked by a person

citizenship-residence = বসবাসের ভিত্তিতে কি ইতালীয় নাগরিকত্ব চাইতে পারি?
    .short = বসবাসের ভিত্তিতে নাগরিকত্ব
citizenship-residence--italian = যিনি ইতালীয়, তাঁকে কিছু চাইতে হয় না।
citizenship-residence--too_early = এখনও সময় হয়নি: ইতালিতে বিরতি ছাড়া আরও বছর নিবন্ধিত বসবাস লাগে।
    .next = পৌরসভায় বসবাসের ইতিহাসের সনদ (certificato storico) দেখে নিন।
citizenship-residence--income = শেষ তিন বছরের প্রতি বছর অন্তত { $income_required } আয় লাগে। অন্তত এক বছরে আয় কম ছিল।
    .next = কখনও সঙ্গে থাকা পরিবারের সদস্যদের আয় গণনা হতে পারে: ডেস্কে বা patronato-তে জিজ্ঞাসা করুন।
citizenship-residence--language = B1 স্তরের ইতালীয় ভাষা লাগে, স্কুলের সনদ বা ভাষার সনদ দিয়ে।
    .next = CPIA-তে (বড়দের সরকারি স্কুল) কোর্স বিনামূল্যে। যাঁর ইইউ দীর্ঘমেয়াদি পারমিট আছে, তাঁর সনদ লাগে না।
citizenship-residence--two_or_three_years = এটি নির্ভর করে: যাঁর মা-বাবা বা দাদা-দাদি, নানা-নানির কেউ ইতালীয়, তাঁর জন্য সূত্রগুলো একমত নয়: { $residence_years_ancestry_disputed } বসবাস, অথবা { $residence_years_ancestry }।
    .next = ডেস্কে বা বিনামূল্যের আইনি সেবায় জিজ্ঞাসা করুন।
citizenship-residence--income_dependants = এটি নির্ভর করে: আপনার আয়ে চলেন এমন মানুষ আছেন, কিন্তু স্বামী বা স্ত্রী নন; তখন কত আয় লাগে, তা নিশ্চিত নয়।
    .next = ডেস্কে বা patronato-তে জিজ্ঞাসা করুন, বিনামূল্যে।
citizenship-residence--may_ask = সম্ভবত হ্যাঁ: আবেদন করা যায়। আবেদনের খরচ { $residence_fee }।
    .next = স্বরাষ্ট্র মন্ত্রণালয়ের ওয়েবসাইটে আবেদন করতে হয়। রাষ্ট্র ইতালিতে পুরো জীবন দেখে সিদ্ধান্ত নেয়।

citizenship-marriage = বিয়ের ভিত্তিতে কি ইতালীয় নাগরিকত্ব চাইতে পারি?
    .short = বিয়ের ভিত্তিতে নাগরিকত্ব
citizenship-marriage--spouse_not_italian = এই পথ তাঁর জন্য, যিনি ইতালীয় কাউকে বিয়ে করেছেন।
    .next = বসবাসের ভিত্তিতে নাগরিকত্ব দেখুন।
citizenship-marriage--not_married = এই পথ তাঁর জন্য, যিনি ইতালীয় কারও সঙ্গে বিবাহিত বা নাগরিক বন্ধনে আছেন।
    .next = বসবাসের ভিত্তিতে নাগরিকত্ব দেখুন।
citizenship-marriage--resides_abroad = ইতালিতে নিবন্ধিত বসবাস না থাকলে সময় অন্য।
    .next = যে দেশে থাকেন, সেখানকার ইতালীয় কনস্যুলেটে জিজ্ঞাসা করুন।
citizenship-marriage--too_early = এখনও সময় হয়নি: বিয়ের পরে ইতালিতে আরও সময় বসবাস লাগে।
    .next = এর মধ্যে ইতালীয় ভাষার B1 সনদ তৈরি করা যায়।
citizenship-marriage--may_ask = সম্ভবত হ্যাঁ: বিয়ের পরের সময় পূর্ণ হয়েছে।
    .next = B1 স্তরের ইতালীয় ভাষাও লাগে। স্বরাষ্ট্র মন্ত্রণালয়ের ওয়েবসাইটে আবেদন করতে হয়।

citizenship-born_here = ইতালিতে জন্মে সব সময় এখানে থাকলে কি ইতালীয় হওয়া যায়?
    .short = সাবালক হলে নাগরিকত্ব
citizenship-born_here--born_elsewhere = এই পথ শুধু তাঁর জন্য, যিনি ইতালিতে জন্মেছেন।
    .next = বসবাসের ভিত্তিতে নাগরিকত্ব দেখুন।
citizenship-born_here--not_always_resident = এই পথ শুধু তাঁর জন্য, যিনি জন্ম থেকে সব সময় ইতালিতে নিবন্ধিত বাসিন্দা।
    .next = শুধু অল্প সময় বাদ থাকলে ডেস্কের সঙ্গে কথা বলুন: কখনও স্কুল বা ডাক্তারের কাগজ দিয়ে প্রমাণ করা যায়।
citizenship-born_here--no_birth_date = জন্মতারিখ ছাড়া বলা যায় না, কবে থেকে ঘোষণা করা যায়।
    .next = পৌরসভার নিবন্ধন দপ্তরে (stato civile) জন্মসনদ চান।
citizenship-born_here--too_young = ঘোষণা সম্ভবত { $possible_from } থেকে করা যায়।
    .next = কয়েক মাস আগে পৌরসভায় জিজ্ঞাসা করুন, কী কাগজ লাগে।
citizenship-born_here--window_over = ঘোষণার সময় হয়তো শেষ। পৌরসভা আপনাকে কী লিখেছে, তার ওপরও নির্ভর করে।
    .next = শিগগির ডেস্ক বা বিনামূল্যের আইনি সেবার সঙ্গে কথা বলুন।
citizenship-born_here--may_declare = সম্ভবত হ্যাঁ: পৌরসভায় ঘোষণা করতে হয়, { $possible_before } তারিখের আগে।
    .next = শিগগির পৌরসভার নাগরিক নিবন্ধন দপ্তরে (stato civile) যান।

citizenship-language = নাগরিকত্বের জন্য কি আমার ইতালীয় ভাষা যথেষ্ট?
    .short = নাগরিকত্বের জন্য ইতালীয় ভাষা
citizenship-language--long_term = ইইউ দীর্ঘমেয়াদি পারমিট থাকলে অন্য সনদ লাগে না।
citizenship-language--level_reached = সম্ভবত হ্যাঁ: B1 বা তার ওপরের স্তরের সনদ যথেষ্ট।
citizenship-language--level_lacking = B1 স্তরের সনদ লাগে।
    .next = CPIA-তে (বড়দের সরকারি স্কুল) কোর্স বিনামূল্যে।

fact-dependent_spouse = আপনার স্বামী বা স্ত্রী কি আপনার আয়ে চলেন?
    .short = আপনার আয়ে চলা স্বামী বা স্ত্রী
    .hint = এর অর্থ: তাঁর আয় খুব কম বা নেই। বিবাহিত না হলে «না» বলুন।

value-possible_from = আবেদন করা যায় যেদিন থেকে
value-possible_before = এই দিনের আগে
value-income_required = বছরে যে আয় লাগে
value-residence_fee = আবেদনের খরচ
