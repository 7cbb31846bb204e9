### drafted, not yet checked by a person
# العائلة في إيطاليا.

family-parent_of_italian_minor = ابني إيطالي: هل يمكنني الحصول على تصريح؟
    .short = والد أو والدة ابن إيطالي
family-parent_of_italian_minor--parent = يمكنك غالبا الحصول على تصريح لأسباب عائلية، حتى دون تصريح صالح الآن.
    .next = مكتب patronato أو المكتب يقول هل يقدم الطلب بظرف البريد (kit) أو في questura. أحضر أوراق ابنك. يمكن لموظف أن يرافقك.
family-parent_of_italian_minor--deprived = دون المسؤولية الأبوية غالبا لا يمكنك الحصول على هذا التصريح.
    .next = اطلب مساعدة قانونية مجانية: قد توجد طرق أخرى.
family-parent_of_italian_minor--no_italian_child = هذا التصريح لوالدي قاصر إيطالي يعيش في إيطاليا.
    .next = انظر إلى الطرق الأخرى للعائلات.

family-cohesion = قريبي موجود في إيطاليا: هل يمكن أن يصبح تصريحه تصريحا عائليا؟
    .short = تصريح عائلي لمن هو هنا
family-cohesion--no_permit_held = دون تصريح سابق غالبا لا يمكن لقريبك تحويله إلى تصريح عائلي.
    .next = اطلب مساعدة قانونية مجانية: قد توجد طرق أخرى.
family-cohesion--too_late = فات الوقت غالبا: كان يمكن الطلب حتى { $ask_by }.
    .next = اطلب مساعدة قانونية مجانية: قد توجد طرق أخرى.
family-cohesion--relatives = لهذا القريب ينقص شرط اليوم.
    .next = صفحة الأقارب تبين ماذا ينقص.
family-cohesion--sponsor = تنقص اليوم شروط من يطلب للعائلة.
    .next = انظر إلى صفحة من يمكنه أن يطلب.
family-cohesion--housing = ما ينقص هو السكن.
    .next = اطلب من البلدية شهادة صلاحية السكن (idoneità abitativa).
family-cohesion--insurance = ما ينقص هو التأمين للوالد.
    .next = اسأل مكتب الصحة (ASL) كم يكلف التسجيل المدفوع.
family-cohesion--income = ما ينقص هو الدخل.
    .next = صفحة الدخل تبين كم ينقص.
family-cohesion--convert = يمكن لقريبك غالبا الحصول على تصريح عائلي دون مغادرة إيطاليا.
    .next = مكتب patronato أو المكتب يقول هل يقدم الطلب بظرف البريد (kit) أو في questura. من الأفضل عدم انتظار آخر يوم للطلب.
family-cohesion--to_look_at = يتوقف الأمر: يجب أن ينظر موظف في حالة كل قريب.
    .next = تحدث مع موظف. القرار لـ questura.

value-permit = التصريح
value-ask_by = الطلب قبل نهاية
word-famiglia = أسباب عائلية
word-famiglia_genitore_minore_italiano = والد أو والدة قاصر إيطالي
