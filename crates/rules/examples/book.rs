//! Prints a rule book: `book PACK OUT [ROWS]`, where ROWS is a file with the rows of the law, a name a word.

#![expect(clippy::unwrap_used, reason = "a tool at the desk of who writes rules")]

use std::{fs, path::Path};

fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, root, found);
        } else if path.extension().is_some_and(|ext| ext == "md") {
            let id = path.strip_prefix(root).unwrap().with_extension("").to_string_lossy().into_owned();
            found.push((id, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [root, out, rest @ ..] = given.as_slice() else {
        eprintln!("book PACK OUT [ROWS]");
        std::process::exit(2);
    };
    let (root, out) = (Path::new(root), Path::new(out));
    let mut pages = Vec::new();
    walk(root, root, &mut pages);
    pages.sort();
    let pack = match rules::Pack::read(pages.iter().map(|(id, text)| (id.as_str(), text.as_str()))) {
        Ok(pack) => pack,
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("{fault}\n"));
            std::process::exit(1);
        }
    };
    let mut languages = Vec::new();
    for language in ["it", "en", "ar", "bn"] {
        let mut texts = rules::Texts::default();
        for entry in fs::read_dir(root.join("words").join(language)).into_iter().flatten() {
            let path = entry.unwrap().path();
            texts.add(&path.file_stem().unwrap().to_string_lossy(), &fs::read_to_string(&path).unwrap());
        }
        languages.push((language, texts));
    }
    let texts: Vec<(&str, &rules::Texts)> = languages.iter().map(|(language, texts)| (*language, texts)).collect();
    let rows: Vec<String> = rest
        .first()
        .map(|file| fs::read_to_string(file).unwrap())
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let (tried, faults) = (pack.try_cases(), pack.check());
    let today = std::env::var("TODAY")
        .ok()
        .and_then(|day| rules::calendar::parse(&day))
        .unwrap_or(rules::calendar::number_of(2026, 11, 23));
    let book = rules::Book { pack: &pack, texts: &texts, tried: &tried, faults: &faults, today, rows: &rows };
    for (path, content) in rules::book(&book) {
        let file = out.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
}
