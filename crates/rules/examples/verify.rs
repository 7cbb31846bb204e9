//! Reads a rule book from a folder and tells every fault.

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
    let root = std::env::args().nth(1).unwrap();
    let only = std::env::args().nth(2).unwrap_or_default();
    let mut texts = Vec::new();
    walk(Path::new(&root), Path::new(&root), &mut texts);
    texts.sort();
    let (mut pages, mut faults) = (Vec::new(), Vec::new());
    for (id, text) in &texts {
        match rules::read(id, text) {
            Ok(page) => pages.push(page),
            Err(found) => faults.extend(found),
        }
    }
    let show = |faults: &[rules::Fault]| {
        for fault in faults.iter().filter(|fault| fault.page.starts_with(&only)) {
            println!("{fault}\n");
        }
        println!("{} faults ({} in all)", faults.iter().filter(|f| f.page.starts_with(&only)).count(), faults.len());
    };
    println!("{} pages read, {} with faults of form", pages.len(), texts.len() - pages.len());
    show(&faults);
    loop {
        match rules::Pack::link(pages.clone()) {
            Err(faults) => {
                println!("not linked:");
                show(&faults);
                let before = pages.len();
                pages.retain(|page| !faults.iter().any(|fault| fault.page == page.head.id));
                if pages.len() == before {
                    return;
                }
                println!("(once more without these pages)");
            }
            Ok(pack) => {
                let start = std::time::Instant::now();
                let tried = pack.try_cases();
                show(&tried.faults);
                let checked = std::time::Instant::now();
                println!("== checks");
                show(&pack.check());
                println!("{:?}\n== texts", checked.elapsed());
                let mut languages = Vec::new();
                let mut folders: Vec<_> = fs::read_dir(Path::new(&root).join("words"))
                    .into_iter()
                    .flatten()
                    .map(|entry| entry.unwrap().path())
                    .collect();
                // Italian is the one the others are held against.
                folders.sort_by_key(|folder| (!folder.ends_with("it"), folder.clone()));
                for folder in folders {
                    let mut texts = rules::Texts::default();
                    for entry in fs::read_dir(&folder).unwrap() {
                        let path = entry.unwrap().path();
                        let topic = path.file_stem().unwrap().to_string_lossy().into_owned();
                        texts.add(&topic, &fs::read_to_string(&path).unwrap());
                    }
                    languages.push((folder.file_name().unwrap().to_string_lossy().into_owned(), texts));
                }
                let languages: Vec<(&str, &rules::Texts)> =
                    languages.iter().map(|(name, texts)| (name.as_str(), texts)).collect();
                show(&pack.check_texts(&languages));
                println!(
                    "{} questions, {} cases, {} of {} lines reached, {:?}",
                    pack.questions().len(),
                    tried.cases,
                    tried.reached,
                    tried.branches,
                    start.elapsed()
                );
                return;
            }
        }
    }
}
