//! Who must meet and who must not: pairs of spellings, through the keys as the application asks.

use std::collections::{HashMap, HashSet};

use matching::{
    Born, Country2, Decision, Features, How, Key, Known, NameForm, POSTINGS_MAX, Part, SHORTLIST_WIDE, Sex, Shortlist,
    compare, score,
};

fn named(given: &str, family: &str) -> Known {
    Known { names: vec![NameForm::new(given, family)], ..Known::default() }
}

/// Whether a search would find the record under any of its keys.
fn meets(asked: &Known, filed: &Known) -> bool {
    let (asked, filed) = (Features::of(asked), Features::of(filed));
    let keys: HashSet<Key> = filed.index_keys().into_iter().collect();
    asked.query_keys().into_iter().chain(asked.spare_keys()).any(|wanted| keys.contains(&wanted.key))
}

fn likeness(a: &Known, b: &Known) -> f64 {
    score(&Features::of(a), &Features::of(b))
}

#[test]
fn one_name_meets_itself_however_it_is_written() {
    for (a, b) in [
        (("Mohammed", "Elamrani"), ("Muhammad", "El Amrani")),
        (("Mohammed", "El Amrani"), ("محمد", "العمراني")),
        (("محمد", "الأمراني"), ("Mohamed", "Amrani")),
        (("Md", "Hossain"), ("Muhammad", "Hussain")),
        (("Evgenij", "Kovalenko"), ("Yevhen", "Коваленко")),
        (("Євген", "Коваленко"), ("Yevgeny", "Kovalenko")),
        (("Hussan", "Farzana"), ("Hassan", "Farzana")),
        (("José", "Núñez"), ("JOSE", "NUNEZ")),
        (("Thị Mai", "Nguyễn"), ("Thi Mai", "NGUYEN")),
        (("Sean", "O'Brien"), ("Sean", "O Brien")),
        (("Sean", "O’Brien"), ("SEAN", "OBRIEN")),
        (("Xiaoming", "Hu"), ("Hu", "Xiao-Ming")),
        (("", "胡晓明"), ("Xiao Ming", "Hu")),
        (("Amina", "Abdel Rahman"), ("Amina", "Abdurrahman")),
        (("عبد الرحمن", "حسن"), ("Abdelrahman", "Hassan")),
        (("John", "Dela Cruz"), ("John", "De La Cruz")),
        (("Nour El Din", "Saad"), ("Noureddine", "Saad")),
        (("Giorgi", "Beridze"), ("გიორგი", "ბერიძე")),
        (("Tesfay", "Haile"), ("ተስፋይ", "ሃይለ")),
        (("Giorgos", "Papadopulos"), ("Γιώργος", "Παπαδόπουλος")),
        (("Mohammed", "Chaudhry"), ("मोहम्मद", "चौधरी")),
        (("Gurpreet", "Singh"), ("ਗੁਰਪ੍ਰੀਤ", "ਸਿੰਘ")),
        (("Nimal", "Perera"), ("නිමල්", "පෙරේරා")),
        (("Rafiqul", "Islam"), ("রফিকুল", "ইসলাম")),
        (("Julia", "Shevchenko"), ("Юлія", "Шевченко")),
        (("Halyna", "Bondar"), ("Galina", "Bondar")),
        (("Michail", "Kidane"), ("Mikhail", "Chidane")),
        (("Murugan", "Kandasamy"), ("முருகன்", "கந்தசாமி")),
        (("Jaswinder", "Kaur"), ("ਜਸਵਿੰਦਰ", "ਕੌਰ")),
        (("Hossein", "Rezaei"), ("حسین", "رضایی")),
    ] {
        let (a, b) = (named(a.0, a.1), named(b.0, b.1));
        assert!(meets(&a, &b) && meets(&b, &a), "{:?} {:?}", a.names, b.names);
        assert!(likeness(&a, &b) > 0.3, "{} {:?} {:?}", likeness(&a, &b), a.names, b.names);
    }
}

#[test]
fn other_people_stay_apart() {
    for (a, b) in [
        (("Amina", "Diallo"), ("Oksana", "Kovalenko")),
        (("Wei", "Li"), ("Ali", "Lo")),
        (("Maria", "Santos"), ("Mario", "Sanchez")),
        (("Mohamed", "Ali"), ("Ahmed", "Hassan")),
        (("Farzana", "Iqbal"), ("Robina", "Iqbal")),
    ] {
        let (a, b) = (named(a.0, a.1), named(b.0, b.1));
        assert!(likeness(&a, &b) < 0.25, "{} {:?} {:?}", likeness(&a, &b), a.names, b.names);
    }
}

#[test]
fn twins_are_not_one_person() {
    let twin = |given: &str| Known {
        sex: Some(Sex::Female),
        born: Born::on(2012, 4, 9),
        birth_country: Country2::parse("EG"),
        phones: vec!["+39 399 123 4567".into()],
        ..named(given, "Elsayed")
    };
    let found = compare(&Features::of(&twin("Amina")), &Features::of(&twin("Khadija")));
    assert!(found.decision < Decision::Match, "{found:?}");
}

