### drafted, not yet checked by a person
# إحضار أفراد العائلة إلى إيطاليا.

# الدخل.
reunification-income = هل يكفي دخلي لإحضار عائلتي إلى إيطاليا؟
    .short = الدخل للم شمل العائلة
reunification-income--protected = مع الحماية التي لديك لا يطلب منك دخل.
    .next = اطلب الموافقة (nulla osta) على موقع وزارة الداخلية.
reunification-income--nobody = لا يوجد أحد لإحضاره، لذلك لا ينظر إلى الدخل.
reunification-income--enough = دخلك وحده يكفي غالبا: المطلوب { $required } في السنة.
    .next = جهز آخر إقرار ضريبي أو كشوف الراتب.
reunification-income--enough_together = مع دخل العائلة التي تعيش معك يكفي الدخل غالبا: لديكم { $counted } والمطلوب { $required } في السنة.
    .next = جهز أوراق دخل الجميع.
reunification-income--too_little = الدخل غالبا لا يكفي بعد: المطلوب { $required } في السنة ولديكم { $counted }. ينقص { $missing }.
    .next = يحسب أيضا دخل أفراد العائلة الذين يعيشون معك. ويتوقف الأمر أيضا على عدد الأقارب الذين يأتون معا.

# الأقارب.
reunification-relatives = من من أقاربي يمكنني إحضاره؟
    .short = الأقارب للم الشمل
reunification-relatives--nobody = لم تذكر أي قريب.
reunification-relatives--all = يمكنك غالبا أن تطلب للجميع. لكل واحد شيء يجب إثباته.
    .next = انظر إلى الشرط بجانب كل قريب وجهز تلك الأوراق أولا.
reunification-relatives--some = يمكنك غالبا أن تطلب لبعضهم. للآخرين ينقص شرط اليوم.
    .next = القائمة تبين لكل واحد ماذا ينقص، أو من أي يوم يمكنك أن تطلب.
reunification-relatives--none_of_them = اليوم غالبا لا يمكنك أن تطلب لهؤلاء الأقارب.
    .next = القائمة تبين ماذا ينقص، أو من أي يوم يمكنك أن تطلب.

# من يطلب.
reunification-sponsor = هل يمكنني أن أكون صاحب الطلب؟
    .short = من يطلب لم الشمل
reunification-sponsor--protected = مع الحماية التي لديك يمكنك غالبا أن تطلب فورا دون انتظار.
    .next = اطلب الموافقة (nulla osta) على موقع وزارة الداخلية.
reunification-sponsor--permit_doubtful = يتوقف الأمر على كيفية اعتبار تصريحك: القانون لا يذكره.
    .next = تحدث مع موظف قبل أن تطلب. القرار لمكتب Sportello unico في المحافظة (prefettura).
reunification-sponsor--permit_not_listed = بهذا التصريح غالبا لا يمكنك طلب لم الشمل.
    .next = اسأل موظفا هل يمكنك الحصول على تصريح آخر.
reunification-sponsor--permit_too_short = تصريحك غالبا قصير جدا: يجب أن تكون مدته { $sponsor_permit_term } على الأقل.
    .next = بتصريح أطول يمكنك أن تطلب مرة أخرى: تحدث مع المكتب قبل التجديد.
reunification-sponsor--stay_too_short = للزوج أو الزوجة أو أحد الوالدين أو ابن بالغ ذي إعاقة يمكنك غالبا أن تطلب ابتداء من { $possible_from }.
    .next = للأبناء دون { $child_under } سنة لا حاجة إلى الانتظار.
reunification-sponsor--may_ask = بهذا التصريح يمكنك غالبا أن تطلب.
    .next = انظر بعد ذلك إلى الدخل والسكن والأقارب.

# السكن.
reunification-housing = هل سكني مناسب للعائلة؟
    .short = السكن للم الشمل
reunification-housing--protected = مع الحماية التي لديك لا حاجة إلى إثبات السكن.
reunification-housing--certificate = مع شهادة البلدية يكون السكن غالبا مقبولا.
    .next = تأكد أن الشهادة تحسب كل من سيعيش هناك.
reunification-housing--owner_agrees = لابن واحد دون { $owner_consent_child_under } سنة تكفي غالبا موافقة صاحب السكن.
    .next = احصل على الموافقة مكتوبة.
reunification-housing--owner_to_ask = لابن واحد دون { $owner_consent_child_under } سنة تكفي موافقة صاحب السكن، لكنها ليست لديك بعد.
    .next = اطلب من صاحب السكن موافقة مكتوبة، أو من البلدية الشهادة.
reunification-housing--no_certificate = شهادة البلدية عن السكن غير موجودة.
    .next = اطلب من البلدية شهادة صلاحية السكن (idoneità abitativa).

# مساحة السكن.
reunification-living_area = هل سكني كبير بما يكفي؟
    .short = مساحة السكن
reunification-living_area--large_enough = السكن غالبا كبير بما يكفي لعدد { $people } من الأشخاص: المطلوب { $area_needed } مترا مربعا.
    .next = البلدية تقيس وتقرر: اطلب منها الشهادة.
