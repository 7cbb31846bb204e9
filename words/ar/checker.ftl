### drafted, not yet checked by a person
checker-yes = نعم
checker-no = لا
checker-none = لا يوجد
checker-stateless = عديم الجنسية
checker-not-known = (غير معروف)
checker-days = { $count ->
    [one] يوم واحد
    [two] يومان
    [few] { $shown } أيام
   *[other] { $shown } يوما
}
checker-months = { $count ->
    [one] شهر واحد
    [two] شهران
    [few] { $shown } أشهر
   *[other] { $shown } شهرا
}
checker-years = { $count ->
    [one] سنة واحدة
    [two] سنتان
    [few] { $shown } سنوات
   *[other] { $shown } سنة
}

checker-outcome-met = نعم على الأرجح
checker-outcome-not_met = لا على الأرجح
checker-outcome-unknown = لا يمكن القول بعد
checker-outcome-refer = يقرر ذلك شخص، لا قاعدة
checker-outcome-not_required = غير مطلوب

checker-refer-unconfirmed = في هذه النقطة القانون غير مؤكد، أو لا يسري في اليوم المطلوب: الجواب عند موظف الخدمة.
checker-refer-next = اسأل في مكتب الخدمة أو محاميا. المساعدة القانونية قد تكون مجانية.
checker-as-of = في { $day }
checker-next = ماذا تفعل: { $step }
checker-missing = ما زال مطلوبا للجواب: { $facts }
checker-missing-figures = لا يوجد بعد رقم رسمي: { $figures }
checker-otherwise-more = بزيادة { $by } يكون الجواب غالبا نعم ({ $fact }).
checker-otherwise-less = بنقص { $by } يكون الجواب غالبا نعم ({ $fact }).
checker-horizon = هذا الجواب يتغير من تلقاء نفسه في { $day }.
checker-sources = أين هو مكتوب: { $sources }
checker-unconfirmed = جزء من هذا الجواب غير مؤكد بعد: اسأل موظفا.
checker-overdue = كان يجب أن تراجع هذه القاعدة من قبل: اسأل موظفا.
checker-not-advice = هذه معلومات وليست استشارة قانونية.

checker-ask-start = أسئلة قليلة، واحدا بعد واحد. لا يحفظ شيء مما تكتبه.
checker-ask-key-why = لماذا نسأل
checker-ask-key-unknown = لا أعرف
checker-ask-key-unsaid = أفضل ألا أقول
checker-ask-key-back = رجوع
checker-ask-key-enough = يكفي
checker-ask-number = السؤال { $number }
checker-ask-left = { $count ->
    [one] كما يبدو الآن بقي سؤال واحد على الأكثر
    [two] كما يبدو الآن بقي سؤالان على الأكثر
    [few] كما يبدو الآن بقيت { $shown } أسئلة على الأكثر
   *[other] كما يبدو الآن بقي { $shown } سؤالا على الأكثر
}
checker-ask-first = هذا هو السؤال الأول.
checker-ask-which = ماذا تريد أن تعرف؟ اكتب رقما أو أكثر، أو كلمة للبحث.
checker-ask-not-found = لا يوجد في القائمة سؤال فيه "{ $typed }". اكتب كلمة أخرى أو الأرقام.
checker-ask-no-such = لا يوجد هنا الرقم { $typed }. اكتب رقما أو أكثر من القائمة وبينها مسافات.
checker-ask-why = نحتاجه للجواب عن: { $questions }
checker-ask-law = يطلبه القانون: { $sources }
checker-ask-many = كم عددهم؟ اكتب 0 إن لم يوجد أحد.
checker-ask-record = { $number } من { $of }
checker-ask-expects-yes-no = نعم أو لا
checker-ask-expects-date = تاريخ، مثلا 31/12/2026
checker-ask-expects-money = مبلغ باليورو، مثلا 10.651,68
checker-ask-expects-number = رقم
checker-ask-expects-count = رقم من 0 إلى { $most }
checker-ask-expects-country = اسم البلد أو حرفاه، مثلا MA
checker-ask-expects-choice = رقم الجواب
checker-ask-expects-choices = أرقام الأجوبة وبينها مسافات
checker-ask-none = 0 إن لم يوجد
checker-ask-again = لم يفهم. المطلوب: { $what }.
checker-ask-nothing = لا حاجة إلى شيء آخر للجواب.
checker-ask-all-asked = لم يبق ما نسأل عنه. ما لا يعرف يترك الجواب مفتوحا.
