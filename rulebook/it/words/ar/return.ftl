### drafted, not yet checked by a person

return-assisted = هل يمكنني الحصول على مساعدة للعودة إلى بلدي؟
    .short = العودة مع مساعدة
return-assisted--not_wanted = هذا السؤال فقط لمن يريد العودة. هو اختيار حر.
return-assisted--helped_before = يمكن الحصول على هذه المساعدة مرة واحدة فقط.
    .next = تحدّث مع الخدمة الاجتماعية: أحياناً توجد طرق أخرى.
return-assisted--gives_up_permit = على الأرجح نعم. قبل السفر يُسلَّم التصريح: هذا اختيار مهم.
    .next = تحدّث أولاً مع المكتب: أيضاً عن المعاش وعن سنوات العمل في إيطاليا. في آخر مشروع معروف كان هناك { $return_cash } نقداً، وسلع وخدمات حتى { $return_in_kind_head } للمسافر و{ $return_in_kind_each } لكل فرد على نفقته. رقم مجاني: 800 004 006.
return-assisted--eu_citizen = هذه المساعدة لمن ليس مواطناً في الاتحاد الأوروبي.
    .next = الخدمة الاجتماعية أو القنصلية قد تساعد بطريقة أخرى.
return-assisted--open_to_all = على الأرجح نعم، حتى من دون تصريح. مكتب الشرطة للأجانب (questura) يفحص هل توجد موانع.
    .next = يمكن تغيير الرأي حتى السفر، لكن من الأفضل التحدث مع خدمة قانونية مجانية قبل البدء. في آخر مشروع معروف كان هناك { $return_cash } نقداً، وسلع وخدمات حتى { $return_in_kind_head } للمسافر و{ $return_in_kind_each } لكل فرد على نفقته. رقم مجاني: 800 004 006.

return-sick_person = ماذا يلزم لعودة شخص مريض؟
    .short = عودة شخص مريض
return-sick_person--not_wanted = هذا السؤال فقط لمن يريد العودة. هو اختيار حر.
return-sick_person--not_ill = هذا السؤال فقط لمن لديه مرض خطير.
return-sick_person--prepare_together = هذا يتوقف على العلاج وعلى من ينتظر عند الوصول: يُحضَّر ذلك معاً، بهدوء.
    .next = تحدّث مع الخدمة الاجتماعية ومع الطبيب. من دون علاج مؤكد عند الوصول من الأفضل عدم السفر.

return-pension_rights = إذا رجعت إلى بلدي نهائياً، هل أفقد المعاش الإيطالي؟
    .short = المعاش بعد الرجوع
return-pension_rights--no_contributions = من دون اشتراكات مدفوعة في إيطاليا لا توجد حقوق معاش تُحفظ.
    .next = عند الشك، ينظر مكتب patronato مجاناً هل توجد اشتراكات.
return-pension_rights--rights_kept = على الأرجح لا: حقوق المعاش تبقى، حتى إذا لم يوجد اتفاق بين إيطاليا وبلدك.
    .next = قبل السفر اسأل مكتب patronato، مجاناً، كم قيمة المعاش ومن أي عمر. خذ معك كشف الاشتراكات (INPS).
fact-contributions_in_italy = هل عملت في إيطاليا بعقد قانوني، مع اشتراكات INPS؟
    .short = اشتراكات في إيطاليا
    .hint = تظهر في كشوف الراتب.

return-voluntary_departure = وصلني أمر مكتوب بمغادرة إيطاليا: هل يمكنني طلب مهلة؟
    .short = مهلة للمغادرة
return-voluntary_departure--not_told = هذا السؤال فقط لمن وصله أمر مكتوب بالمغادرة.
return-voluntary_departure--may_be_asked = يمكن طلب مهلة من { $departure_days_least } إلى { $departure_days_most } للسفر بشكل مستقل أو مع مساعدة. هذا يتوقف على prefetto.
    .next = تحدّث فوراً مع محامٍ أو مع خدمة قانونية مجانية: أحياناً يكون الأمر غير صحيح ويمكن الاعتراض عليه.

fact-told_to_leave = هل وصلك أمر مكتوب بمغادرة إيطاليا؟
    .short = أمر بالمغادرة
    .hint = يمكن عدم الجواب. لا يُبلَّغ أحد.

value-return_cash = نقداً، في آخر مشروع معروف
value-return_in_kind_head = سلع وخدمات للمسافر
value-return_in_kind_each = سلع وخدمات لكل فرد على نفقته
value-return_check_months = متابعة الخطة خلال
value-needs = ما يلزم
value-departure_days_least = على الأقل
value-departure_days_most = على الأكثر
word-free_will = اختيار حر، مع كل المعلومات
word-fit_to_travel = شهادة الطبيب أن السفر ممكن
word-escort = شخص يرافق، إذا لزم
word-care_at_arrival = إثبات أن العلاج يستمر عند الوصول
word-travel_papers = وثائق السفر
word-someone_waiting = العائلة أو خدمة تنتظر عند الوصول