/// The spelling pairs of the issue: each spelling is a person of her own with other data, in a list
/// of a few thousand others; searched by name alone every other one is among the first ten.
#[test]
fn every_spelling_finds_every_other_by_name_alone_among_thousands() {
    let across = |given: &[&str], family: &[&str]| -> Vec<String> {
        given.iter().flat_map(|given| family.iter().map(move |family| format!("{given} {family}"))).collect()
    };
    let groups = [
        across(&["Mohammed", "Muhammad", "Mohamed", "محمد"], &["Elamrani", "El Amrani"]),
        across(&["Mohammed", "Muhammad", "Mohamed", "محمد"], &["Amrani", "El Amrani"]),
        across(&["Yevhen", "Evgenij", "Yevgeny", "Євген"], &["Kovalenko", "Коваленко"]),
        across(&["Ana", "ANA"], &["Núñez", "Nunez", "NÚÑEZ"]),
        across(&["Lan"], &["Nguyễn", "Nguyen", "NGUYỄN"]),
        across(&["José", "Jose"], &["Paredes"]),
    ];
    for group in &groups {
        let mut filed = others_with_common_names();
        filed.extend(group.iter().enumerate().map(|(at, name)| {
            let mut known = Known::from_box(name);
            known.born = Born::on(1950 + 3 * i16::try_from(at).unwrap_or(0), 4, 9);
            known.documents = vec![format!("AX{at:07}")];
            (name.clone(), Features::of(&known))
        }));
        let index = index(&filed);
        for asked in group {
            let found = search_in(&index, &filed, &Features::of(&Known::from_box(asked)));
            for wanted in group {
                assert!(found.iter().take(10).any(|name| name == wanted), "{asked} does not find {wanted}: {found:?}");
            }
        }
    }
}

/// Several thousand others, among them many who share one of the names searched for.
fn others_with_common_names() -> Vec<(String, Features)> {
    let given =
        ["Mohamed", "Ahmed", "Evgenij", "Olena", "Ana", "José", "Lan", "Wei", "Amina", "Fatou", "Nimal", "Rosa"];
    let family =
        ["Hassan", "Ali", "Bondar", "Shevchenko", "Reyes", "Pérez", "Tran", "Li", "Diallo", "Perera", "Elsayed"];
    let syllables = ["ba", "do", "ki", "la", "mu", "ne", "po", "ru", "si", "te", "vo", "za"];
    let mut others = Vec::new();
    for (i, given) in given.iter().enumerate() {
        for (j, family) in family.iter().enumerate() {
            for (k, syllable) in syllables.iter().enumerate() {
                for middle in ["", " Omar"] {
                    let name = format!("{given}{middle} {family}{}", if k == 0 { "" } else { syllable });
                    let mut known = Known::from_box(&name);
                    known.born = Some(Born::in_year(1940 + i16::try_from((i * 7 + j * 5 + k) % 70).unwrap_or(0)));
                    others.push((name, Features::of(&known)));
                }
            }
        }
    }
    others
}

fn index(filed: &[(String, Features)]) -> HashMap<Key, Vec<usize>> {
    let mut index: HashMap<Key, Vec<usize>> = HashMap::new();
    for (id, (_, features)) in filed.iter().enumerate() {
        features.index_keys().into_iter().for_each(|key| index.entry(key).or_default().push(id));
    }
    index
}

#[test]
fn a_family_name_alone_is_enough_to_be_listed() {
    let filed: Vec<(String, Features)> = ["José Núñez", "Ana Nunez", "Mario NÚÑEZ", "Luz Pérez"]
        .iter()
        .map(|name| ((*name).to_owned(), Features::of(&Known::from_box(name))))
        .collect();
    let found = search(&filed, &Features::of(&Known::from_box("nunez")));
    assert_eq!(found.iter().collect::<HashSet<_>>().len(), 3, "{found:?}");
}

fn search(filed: &[(String, Features)], asked: &Features) -> Vec<String> {
    search_in(&index(filed), filed, asked)
}

fn search_in(index: &HashMap<Key, Vec<usize>>, filed: &[(String, Features)], asked: &Features) -> Vec<String> {
    let mut list: Shortlist<usize> = Shortlist::new(filed.len() as u64);
    for wanted in asked.query_keys().into_iter().chain(asked.spare_keys()) {
        let ids = index.get(&wanted.key).map(Vec::as_slice).unwrap_or_default();
        let fetched = ids.get(..POSTINGS_MAX.min(ids.len())).unwrap_or_default();
        list.add(&wanted, fetched, fetched.len() < ids.len());
    }
    let mut asked = asked.clone();
    asked.weigh(&list);
    let listed = list.best(SHORTLIST_WIDE).into_iter().filter_map(|id| filed.get(id));
    let mut best: Vec<(f64, &String)> = listed.map(|(name, features)| (score(&asked, features), name)).collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    best.into_iter().map(|(_, name)| name.clone()).collect()
}

