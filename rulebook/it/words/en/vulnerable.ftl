# Vulnerable people.
vulnerable-special_reception = Can whoever asks for asylum have a reception fit for their situation?
    .short = Special reception
vulnerable-special_reception--no_request = This reception is for whoever has asked for asylum and waits for the decision.
    .next = To sleep tonight or for a place: see the reception facilities.
vulnerable-special_reception--vulnerable = You probably can: the age, the family or the situation is among those of the law. The reception bodies give the place.
    .next = Tell the reception operator or the desk, with the papers you have.
vulnerable-special_reception--pregnancy = You probably can: pregnancy is among the situations of the law. The reception bodies give the place.
    .next = Tell the reception operator and go to a family clinic (consultorio).
vulnerable-special_reception--illness = You probably can: a serious illness is among the situations of the law. The reception bodies give the place.
    .next = Tell the reception operator. The certificate is enough, you need not tell about the illness.
vulnerable-special_reception--trafficking = You probably can: whoever may be a victim of trafficking is among the situations of the law. There are protected places.
    .next = Call 800 290 290, free, at any hour. In danger: 112.
vulnerable-special_reception--not_in_this_list = From these answers the ordinary reception holds.
    .next = If something changes, tell the reception operator.
