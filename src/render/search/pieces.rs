//! Lists in pieces of bounded size.

use serde_json::Value;

/// The most bytes in one piece.
pub const LIMIT: usize = 100_000;

/// The most characters of one text in a list. Longer ones are no names, and no item may fill a piece by itself.
const LONGEST: usize = 300;

/// The start of a text that goes into a list.
pub(super) fn short(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

/// The items as JSON arrays of at most [`LIMIT`] bytes, in order. An item of a few texts made [`short`] is never larger.
pub(super) fn pieces(items: impl IntoIterator<Item = Value>) -> Vec<Vec<u8>> {
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    for item in items {
        let text = item.to_string();
        match pieces.last_mut().filter(|piece| piece.len() + 2 + text.len() < LIMIT) {
            Some(piece) => piece.extend_from_slice(b",\n"),
            None => pieces.push(b"[".to_vec()),
        }
        pieces.last_mut().expect("one was made").extend_from_slice(text.as_bytes());
    }
    pieces.iter_mut().for_each(|piece| piece.push(b']'));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_piece_is_larger_than_the_limit_and_nothing_is_lost() {
        let items = (0..40_000).map(|n| Value::from("长".repeat(n % 7) + &n.to_string()));
        let pieces = pieces(items.clone());
        assert!(pieces.len() > 3 && pieces.iter().all(|piece| piece.len() <= LIMIT));
        let back = pieces.iter().flat_map(|piece| serde_json::from_slice::<Vec<Value>>(piece).unwrap());
        assert!(back.eq(items));
    }

    #[test]
    fn the_longest_item_is_small() {
        let longest = "\u{1}".repeat(LONGEST + 1);
        let item = Value::from(vec![short(&longest); 8]);
        assert!(short(&longest).len() == LONGEST && item.to_string().len() < LIMIT / 4);
    }
}