reunification-living_area--too_small = السكن غالبا صغير لعدد { $people } من الأشخاص: المطلوب { $area_needed } مترا مربعا.
    .next = اسأل البلدية قبل أن تبحث عن سكن آخر: هي تقيس وتقرر.
reunification-living_area--one_room_for_too_many = السكن من غرفة واحدة مخصص لعدد { $one_room_people_at_most } من الأشخاص على الأكثر؛ وسيكون عددكم { $people }.
    .next = اسأل البلدية قبل أن تبحث عن سكن آخر: هي تقيس وتقرر.

# التأمين.
reunification-insurance = هل أحتاج إلى تأمين لوالديّ؟
    .short = تأمين لأحد الوالدين
reunification-insurance--protected = مع الحماية التي لديك لا يطلب منك تأمين.
reunification-insurance--nobody_over_65 = لا يأتي والد عمره { $parent_over } سنة أو أكثر: لا حاجة إلى تأمين.
reunification-insurance--insured = التأمين لوالدك أو والدتك مقبول غالبا.
    .next = احتفظ بوثيقة التأمين أو بإيصال الخدمة الصحية.
reunification-insurance--not_insured = لوالد عمره { $parent_over } سنة أو أكثر ينقص التأمين، أو التسجيل المدفوع في الخدمة الصحية.
    .next = اسأل مكتب الصحة (ASL) كم يكلف التسجيل.

# القرار.
reunification-decision = كم من الوقت لدى مكتب الهجرة (Sportello unico) ليقرر في nulla osta للعائلة؟
    .short = وقت القرار
reunification-decision--not_requested = لم تطلب الموافقة (nulla osta) بعد: لا توجد مهلة جارية.
reunification-decision--decided = المكتب قرر.
    .next = إذا كان الجواب لا، يمكنك الذهاب إلى المحكمة العادية. اطلب قريبا مساعدة قانونية مجانية.
reunification-decision--out_of_time = المكتب متأخر: كان لديه وقت حتى { $due_by }.
    .next = يمكن لموظف أو محام أن يكتب إلى المكتب.
reunification-decision--in_time = المكتب ما زال في الوقت: لديه حتى { $due_by }.
    .next = انظر إلى الموقع من حين إلى آخر: قد يطلب المكتب أوراقا أخرى.

# وقائع هذه الصفحات.
fact-owner_consent = هل يوافق صاحب السكن كتابة؟
    .short = موافقة صاحب السكن
fact-home_area = كم مترا مربعا صالحا للسكن في البيت؟
    .short = مساحة البيت
    .hint = مكتوب في العقد أو في مخطط البيت. دون القبو والشرفة.
fact-home_people = كم شخصا يعيش اليوم في البيت، وأنت منهم؟
    .short = الأشخاص في البيت
    .hint = لا تحسب من سيأتي.
fact-home_one_room = هل البيت غرفة واحدة؟
    .short = بيت من غرفة واحدة

# القيم.
value-required = المطلوب في السنة
value-counted = دخلك مع العائلة في البيت
value-missing = ينقص
value-relatives = الأقارب
    .relation = القريب
    .outcome = الجواب
    .possible_from = ممكن من
    .condition = ما يلزم
value-possible_from = ممكن من
value-due_by = لدى المكتب وقت حتى
value-overdue = المكتب متأخر
value-area_needed = الأمتار المربعة المطلوبة
value-people = الأشخاص في البيت
value-bedroom_for_one = غرفة نوم لشخص واحد، بالمتر المربع
value-bedroom_for_two = غرفة نوم لشخصين، بالمتر المربع
value-living_room = غرفة الجلوس، بالمتر المربع
value-ceiling_cm = ارتفاع الغرف، بالسنتيمتر

# الكلمات.
word-met = نعم غالبا
word-not_met = ليس اليوم غالبا
word-partly = نعم لبعضهم
word-spouse = زوج أو زوجة
word-child = ابن أو ابنة
word-adult_disabled_child = ابن أو ابنة بالغ مع إعاقة كاملة
word-mother = أم
word-father = أب
word-spouse_of_age = يجب أن يكون الزوج أو الزوجة بالغا
word-minor_and_unmarried = يجب أن يكون الابن قاصرا وغير متزوج
word-dependent_for_disability = يجب أن يعيش الابن من مالك بسبب إعاقة كاملة
word-dependent_alone_or_over_65 = يجب أن يعيش الوالد من مالك وليس له ابن آخر في بلده، أو أن يكون مسنا وأبناؤه الآخرون مرضى لا يستطيعون مساعدته
word-two_years_of_stay = يلزم أن تكون إقامتك القانونية طويلة بما يكفي
word-marriage_alone = أوراق الزواج؛ دون انفصال ودون زوج أو زوجة أخرى في إيطاليا
word-consent_of_other_parent = موافقة الوالد الآخر
word-total_disability = أوراق الإعاقة الكاملة
word-health_insurance = تأمين صحي، أو تسجيل مدفوع في الخدمة الصحية
word-dependence = أوراق تبين أن الوالد يعيش من مالك
