//! A name as a bag of tokens: articles and particles off, abbreviations written out, Chinese
//! syllables joined, each token with its letters and its consonant skeleton.

use crate::known::{Country2, NameForm};
use crate::particles::{self, Role};
use crate::pinyin;
use crate::readings;
use crate::script::{Script, Written, each_word};
use crate::sound::skeleton;
use crate::word::Word;

/// Which field a token stood in. Desks swap the fields, so this explains but never decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Given,
    Family,
    /// Everything was in one field.
    Whole,
}

/// One part of a name.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// ASCII letters, without a glued article.
    pub(crate) letters: Word,
    pub(crate) code: Word,
    /// The skeletons of its other readings.
    pub(crate) others: Vec<Word>,
    pub(crate) field: Field,
    pub(crate) script: Script,
    /// An article or particle stood before it, glued or split.
    pub(crate) article: bool,
    /// The bits that it tells, once it was counted how few share it.
    pub(crate) counted: Option<f64>,
}

impl Token {
    /// One letter: an initial, good for a hint and no more.
    pub(crate) fn is_initial(&self) -> bool {
        self.letters.len() == 1
    }
}

/// The tokens of one written name. A name of more than this many parts loses the rest.
pub(crate) const TOKENS_MAX: usize = 8;

/// A name part as it stands, before its sound is asked for.
pub(crate) struct Piece {
    pub(crate) letters: Word,
    pub(crate) field: Field,
    pub(crate) script: Script,
    pub(crate) article: bool,
}

/// Splits a name into its tokens.
pub(crate) fn of_name(name: &NameForm, country: Option<Country2>) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(4);
    each_piece(name, country, |Piece { letters, field, script, article }| {
        let code = skeleton(letters.as_bytes());
        let others = readings::others(letters.as_bytes(), &code);
        tokens.push(Token { letters, code, others, field, script, article, counted: None });
    });
    tokens
}

/// Calls `found` with the parts of a name, at most [`TOKENS_MAX`].
pub(crate) fn each_piece(name: &NameForm, country: Option<Country2>, mut found: impl FnMut(Piece)) {
    let whole = name.given.trim().is_empty() || name.family.trim().is_empty();
    let mut pieces = 0;
    for (text, field) in [(&name.given, Field::Given), (&name.family, Field::Family)] {
        let mut words = [Written::NOTHING; TOKENS_MAX * 2];
        let mut count = 0;
        each_word(text, |word| {
            if let Some(free) = words.get_mut(count) {
                *free = word;
                count += 1;
            }
        });
        let field = if whole { Field::Whole } else { field };
        let words = words.get_mut(..count).unwrap_or_default();
        let count = pinyin::join(words, whole, country);
        pieces_of_field(words.get(..count).unwrap_or_default(), field, |piece| {
            pieces += 1;
            if pieces <= TOKENS_MAX {
                found(piece);
            }
        });
    }
}

fn pieces_of_field(words: &[Written], field: Field, mut found: impl FnMut(Piece)) {
    let (mut article, mut glued) = (false, Word::new());
    for (at, word) in words.iter().enumerate() {
        let letters = particles::written_out(word);
        let last = at + 1 == words.len();
        match particles::role(&letters, word.stopped) {
            Role::Particle if !last => article = true,
            Role::Prefix if !last => glued.extend(letters.as_bytes()),
            Role::Particle | Role::Prefix | Role::Name => {
                let (bare, stripped) = particles::without_article(letters.as_bytes(), word.script, article);
                glued.extend(bare);
                let letters = std::mem::replace(&mut glued, Word::new());
                found(Piece { letters, field, script: word.script, article: article || stripped });
                article = false;
            }
        }
    }
}
