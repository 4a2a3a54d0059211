//! Looks for many words at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// An automaton that finds which of these words stand in a text, in one pass however many they are.
pub fn any_of<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> AhoCorasick {
    let built = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words);
    built.expect("a few words are no large automaton")
}
