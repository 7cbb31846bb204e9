### drafted, not yet checked by a person
# فقدان العمل.

job_loss-revocation_ground = فقدت عملي: هل يمكن أن يسحب تصريحي لهذا السبب؟
    .short = التصريح بعد فقدان العمل
job_loss-revocation_ground--no_ground = فقدان العمل ليس سببا لسحب التصريح، لا منك ولا من عائلتك: هذا عند الفصل من العمل وعند الاستقالة أيضا.
    .next = انظر كم من الوقت لديك للبحث عن عمل آخر.

job_loss-job_search = كم من الوقت لدي للبحث عن عمل آخر؟
    .short = البحث عن عمل آخر
job_loss-job_search--may_search_for_the_year = يمكنك غالبا البقاء والبحث عن عمل آخر حتى { $protected_until }. اليوم الذي تبدأ منه السنة غير مؤكد: اسأل مركز التشغيل.
    .next = إذا لم تفعل ذلك بعد، اذهب إلى مركز التشغيل (CPI) وقل إنك مستعد للعمل (DID). احتفظ بالورقة.
job_loss-job_search--may_search = يمكنك غالبا البقاء والبحث عن عمل آخر حتى { $protected_until }.
    .next = إذا لم تفعل ذلك بعد، اذهب إلى مركز التشغيل (CPI) وقل إنك مستعد للعمل (DID). احتفظ بالورقة.
job_loss-job_search--may_search_for_now = يمكنك غالبا الآن البقاء والبحث عن عمل آخر. إلى متى يتوقف على ما لم تخبرنا به بعد.
    .next = إذا لم تفعل ذلك بعد، اذهب إلى مركز التشغيل (CPI) وقل إنك مستعد للعمل (DID). احتفظ بالورقة.
job_loss-job_search--seasonal = مع تصريح العمل الموسمي غالبا لا يوجد وقت للبحث عن عمل.
    .next = تحدث مع موظف: قد يفيد عمل موسمي جديد أو عمل من نوع آخر.
job_loss-job_search--self_employed = للعمل الحر لا يذكر القانون ذلك: يتوقف الأمر على حالتك.
    .next = تحدث مع موظف. القرار لـ questura.
job_loss-job_search--no_permit = هذه المدة لمن لديه تصريح عمل، ولا يوجد تصريح الآن.
    .next = تحدث مع المكتب عن الطرق الموجودة.
job_loss-job_search--other_permit = إقامتك لا تتوقف على عمل، لذلك لا حاجة إلى وقت للبحث عنه.
    .next = يمكنك مع ذلك التسجيل في مركز التشغيل (CPI) إذا كان تصريحك يسمح بالعمل.
job_loss-job_search--expired_without_declaration = انتهى تصريحك ولست مسجلا كباحث عن عمل: يتوقف الأمر على حالتك.
    .next = تحدث قريبا مع موظف. القرار لـ questura.
job_loss-job_search--term_over = انتهى غالبا وقت البحث عن عمل.
    .next = للتجديد ينظر الآن إلى الدخل. انظر كم المطلوب.

job_search-renewal_income = هل يكفي دخلي للتجديد بعد البحث عن عمل؟
    .short = الدخل للتجديد
job_search-renewal_income--not_yet = وقت البحث عن عمل لم ينته: لا ينظر إلى الدخل بعد.
job_search-renewal_income--enough = دخلك يكفي غالبا: المطلوب { $renewal_income_one_by_one } في السنة على الأكثر.
    .next = جهز أوراق الدخل، وأوراق دخل العائلة التي تعيش معك.
job_search-renewal_income--enough_with_young_children = دخلك يكفي غالبا: المطلوب { $required } في السنة، لأن الأطفال الصغار يحسبون معا.
    .next = جهز أوراق الدخل، وأوراق دخل العائلة التي تعيش معك.
job_search-renewal_income--too_little = الدخل غالبا أقل من المبلغ: المطلوب { $required } في السنة، وينقص { $missing }.
    .next = قد يبقى التجديد ممكنا: ينظر إلى الروابط العائلية وسنوات الإقامة في إيطاليا وعمل قادم. تحدث مع موظف قبل أن تطلب.

fact-dependants_under_14 = كم من الذين تعيلهم أطفال دون { $young_child_under } سنة؟
    .short = الأطفال الصغار الذين تعيلهم

value-protected_until = يمكنك البحث عن عمل حتى
value-may_register_did = يمكنك التسجيل في مركز التشغيل
value-register_by = اذهب إلى مركز التشغيل قبل نهاية
