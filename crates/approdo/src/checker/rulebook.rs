//! The rules of the house: the national pack, carried inside the binary, and over it the pages of a city.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{LazyLock, OnceLock},
};

use rules::{Fault, PAGE_BYTES_MAX, Pack};

use super::{language::Language, texts::Texts};

#[derive(rust_embed::RustEmbed)]
#[folder = "../../rulebook/it"]
struct National;

/// Files that a city's pack may have: pages and texts together.
const FILES_MAX: usize = 4_000;

static NATIONAL: LazyLock<Result<Rulebook, Broken>> = LazyLock::new(|| Sources::national().compile());

/// A compiled pack with its texts in every language.
pub struct Rulebook {
    pack: Pack,
    files: Vec<TextFile>,
    texts: [OnceLock<Texts>; Language::ALL.len()],
}

/// A file of texts: those of one topic in one language.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// In which language.
    pub language: Language,
    /// Of which topic: the folder of its pages.
    pub topic: String,
    /// In Fluent.
    pub text: String,
}

/// Why a pack cannot be used.
#[derive(Debug)]
pub enum Broken {
    /// A file or folder cannot be read, or there are too many.
    Unread(String),
    /// Pages are wrong.
    Wrong(Vec<Fault>),
}

impl fmt::Display for Broken {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(why) => to.write_str(why),
            Self::Wrong(faults) => {
                for fault in faults {
                    writeln!(to, "{fault}\n")?;
                }
                write!(to, "{} faults: the rules cannot be used", faults.len())
            }
        }
    }
}

impl std::error::Error for Broken {}

/// The pages and texts of a pack as they were read, in the order in which the later ones win.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Id and text of each page.
    pub pages: Vec<(String, String)>,
    /// The texts.
    pub texts: Vec<TextFile>,
}

impl Sources {
    /// The national pack.
    #[must_use]
    pub fn national() -> Self {
        let mut sources = Self::default();
        let mut paths: Vec<_> = National::iter().collect();
        paths.sort();
        for path in paths {
            if let Some(text) = National::get(&path).and_then(|file| String::from_utf8(file.data.into_owned()).ok()) {
                sources.add(&path, text);
            }
        }
        sources
    }

    /// The same with the pages and texts of a folder over them: a page with an id that is there replaces it.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, Broken> {
        let mut found = Vec::new();
        collect(folder, &mut found).map_err(|why| unread(folder, &why))?;
        found.sort();
        if found.len() > FILES_MAX {
            return Err(Broken::Unread(format!("{} has more than {FILES_MAX} pages and texts", folder.display())));
        }
        if found.is_empty() {
            return Err(Broken::Unread(format!("{} holds no page of rules", folder.display())));
        }
        for path in found {
            let inside = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
            let text = fs::metadata(&path).and_then(|about| match about.len() > PAGE_BYTES_MAX as u64 {
                true => Err(io::Error::other(format!("is longer than {PAGE_BYTES_MAX} bytes"))),
                false => fs::read_to_string(&path),
            });
            self.add(&inside, text.map_err(|why| unread(&path, &why))?);
        }
        Ok(self)
    }

    /// Takes a file by its place in the pack: `topic/page.md` or `words/language/topic.ftl`.
    fn add(&mut self, path: &str, text: String) {
        if let Some(id) = path.strip_suffix(".md") {
            self.pages.push((id.to_owned(), text));
        } else if let Some((language, topic)) = text_place(path) {
            self.texts.push(TextFile { language, topic: topic.to_owned(), text });
        }
    }

    /// Reads, links and compiles it.
    ///
    /// # Errors
    /// Every fault of the pages.
    pub fn compile(self) -> Result<Rulebook, Broken> {
        let pages = self.pages.iter().map(|(id, text)| (id.as_str(), text.as_str()));
        let pack = Pack::read(pages).map_err(Broken::Wrong)?;
        Ok(Rulebook { pack, files: self.texts, texts: Default::default() })
    }
}

fn text_place(path: &str) -> Option<(Language, &str)> {
    let (language, file) = path.strip_prefix("words/")?.split_once('/')?;
    Some((language.parse().ok()?, file.strip_suffix(".ftl")?))
}

fn unread(path: &Path, why: &io::Error) -> Broken {
    Broken::Unread(format!("cannot read {}: {why}", path.display()))
}

/// Pages and texts under a folder. What begins with a dot, and a README, are no part of a pack.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if name.starts_with('.') || name == "README.md" || found.len() > FILES_MAX {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|end| end == "md" || end == "ftl") {
            found.push(path);
        }
    }
    Ok(())
}

impl Rulebook {
    /// The national rules, compiled at first use and kept.
    ///
    /// # Errors
    /// Their faults; a test keeps them without any.
    pub fn national() -> Result<&'static Self, &'static Broken> {
        NATIONAL.as_ref()
    }

    /// The compiled pack.
    #[must_use]
    pub const fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The texts of a language, made at first use and kept.
    #[must_use]
    pub fn texts(&self, language: Language) -> &Texts {
        let make = || Texts::read(language, &self.files, &self.pack);
        let [it, en, ar, bn] = &self.texts;
        let slot = match language {
            Language::It => it,
            Language::En => en,
            Language::Ar => ar,
            Language::Bn => bn,
        };
        slot.get_or_init(make)
    }

    /// What is missing or different in the texts of each language.
    #[must_use]
    pub fn text_faults(&self) -> Vec<Fault> {
        let texts = Language::ALL.map(|language| (language.tag(), self.texts_to_check(language)));
        self.pack.check_texts(&texts.each_ref().map(|(tag, texts)| (*tag, texts)))
    }

    /// Which texts there are, for the check that none is missing.
    #[must_use]
    pub fn texts_to_check(&self, language: Language) -> rules::Texts {
        let mut texts = rules::Texts::default();
        for file in self.files.iter().filter(|file| file.language == language) {
            texts.add(&file.topic, &file.text);
        }
        texts
    }
}

impl fmt::Debug for Rulebook {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Rulebook({} pages)", self.pack.pages().len())
    }
}