/// How alike the two are in a file of so many, in which so many share each name part.
fn likeness_among(population: u64, sharing: u32, a: &Known, b: &Known) -> f64 {
    let (mut asked, mut list) = (Features::of(a), Shortlist::new(population));
    let ids: Vec<u32> = (0..sharing).collect();
    for key in asked.query_keys() {
        list.add(&key, &ids, ids.len() == POSTINGS_MAX);
    }
    asked.weigh(&list);
    score(&asked, &Features::of(b))
}

#[test]
fn a_name_that_few_share_says_more_than_one_that_many_share() {
    let (asked, filed) = (named("Anna", "Drobakha"), named("Hanna", "Drobakha"));
    let alike = [2, 20, POSTINGS_MAX as u32].map(|sharing| likeness_among(100_000, sharing, &asked, &filed));
    assert!(alike.is_sorted_by(|rare, common| rare > common), "{alike:?}");
}

#[test]
fn in_a_small_file_no_name_is_rare() {
    let (asked, filed) = (named("Mohamed", "Hassan"), named("Mohammed", "Hassan"));
    let counted = likeness_among(50, 1, &asked, &filed);
    assert!((counted - likeness(&asked, &filed)).abs() < 0.02, "{counted}");
}

#[test]
fn the_reasons_say_what_agrees_and_what_does_not() {
    let filed = Known {
        sex: Some(Sex::Male),
        born: Born::on(1991, 5, 3),
        documents: vec!["AO123456".into()],
        phones: vec!["+39 399 123 4567".into()],
        ..named("محمد", "El Amrani")
    };
    let asked = Known {
        sex: Some(Sex::Male),
        born: Born::on(1991, 1, 1),
        documents: vec!["A0-123456".into()],
        ..named("Mohammed", "Elamrani")
    };
    let found = compare(&Features::of(&filed), &Features::of(&asked));
    let how = |part| found.because.iter().find(|because| because.part == part).map(|because| because.how);
    assert_eq!(how(Part::Given), Some(How::OtherScript));
    assert_eq!(how(Part::Family), Some(How::Same));
    assert_eq!(how(Part::Birth), Some(How::FirstOfJanuary));
    assert_eq!(how(Part::Document), Some(How::Same));
    assert_eq!(how(Part::Phone), Some(How::NotKnown));
    assert_eq!(how(Part::Country), None);
    assert_eq!(found.decision, Decision::Match);
}

#[test]
fn the_reasons_tell_apart_swaps_slips_and_omissions() {
    let reasons = |a: Known, b: Known| -> Vec<(Part, How)> {
        let found = compare(&Features::of(&a), &Features::of(&b));
        found.because.iter().map(|because| (because.part, because.how)).collect()
    };
    assert_eq!(reasons(named("Amina", "Diallo"), named("Diallo", "Amina")), [(Part::Name, How::OrderSwapped)]);
    assert_eq!(
        reasons(named("Ana", "Huamán Quispe"), named("Ana", "Huaman")),
        [(Part::Given, How::Same), (Part::Family, How::MissingPart)]
    );
    assert_eq!(
        reasons(named("Rommel", "Santos"), named("Rommel", "Santps")),
        [(Part::Given, How::Same), (Part::Family, How::OneLetter)]
    );
    assert_eq!(
        reasons(named("K. Nimal", "Perera"), named("Kumara Nimal", "Perera")),
        [(Part::Given, How::Initial), (Part::Family, How::Same)]
    );
    assert_eq!(
        reasons(named("Omar", "El Fassi"), named("Omar", "Fassi")),
        [(Part::Given, How::Same), (Part::Family, How::ArticleJoined)]
    );
    assert_eq!(reasons(named("Amina", "Diallo"), named("Oksana", "Bondar")), [(Part::Name, How::Different)]);
}

#[test]
fn numbers_alone_are_enough_to_be_found() {
    let filed = Known {
        born: Born::on(1980, 4, 3),
        documents: vec!["YA 0O12345".into()],
        tax_code: Some("CSTRRR91P50Z216A".into()),
        phones: vec!["0039 399-123-4567".into()],
        ..named("Amina", "Diallo")
    };
    for typed in [
        "ya0012345",
        "3991234567",
        "+39 399 123 4567",
        "cstrrr91p50z216a",
        "3/4/1980",
        "4/3/1980",
        "Diallo 1980",
        "diallo 1981",
    ] {
        assert!(meets(&Known::from_box(typed), &filed), "{typed}");
    }
}

#[test]
fn every_reason_has_its_own_code() {
    let codes: HashSet<&str> = How::ALL.iter().map(|how| how.code()).collect();
    assert_eq!(codes.len(), How::ALL.len());
}
