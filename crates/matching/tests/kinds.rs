//! One story for each way in which desks write one person differently: the two records meet under
//! a key, and what is said of them is the right reason.

use std::collections::HashSet;

use matching::{Born, Country2, Decision, Features, How, Key, Known, NameForm, Part, Sex, Strength, compare, score};

fn named(given: &str, family: &str) -> Known {
    Known { names: vec![NameForm::new(given, family)], ..Known::default() }
}

fn meets(asked: &Known, filed: &Known) -> bool {
    let (asked, filed) = (Features::of(asked), Features::of(filed));
    let keys: HashSet<Key> = filed.index_keys().into_iter().collect();
    asked.query_keys().into_iter().chain(asked.spare_keys()).any(|wanted| keys.contains(&wanted.key))
}

fn likeness(a: &Known, b: &Known) -> f64 {
    score(&Features::of(a), &Features::of(b))
}

fn how(a: &Known, b: &Known, part: Part) -> Option<How> {
    let found = compare(&Features::of(a), &Features::of(b));
    found.because.iter().find(|because| because.part == part).map(|because| because.how)
}

/// Every pair meets, both ways round, and is more alike than two people with one name in common.
#[track_caller]
fn one_name(pairs: &[[(&str, &str); 2]]) {
    let strangers = pairs.iter().filter_map(|[a, b]| {
        let (x, y) = (named(a.0, a.1), named(b.0, b.1));
        let (met, alike) = (meets(&x, &y) && meets(&y, &x), likeness(&x, &y));
        (!met || alike <= 0.3).then(|| format!("{a:?} and {b:?}: under one key {met}, alike {alike:.2}"))
    });
    let strangers: Vec<String> = strangers.collect();
    assert!(strangers.is_empty(), "{strangers:#?}");
}

#[test]
fn arabic_persian_and_urdu() {
    one_name(&[
        [("محمد", "العمراني"), ("Mohammed", "Elamrani")],
        [("فاطمة", "الزهراء"), ("Fatima", "Zahra")],
        [("يوسف", "بن علي"), ("Youssef", "Ben Ali")],
        [("عبد القادر", "حجازي"), ("Abdelkader", "Hegazi")],
        [("حسین", "رضایی"), ("Hossein", "Rezaei")],
        [("زهرا", "محمدی"), ("Zahra", "Mohammadi")],
        [("پرویز", "گیلانی"), ("Parviz", "Gilani")],
        [("نواز", "چوہدری"), ("Nawaz", "Chaudhry")],
        [("شاہد", "بھٹی"), ("Shahid", "Bhatti")],
    ]);
}

#[test]
fn russian_and_ukrainian() {
    one_name(&[
        [("Сергей", "Кузнецов"), ("Sergey", "Kuznetsov")],
        [("Євген", "Шевченко"), ("Evgenij", "Shevchenko")],
        [("Наталія", "Ткаченко"), ("Natalja", "Tkacenko")],
        [("Ольга", "Григоренко"), ("Olha", "Hryhorenko")],
        [("Юлия", "Щербакова"), ("Julia", "Shcherbakova")],
        [("Дмитрий", "Жуков"), ("Dmitri", "Zhukov")],
        [("Олексій", "Хоменко"), ("Oleksii", "Khomenko")],
    ]);
}

#[test]
fn the_scripts_of_south_asia() {
    one_name(&[
        [("রফিকুল", "ইসলাম"), ("Rafiqul", "Islam")],
        [("ফাতেমা", "খাতুন"), ("Fatema", "Khatun")],
        [("නිමල්", "පෙරේරා"), ("Nimal", "Perera")],
        [("චමින්ද", "ජයසූරිය"), ("Chaminda", "Jayasuriya")],
        [("முருகன்", "கந்தசாமி"), ("Murugan", "Kandasamy")],
        [("குமார்", "முருகன்"), ("Kumar", "Murugan")],
        [("मोहम्मद", "चौधरी"), ("Mohammed", "Chaudhry")],
        [("सुनीता", "शर्मा"), ("Sunita", "Sharma")],
        [("ਗੁਰਪ੍ਰੀਤ", "ਸਿੰਘ"), ("Gurpreet", "Singh")],
        [("ਹਰਜਿੰਦਰ", "ਕੌਰ"), ("Harjinder", "Kaur")],
    ]);
}

