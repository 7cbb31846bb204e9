//! What holds for anything anybody may type.

use matching::{Born, Country2, Features, Known, NameForm, Sex, compare, score};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z' .-]{0,24}",
        "[\u{620}-\u{64a} ]{0,16}",
        "[\u{400}-\u{52f} ]{0,16}",
        "[\u{900}-\u{dff} ]{0,16}",
        "[\u{4e00}-\u{4fff}]{0,6}",
        prop::sample::select(vec![
            "El Amrani",
            "Abd",
            "Abdul",
            "De La",
            "Xiao Ming",
            "محمد",
            "O",
            "Md.",
            "abdallah",
            "ibn"
        ])
        .prop_map(str::to_owned),
    ]
}

prop_compose! {
    fn known()(
        names in prop::collection::vec((text(), text()), 0..3),
        sex in prop::option::of(prop_oneof![Just(Sex::Female), Just(Sex::Male)]),
        born in prop::option::of((any::<i16>(), prop::option::of(any::<u8>()), prop::option::of(any::<u8>()))),
        country in prop::option::of("[A-Z]{2}"),
        documents in prop::collection::vec(prop_oneof![any::<String>(), "[A-Z]{2}[0-9]{7}"], 0..2),
        tax_code in prop::option::of(prop_oneof![any::<String>(), "[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]"]),
        phones in prop::collection::vec(prop_oneof![any::<String>(), "[+0-9 ]{6,14}"], 0..2),
    ) -> Known {
        Known {
            names: names.into_iter().map(|(given, family)| NameForm::new(given, family)).collect(),
            sex,
            born: born.map(|(year, month, day)| Born { year, month, day }),
            birth_country: country.as_deref().and_then(Country2::parse),
            documents,
            tax_code,
            phones,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn comparing_is_symmetric_and_stays_within_bounds(a in known(), b in known()) {
        let (a, b) = (Features::of(&a), Features::of(&b));
        let (there, back) = (score(&a, &b), score(&b, &a));
        prop_assert!((0.0..=1.0).contains(&there), "{there}");
        prop_assert!((there - back).abs() < 1e-9, "{there} {back}");
        prop_assert!((compare(&a, &b).score - there).abs() < 1e-12);
    }

    #[test]
    fn keys_are_always_the_same_and_each_comes_once(known in known()) {
        let keys = Features::of(&known).index_keys();
        prop_assert_eq!(&keys, &Features::of(&known).index_keys());
        let mut once = keys.clone();
        once.dedup();
        prop_assert_eq!(once, keys);
    }

    #[test]
    fn a_person_is_found_under_all_her_own_keys(known in known()) {
        let features = Features::of(&known);
        let filed = features.index_keys();
        let asked: Vec<_> = features.query_keys().into_iter().map(|wanted| wanted.key).collect();
        prop_assert!(filed.iter().all(|key| asked.contains(key)));
        features.spare_keys();
    }

    #[test]
    fn nothing_typed_in_a_box_breaks_it(
        typed in any::<String>(),
        name in text(),
        date in "[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}",
    ) {
        for text in [typed.clone(), format!("{name} {date} {typed}")] {
            let features = Features::of(&Known::from_box(&text));
            prop_assert!(score(&features, &features) <= 1.0);
        }
    }
}
