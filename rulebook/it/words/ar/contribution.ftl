### drafted, not yet checked by a person

contribution-publication = هل تُنشر المساعدة، وهل يُنشر الاسم؟
    .short = نشر المساعدة
contribution-publication--not_published = مجموع المساعدات هذه السنة { $year_total }، ضمن الحد { $publication_above }: لا تُنشر.
contribution-publication--reason_missing = مجموع المساعدات هذه السنة { $year_total } وتُنشر. السبب غير مكتوب: لا يُعرف هل يجب إخفاء الاسم.
    .next = اكتب سبب المساعدة. عند الشك لا يُنشر الاسم.
contribution-publication--published_with_name = مجموع المساعدات هذه السنة { $year_total }: تُنشر مع الاسم.
    .next = تأكد أولاً أن عنوان المساعدة لا يكشف عن الصحة أو عن صعوبة. المساعدة تسري بعد النشر.
contribution-publication--published_without_name = مجموع المساعدات هذه السنة { $year_total }: تُنشر من دون الاسم.
    .next = الاسم لا يكون في الملف ولا في بياناته المخفية. المساعدة تسري بعد النشر.

contribution-decision = إلى متى تقرر البلدية في طلب المساعدة؟
    .short = وقت القرار
contribution-decision--not_asked = لا يوجد طلب مساعدة.
contribution-decision--decided = البلدية قررت.
    .next = في القرار مكتوبة الأسباب، وكيف وإلى متى يمكن الاعتراض.
contribution-decision--out_of_time = وقت القرار انتهى في { $due_by }.
    .next = يمكن الكتابة إلى البلدية وطلب الجواب. المكتب يساعد.
contribution-decision--answer_now = البلدية تفكر في الرفض وكتبت الأسباب. يمكن الرد حتى { $answer_by }.
    .next = اكتب رداً مع الأوراق الناقصة. المكتب يساعد.
contribution-decision--in_time = البلدية تقرر حتى { $due_by }، إلا إذا قالت لائحتها شيئاً آخر.

contribution-criteria = هل تتبع المساعدة معايير منشورة؟
    .short = معايير المساعدة
contribution-criteria--not_published = المعايير غير منشورة: تُحدَّد وتُنشر قبل إعطاء المساعدة.
    .next = اسأل المسؤول أين نُشرت اللائحة.
contribution-criteria--not_shown = المعايير منشورة، لكن الاقتراح لا يبيّن أنها اتُّبعت.
    .next = اكتب في الاقتراح أي المعايير تنطبق ولماذا هي متوفرة.
contribution-criteria--criteria_followed = المعايير منشورة والاقتراح يبيّن أنها اتُّبعت.

contribution-procedure = هل تمت كل خطوات المساعدة؟
    .short = خطوات المساعدة
contribution-procedure--no_officer = لا يوجد مسؤول عن الإجراء.
    .next = مدير المكتب يعيّنه ويُبلَّغ الشخص بالاسم.
contribution-procedure--no_checks = تنقص الفحوص: ISEE والإقامة المسجلة والتصريح وتصريحات الشخص.
    .next = المسؤول عن الإجراء يقوم بالفحوص قبل الاقتراح.
contribution-procedure--no_assessment = هذا يتوقف على لائحة البلدية: عادة يلزم تقييم الأخصائي الاجتماعي قبل الاقتراح.
    .next = اطلب التقييم من الأخصائي الاجتماعي في الخدمة، أو اسأل أمين البلدية هل هو لازم.
contribution-procedure--same_person = هذا يتوقف: عادة من يقرر شخص غير من يقترح. هذه القاعدة يجب التأكد منها.
    .next = اسأل أمين البلدية من يوقّع القرار.
contribution-procedure--no_visa = هذا يتوقف: عادة يسري القرار مع تأشيرة المحاسبة. هذه القاعدة يجب التأكد منها.
    .next = اطلب التأشيرة من مكتب المحاسبة في البلدية.
contribution-procedure--steps_taken = حسب هذه الإجابات تمت كل الخطوات.
    .next = انظر هل تُنشر المساعدة، ثم أصدر أمر الدفع.
contribution-inps_register = هل تُرسل المساعدة إلى سجل INPS (SIUSS)؟
    .short = الإرسال إلى INPS
contribution-inps_register--nothing_paid = لا توجد مساعدة للإرسال.
contribution-inps_register--to_send = نعم: كل مساعدة اجتماعية تُرسل إلى سجل INPS (SIUSS)، مع التقييم إن وُجد.
    .next = مكتب الخدمات الاجتماعية يرسلها؛ عند الشك يسأل من يتولى الاتصال مع INPS.

fact-contribution_asked = في أي يوم قُدِّم طلب المساعدة؟
    .short = يوم الطلب
    .hint = مكتوب في الإيصال أو في السجل. إذا لم يوجد، فاختر «لا يوجد».
fact-contribution_decided = هل قررت البلدية؟
    .short = القرار
fact-refusal_notice = في أي يوم وصلت الرسالة التي فيها أسباب الرفض؟
    .short = إشعار بالأسباب
    .hint = هي رسالة قبل القرار. إذا لم تصل، فاختر «لا يوجد».
fact-refusal_answered = في أي يوم أُرسل الرد على هذه الرسالة؟
    .short = الرد على الإشعار
    .hint = إذا لم يوجد رد، فاختر «لا يوجد».
fact-criteria_published = هل معايير هذه المساعدة منشورة؟
    .short = المعايير منشورة
fact-criteria_shown = هل يبيّن الاقتراح أن المعايير اتُّبعت؟
    .short = المعايير مبيَّنة في الاقتراح

fact-responsible_officer = هل يوجد مسؤول عن الإجراء؟
    .short = المسؤول عن الإجراء
fact-checks_made = هل تمت الفحوص (ISEE والإقامة والتصريح والتصريحات)؟
    .short = تمت الفحوص
fact-assessment_made = هل يوجد تقييم الأخصائي الاجتماعي؟
    .short = التقييم موجود
fact-decided_by_another = هل يقرر شخص غير من يقترح؟
    .short = يقرر شخص آخر
fact-accounting_visa = هل توجد تأشيرة المحاسبة؟
    .short = تأشيرة المحاسبة

value-year_total = مجموع السنة
value-publish = تُنشر
value-publish_name = يُنشر الاسم
value-due_by = القرار حتى
value-overdue = انتهى الوقت
value-answer_by = الرد حتى