#[test]
fn chinese_in_either_order_in_pinyin_and_as_hong_kong_spells() {
    one_name(&[
        [("", "胡晓明"), ("Xiaoming", "Hu")],
        [("Xiao Ming", "Hu"), ("Hu", "Xiao-Ming")],
        [("丽", "陈"), ("Li", "Chen")],
        [("Siu Ming", "Wong"), ("Xiaoming", "Huang")],
        [("Siu Ming", "Chan"), ("Xiao Ming", "Chen")],
        [("Mei Ling", "Cheung"), ("Meiling", "Zhang")],
    ]);
}

#[test]
fn georgian_ethiopic_and_greek() {
    one_name(&[
        [("გიორგი", "ბერიძე"), ("Giorgi", "Beridze")],
        [("ნინო", "კვარაცხელია"), ("Nino", "Kvaratskhelia")],
        [("ተስፋይ", "ሃይለ"), ("Tesfay", "Haile")],
        [("ሰላም", "ገብረመድህን"), ("Selam", "Ghebremedhin")],
        [("Γιώργος", "Παπαδόπουλος"), ("Giorgos", "Papadopoulos")],
        [("Ευαγγελία", "Χατζή"), ("Evangelia", "Hatzi")],
    ]);
}

#[test]
fn accents_capitals_and_letters_of_latin_alphabets() {
    one_name(&[
        [("José", "Núñez"), ("JOSE", "NUNEZ")],
        [("Thị Mai", "Nguyễn"), ("THI MAI", "NGUYEN")],
        [("Ștefan", "Țurcanu"), ("Stefan", "Turcanu")],
        [("Şükrü", "Yıldız"), ("Sukru", "Yildiz")],
        [("Łukasz", "Wójcik"), ("Lukasz", "Wojcik")],
        [("Jürgen", "Größer"), ("Juergen", "Groesser")],
        [("Søren", "Møller"), ("Soren", "Moller")],
    ]);
}

#[test]
fn particles_are_glued_split_or_left_out() {
    one_name(&[
        [("Omar", "El Fassi"), ("Omar", "Elfassi")],
        [("Omar", "El Fassi"), ("Omar", "Fassi")],
        [("Abd al-Rahman", "Hassan"), ("Abdurrahman", "Hassan")],
        [("Nour El Din", "Saad"), ("Noureddine", "Saad")],
        [("Ahmed", "Bin Laden Ali"), ("Ahmed", "Laden Ali")],
        [("Maria", "De La Cruz"), ("Maria", "Delacruz")],
        [("Sean", "O'Brien"), ("Sean", "OBrien")],
        [("Fiona", "Mc Carthy"), ("Fiona", "McCarthy")],
        [("Ndeye", "N'Diaye"), ("Ndeye", "Ndiaye")],
    ]);
}

#[test]
fn initials_titles_and_abbreviations() {
    one_name(&[
        [("K. Nimal", "Perera"), ("Kumara Nimal", "Perera")],
        [("Dr. Samir", "Haddad"), ("Samir", "Haddad")],
        [("Md.", "Hossain"), ("Mohammed", "Hossain")],
        [("Ma. Teresa", "Reyes"), ("Maria Teresa", "Reyes")],
        [("Hajji Musa", "Barrow"), ("Musa", "Barrow")],
        [("Sig.ra Elena", "Popescu"), ("Elena", "Popescu")],
    ]);
}

#[test]
fn what_families_add_and_desks_drop() {
    one_name(&[
        // a patronymic
        [("Сергей Иванович", "Кузнецов"), ("Sergej", "Kuznetsov")],
        [("Ahmed Mohamed Ali", "Hassan"), ("Ahmed", "Hassan")],
        // the second surname
        [("Ana María", "Huamán Quispe"), ("Ana", "Huaman")],
        // a given name of two
        [("Rosa Elena", "Torres"), ("Elena", "Torres")],
        // the husband's name beside her own
        [("Fatima", "Benali"), ("Fatima", "Benali Tazi")],
        // everything in one field, and in the other order
        [("", "Diallo Amina"), ("Amina", "Diallo")],
        [("Diallo", "Amina"), ("Amina", "Diallo")],
    ]);
    let married = (named("Oksana", "Bondarenko"), named("Oksana", "Rossi"));
    let full = |known: Known| Known { born: Born::on(1984, 6, 17), sex: Some(Sex::Female), ..known };
    assert!(meets(&full(married.0.clone()), &full(married.1.clone())));
    assert!(likeness(&full(married.0), &full(married.1)) > 0.5, "the birth date speaks for a married name");
}

