//! Readers of rules and of facts: a page is read or refused, and whatever it says is computed within its bounds
//! (SEC-73); facts are read or refused, and what was read is written and read again the same.

use approdo::checker::Rulebook;
use rules::{Conversation, Pack, Sheet, Told};
use serde_json::{Map, Value};

const TODAY: i64 = 20_780;

/// Computes everything a pack can be asked of one person.
fn compute(pack: &Pack, told: &Told) {
    let sheet = Sheet::of(pack, told.clone(), TODAY);
    for question in pack.questions() {
        let answer = sheet.answer(question);
        assert!(answer.outcome == "unknown" || answer.outcome == "refer" || answer.missing.is_empty());
        if let Some(horizon) = sheet.horizon(question) {
            assert!(horizon > TODAY);
        }
        let _ = sheet.otherwise(question);
    }
    let mut talk = Conversation::new(pack, pack.questions().iter().collect(), told.clone(), TODAY);
    let mut asked = 0;
    while let Some(next) = talk.to_ask() {
        talk.declined(next);
        asked += 1;
        assert!(asked < 100_000, "it does not end");
    }
}

pub(crate) fn rule_page(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(page) = rules::read("a/b", &text) else { return };
    let tables = page.text.matches("```").count();
    let Ok(pack) = Pack::link(vec![page]) else { return };
    compute(&pack, &Told::nothing(&pack));
    let tried = pack.try_cases();
    assert!(tried.reached <= tried.branches);
    if tables < 8 {
        for fault in pack.check() {
            assert!(!fault.to_string().is_empty());
        }
    }
}

pub(crate) fn rule_facts(bytes: &[u8]) {
    let pack = Rulebook::national().unwrap().pack();
    let Ok(Value::Object(facts)) = serde_json::from_slice::<Value>(bytes) else { return };
    match Told::from_json(pack, &facts) {
        Ok(told) => {
            let again: Map<String, Value> = told.json(pack);
            assert_eq!(Told::from_json(pack, &again).as_ref(), Ok(&told), "what was read is read again the same");
            compute(pack, &told);
        }
        Err(bad) => assert!(!bad.is_empty() && bad.iter().all(|bad| !bad.to_string().is_empty())),
    }
}
