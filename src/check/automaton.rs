//! Looks for many words at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// An automaton that finds which of these words stand in a text, in one pass however many they are.
pub fn any_of<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> AhoCorasick {
    let built = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words);
    built.expect("a few words are no large automaton")
}

/// The same where it is only asked whether one of them stands in a text, and nearly always none does: the processor looks through
/// many bytes in one step.
pub fn rare<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> AhoCorasick {
    let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
    built.expect("a few words are no large automaton")
}