#[test]
fn nicknames_are_found_by_the_surname_and_the_rest() {
    for (given, nick) in [("Aleksandr", "Sasha"), ("Francisco", "Paco"), ("Giuseppe", "Pino")] {
        let full = |given: &str| Known { born: Born::on(1984, 6, 17), ..named(given, "Ferreira") };
        assert!(meets(&full(given), &full(nick)), "{given} {nick}");
        assert!(likeness(&full(given), &full(nick)) > 0.5, "{given} {nick} {}", likeness(&full(given), &full(nick)));
    }
}

#[test]
fn an_italian_writes_what_he_hears() {
    one_name(&[
        [("Michail", "Chidane"), ("Mikhail", "Kidane")],
        [("Giulia", "Scevcenko"), ("Yulia", "Shevchenko")],
        [("Gemal", "Sciarif"), ("Jamal", "Sharif")],
        [("Natascia", "Covalenco"), ("Natasha", "Kovalenko")],
        [("Fatima", "Cumar"), ("Fatima", "Kumar")],
    ]);
}

#[test]
fn fingers_slip_and_scanners_misread() {
    one_name(&[
        [("Rommel", "Santos"), ("Rommel", "Santps")],
        [("Imelda", "Catacutan"), ("Imleda", "Catacutan")],
        [("Carmen", "Bernal"), ("Carrnen", "Bernal")],
        [("Daniel", "Ocampo"), ("Danie1", "0campo")],
        [("Claudia", "Moreno"), ("Cliaudia", "Moreno")],
    ]);
}

#[test]
fn a_birth_date_known_in_part_or_written_wrong() {
    let born = |text: &str| Known { born: Born::parse(text), ..named("Amina", "Diallo") };
    for (a, b, expected) in [
        ("1991-05-03", "1991", How::SameYear),
        ("1991-05-03", "05/1991", How::SameYear),
        ("1991-05-03", "1991-01-01", How::FirstOfJanuary),
        ("1991-05-03", "1991-03-05", How::DayMonthSwapped),
        ("1991-05-03", "1990-05-03", How::YearOff),
        ("1991-05-03", "1981-05-03", How::YearOff),
        ("1991-05-03", "1991-05-04", How::DayOff),
        ("1991-05-03", "٣/٥/١٩٩١", How::Same),
        ("1991-05-03", "৩/৫/১৯৯১", How::Same),
        ("1991-05-03", "३/५/१९९१", How::Same),
        ("1991-05-03", "۱۹۹۱/۵/۳", How::Same),
        ("1991-05-03", "1991年5月3日", How::Same),
    ] {
        assert!(meets(&born(a), &born(b)), "{a} {b}");
        assert_eq!(how(&born(a), &born(b), Part::Birth), Some(expected), "{a} {b}");
    }
    let same = likeness(&born("1991-05-03"), &born("1991-05-03"));
    let january = likeness(&born("1991-01-01"), &born("1991-01-01"));
    assert!(january < same, "1 January stands for a year that is all that was known");
}

#[test]
fn numbers_with_look_alikes_and_prefixes() {
    let document = |text: &str| Known { documents: vec![text.into()], ..Known::default() };
    let phone = |text: &str| Known { phones: vec![text.into()], ..Known::default() };
    for (a, b, expected) in [
        (document("YA0012345"), document("ya OO12345"), How::Same),
        (document("AI1234567"), document("A1-1234567"), How::Same),
        (document("YA0012345"), document("YA0012354"), How::OneLetter),
        (document("YA0012345"), document("YA0012385"), How::OneLetter),
    ] {
        assert_eq!(how(&a, &b, Part::Document), Some(expected));
    }
    for other in ["3991234567", "0039 399 123 4567", "+39 (399) 123-4567", "٣٩٩١٢٣٤٥٦٧"] {
        assert_eq!(how(&phone("+39 399 1234567"), &phone(other), Part::Phone), Some(How::Same), "{other}");
        assert!(meets(&phone("+39 399 1234567"), &phone(other)), "{other}");
    }
}

