### drafted, not yet checked by a person

register-entry = هل يمكنني تسجيل إقامتي في البلدية؟
    .short = تسجيل الإقامة
register-entry--eu_citizen = لمواطني الاتحاد الأوروبي قواعد أخرى.
    .next = اسأل مكتب السجل (anagrafe) في البلدية.
register-entry--no_lawful_stay = لتسجيل الإقامة يلزم تصريح أو إيصال الطلب.
    .next = يمكن للمكتب أن ينظر في الطرق للحصول على تصريح.
register-entry--applicant = هذا يتوقف: لمن طلب الحماية تغيّر القانون والعمل به غير واضح بعد.
    .next = مركز الاستقبال أو المكتب يسأل مكتب السجل.
register-entry--home = على الأرجح نعم: تُسجَّل الإقامة حيث تعيش فعلاً.
    .next = أحضر إلى مكتب السجل التصريح أو الإيصال، وجواز السفر، وورقة عن السكن.
register-entry--centre = على الأرجح نعم: بعد أكثر من { $centre_counts_after } يُعتبر مركز الاستقبال سكناً.
    .next = المركز يمكنه أن يساعد في الطلب من مكتب السجل.
register-entry--no_home = يلزم مكان تعيش فيه عادة. في مركز استقبال تلزم مدة أكثر من { $centre_counts_after }.
    .next = من ليس له سكن يمكنه أن يسأل الخدمة الاجتماعية: عند كثير من البلديات إقامة أيضاً لمن هو بلا سكن.

register-confirmation = بعد تجديد التصريح هل يجب أن أخبر البلدية بشيء؟
    .short = تأكيد الإقامة
register-confirmation--not_registered = من ليست له إقامة مسجلة في إيطاليا لا يؤكدها.
register-confirmation--eu_citizen = لا يلزم ذلك لمواطني الاتحاد الأوروبي.
register-confirmation--already_confirmed = التأكيد تم.
register-confirmation--not_renewed = هذا السؤال لمن لديه تصريح جديد.
register-confirmation--in_time = نعم: تؤكد للبلدية مكان سكنك حتى { $confirm_by }.
    .next = أحضر التصريح الجديد إلى مكتب السجل، أو أرسله عبر الإنترنت.
register-confirmation--late = كان اليوم { $confirm_by }. ما زال ذلك ممكناً.
    .next = اذهب قريباً إلى مكتب السجل مع التصريح الجديد.

register-kept = هل تبقى الإقامة المسجلة إذا انتهى التصريح؟
    .short = الإقامة مع تصريح منتهٍ
register-kept--not_registered = هذا السؤال فقط لمن له إقامة مسجلة في إيطاليا.
register-kept--eu_citizen = لمواطني الاتحاد الأوروبي قواعد أخرى.
register-kept--valid = نعم: التصريح ساري المفعول.
register-kept--pending = نعم: أثناء انتظار التجديد تبقى الإقامة المسجلة.
    .next = أظهر الإيصال إذا طلبته البلدية.
register-kept--six_months = على الأرجح نعم، لبضعة أشهر بعد انتهاء التصريح.
    .next = من الأفضل طلب التجديد قريباً: أثناء الانتظار تبقى الإقامة المسجلة.
register-kept--notice_first = هذا يتوقف. قبل شطب الإقامة تكتب البلدية رسالة وتعطي { $notice_days } للرد.
    .next = اطلب من المكتب المساعدة في التجديد وفي الرد على الرسالة.

register-fiscal_code = أين أطلب الرقم الضريبي (codice fiscale)؟
    .short = الرقم الضريبي
register-fiscal_code--has_it = الرقم الضريبي موجود.
    .next = مع تسجيل الإقامة يمكن طلب بطاقة الهوية الإلكترونية (CIE) من البلدية.
register-fiscal_code--ask_office = هذا يتوقف على طريقة الدخول: يعطيه مكتب الهجرة (Sportello unico)، أو مكتب الشرطة (questura) مع التصريح، أو مكتب الضرائب (Agenzia delle Entrate).
    .next = انظر أولاً هل هو مكتوب على التصريح أو الإيصال. إذا لم يوجد، فاذهب إلى Agenzia delle Entrate مع جواز السفر والتصريح أو الإيصال، أو اسأل المكتب.

fact-habitual_home = هل لديك مكان تعيش فيه عادة؟
    .short = السكن
    .hint = أيضاً عند أصدقاء أو أقارب. يُسأل عن مركز الاستقبال بعد ذلك.
fact-centre_since = منذ أي يوم تعيش في مركز استقبال؟
    .short = في المركز منذ
    .hint = إذا كنت لا تعيش في مركز، فاختر «لا يوجد».
fact-home_confirmed = هل أكدت سكنك في مكتب السجل بعد التجديد؟
    .short = السكن مؤكد

value-possible_from = يمكن الطلب ابتداءً من
value-confirm_by = التأكيد حتى
value-not_before = تبقى الإقامة على الأقل حتى
value-notice_days = الوقت للرد على الرسالة

fact-has_fiscal_code = هل لديك رقم ضريبي (codice fiscale)؟
    .short = الرقم الضريبي
    .hint = موجود على بطاقة الصحة، وكثيراً ما يكون على التصريح.
value-offices = أين يُطلب
word-immigration_desk = مكتب الهجرة (Sportello unico)
word-questura = مكتب الشرطة (questura)
word-tax_office = مكتب الضرائب (Agenzia delle Entrate)
