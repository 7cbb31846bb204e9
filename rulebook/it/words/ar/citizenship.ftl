### drafted, not yet checked by a person

citizenship-residence = هل يمكنني أن أطلب الجنسية الإيطالية بسبب الإقامة؟
    .short = الجنسية بسبب الإقامة
citizenship-residence--italian = من هو إيطالي لا يحتاج إلى طلب أي شيء.
citizenship-residence--too_early = ما زال الوقت مبكراً: تلزم سنوات أكثر من الإقامة المسجلة في إيطاليا، دون انقطاع.
    .next = راجع في البلدية شهادة الإقامة التاريخية.
citizenship-residence--income = في كل سنة من السنوات الثلاث الأخيرة يلزم دخل لا يقل عن { $income_required }. في سنة واحدة على الأقل كان الدخل أقل.
    .next = أحياناً يُحسب دخل أفراد العائلة الذين يعيشون معك: اسأل المكتب أو مكتب patronato.
citizenship-residence--language = تلزم اللغة الإيطالية بمستوى B1، بشهادة دراسية أو شهادة لغة.
    .next = الدروس مجانية في CPIA (المدرسة العامة للكبار). من لديه تصريح الاتحاد الأوروبي للإقامة الطويلة لا يحتاج إلى الشهادة.
citizenship-residence--two_or_three_years = هذا يتوقف: لمن له والد أو جد إيطالي، المصادر غير متفقة: { $residence_years_ancestry_disputed } من الإقامة، أو { $residence_years_ancestry }.
    .next = اسأل المكتب أو خدمة قانونية مجانية.
citizenship-residence--income_dependants = هذا يتوقف: مع أشخاص على نفقتك، من دون زوج أو زوجة على نفقتك، المبلغ اللازم غير مؤكد.
    .next = اسأل المكتب أو مكتب patronato، مجاناً.
citizenship-residence--may_ask = على الأرجح نعم: يمكن الطلب. تكلفة الطلب { $residence_fee }.
    .next = يُقدَّم الطلب عبر الإنترنت، في موقع وزارة الداخلية. الدولة تنظر إلى كل الحياة في إيطاليا وتقرر.

citizenship-marriage = هل يمكنني أن أطلب الجنسية الإيطالية بسبب الزواج؟
    .short = الجنسية بسبب الزواج
citizenship-marriage--spouse_not_italian = هذا الطريق لمن تزوج شخصاً إيطالياً.
    .next = انظر الجنسية بسبب الإقامة.
citizenship-marriage--not_married = هذا الطريق لمن هو متزوج من شخص إيطالي أو في اتحاد مدني معه.
    .next = انظر الجنسية بسبب الإقامة.
citizenship-marriage--resides_abroad = من ليست له إقامة مسجلة في إيطاليا له مدد أخرى.
    .next = اسأل القنصلية الإيطالية في البلد الذي تعيش فيه.
citizenship-marriage--too_early = ما زال الوقت مبكراً: يلزم وقت أكثر من الإقامة في إيطاليا بعد الزواج.
    .next = في هذه الأثناء يمكن تحضير شهادة اللغة الإيطالية B1.
citizenship-marriage--may_ask = على الأرجح نعم: المدة بعد الزواج انتهت.
    .next = تلزم أيضاً اللغة الإيطالية بمستوى B1. يُقدَّم الطلب عبر الإنترنت، في موقع وزارة الداخلية.

citizenship-born_here = هل يصبح إيطالياً من وُلد في إيطاليا وعاش فيها دائماً؟
    .short = الجنسية عند بلوغ سن الرشد
citizenship-born_here--born_elsewhere = هذا الطريق فقط لمن وُلد في إيطاليا.
    .next = انظر الجنسية بسبب الإقامة.
citizenship-born_here--not_always_resident = هذا الطريق فقط لمن كانت إقامته مسجلة في إيطاليا دائماً، منذ الولادة.
    .next = إذا كانت تنقص فترات قصيرة فقط، فتحدّث مع المكتب: أحياناً يمكن إثباتها بالمدرسة أو بالطبيب.
citizenship-born_here--no_birth_date = من دون تاريخ الميلاد لا يمكن القول متى يُقدَّم التصريح.
    .next = اطلب شهادة الميلاد من مكتب الأحوال المدنية (stato civile) في البلدية.
citizenship-born_here--too_young = يُقدَّم التصريح بالرغبة على الأرجح ابتداءً من { $possible_from }.
    .next = اسأل البلدية قبل بضعة أشهر عن الأوراق اللازمة.
citizenship-born_here--window_over = ربما انتهى الوقت. هذا يتوقف أيضاً على ما كتبته لك البلدية.
    .next = تحدّث قريباً مع المكتب أو مع خدمة قانونية مجانية.
citizenship-born_here--may_declare = على الأرجح نعم: يُقدَّم التصريح بالرغبة في البلدية، قبل { $possible_before }.
    .next = اذهب قريباً إلى مكتب الأحوال المدنية (stato civile) في البلدية.

citizenship-language = هل تكفي لغتي الإيطالية للجنسية؟
    .short = اللغة الإيطالية للجنسية
citizenship-language--long_term = مع تصريح الاتحاد الأوروبي للإقامة الطويلة لا تلزم شهادة أخرى.
citizenship-language--level_reached = على الأرجح نعم: تكفي شهادة بمستوى B1 أو أعلى.
citizenship-language--level_lacking = تلزم شهادة بمستوى B1.
    .next = الدروس مجانية في CPIA (المدرسة العامة للكبار).

fact-dependent_spouse = هل زوجك أو زوجتك على نفقتك؟
    .short = زوج أو زوجة على النفقة
    .hint = على النفقة يعني: دخل قليل جداً أو لا دخل. من ليس متزوجاً يجيب لا.

value-possible_from = يمكن الطلب ابتداءً من
value-possible_before = قبل
value-income_required = الدخل اللازم في السنة
value-residence_fee = تكلفة الطلب