#[test]
fn a_fiscal_code_speaks_for_the_name_the_birth_and_the_sex_it_was_made_of() {
    let code = Known { tax_code: Some("CSTRRR91P50Z216A".into()), ..Known::default() };
    let person = Known { sex: Some(Sex::Female), born: Born::on(1991, 9, 10), ..named("Rosario Rowina", "Castillo") };
    assert_eq!(how(&code, &person, Part::Birth), Some(How::Same));
    assert_eq!(how(&code, &person, Part::Sex), Some(How::Same));
    assert_eq!(how(&code, &person, Part::TaxCode), Some(How::FitsName));
    assert!(meets(&code, &person), "by the birth date in the code");
    let man = Known { sex: Some(Sex::Male), ..person.clone() };
    assert!(likeness(&code, &man) < likeness(&code, &person));
    let named_so = Known { birth_country: Country2::parse("PH"), ..person.clone() };
    let elsewhere = Known { birth_country: Country2::parse("RO"), ..named("Mihaela", "Popa") };
    let elsewhere = Known { born: Born::on(1991, 9, 10), sex: Some(Sex::Female), ..elsewhere };
    assert!(likeness(&code, &elsewhere) < likeness(&code, &named_so), "other names, another country");
    let with_code = |text: &str, known: Known| Known { tax_code: Some(text.into()), ..known };
    let computed = with_code("CSTRSR91P50Z216K", person.clone());
    let found = compare(&Features::of(&with_code("CSTRRR91P50Z216A", person)), &Features::of(&computed));
    assert_eq!(found.decision, Decision::Match, "a desk computed one from a misspelled name");
}

#[test]
fn a_fiscal_code_speaks_for_and_against_the_country_of_birth() {
    let coded = |code: &str| Known { tax_code: Some(code.into()), ..named("Amina", "Haddad") };
    let born_in = |country: &str| Known { birth_country: Country2::parse(country), ..named("Amina", "Haddad") };
    let moroccan = coded("HDDMNA84C54Z330X");
    let country = |a: &Known, b: &Known| (how(a, b, Part::Country), how(b, a, Part::Country));
    let both = |how: How| (Some(how), Some(how));
    assert_eq!(country(&moroccan, &born_in("MA")), both(How::Same));
    assert_eq!(country(&moroccan, &born_in("TN")), both(How::Different));
    // A state that is no more is another country today; two codes are compared as a whole.
    assert_eq!(country(&coded("HDDMNA84C54Z135X"), &born_in("UA")), both(How::NotKnown));
    assert_eq!(country(&moroccan, &coded("HDDMNA84C54Z336X")), (None, None));
    assert!(likeness(&moroccan, &born_in("MA")) > likeness(&moroccan, &born_in("TN")));
    // What both papers say counts, whatever a code says.
    let filed = Known { birth_country: Country2::parse("TN"), ..moroccan.clone() };
    assert_eq!(country(&filed, &born_in("TN")), both(How::Same));
}

#[test]
fn every_reason_says_how_much_it_speaks_for_one_person_or_against() {
    let person = |given: &str, family: &str, born: &str, sex: &str| Known {
        born: Born::parse(born),
        sex: Sex::parse(sex),
        ..named(given, family)
    };
    let told = |a: &Known, b: &Known, part: Part| {
        let found = compare(&Features::of(a), &Features::of(b));
        found.because.iter().find(|because| because.part == part).map(|because| because.strength)
    };
    let here = person("Oksana", "Bondarenko", "1974-05-03", "F");
    let swapped = person("Oksana", "Bondarenko", "1974-03-05", "F");
    let brother = person("Petro", "Bondarenko", "1981-11-20", "M");
    assert_eq!(told(&here, &swapped, Part::Birth), Some(Strength::StronglyFor));
    assert_eq!(told(&here, &swapped, Part::Family), Some(Strength::ClearlyFor));
    assert_eq!(told(&here, &swapped, Part::Sex), Some(Strength::LittleFor));
    assert_eq!(told(&here, &brother, Part::Given).and_then(Strength::speaks_for), Some(false));
    assert_eq!(told(&here, &brother, Part::Family).and_then(Strength::speaks_for), Some(true));
    assert_eq!(told(&here, &brother, Part::Birth), Some(Strength::ClearlyAgainst));
    assert_eq!(told(&here, &named("Li", "Wei"), Part::Name), Some(Strength::StronglyAgainst));
}

#[test]
fn it_is_told_which_of_her_names_is_the_one_that_agrees() {
    let mut filed = named("Oksana", "Bondarenko");
    filed.names.push(NameForm::new("", "…"));
    filed.names.push(NameForm::new("Оксана", "Коваленко"));
    let name = |typed: &str| compare(&Features::of(&Known::from_box(typed)), &Features::of(&filed)).name;
    assert_eq!(name("Bondarenko Oksana"), Some(0));
    assert_eq!(name("Kovalenko Oksana"), Some(2));
    assert_eq!(name("Oksana"), Some(0), "of equals the one she goes by");
    assert_eq!(compare(&Features::default(), &Features::of(&filed)).name, None);
}
