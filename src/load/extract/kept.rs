//! What is made of a text alone, kept for texts that come again: reports have the same labels and heads, again and again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

/// So many texts are kept, before all are dropped: a portal's reports have some hundreds.
pub const MOST_KEPT: usize = 1000;
/// A longer text than this, in bytes, is hardly one that comes again. The labels of a table are two thousand.
const LONGEST_KEPT: usize = 4000;

/// What was made of texts. It depends on the text alone, so it does not matter which of them are kept.
#[derive(Debug)]
pub struct Kept<T>(RefCell<HashMap<Box<str>, Rc<T>, RandomState>>);

impl<T> Default for Kept<T> {
    fn default() -> Kept<T> {
        Kept(RefCell::default())
    }
}

impl<T> Kept<T> {
    /// What `make` makes of the text, or made of it before.
    pub fn of(&self, text: &str, make: impl FnOnce(&str) -> T) -> Rc<T> {
        if text.len() > LONGEST_KEPT {
            return Rc::new(make(text));
        }
        if let Some(known) = self.0.borrow().get(text) {
            return Rc::clone(known);
        }
        let made = Rc::new(make(text));
        let mut kept = self.0.borrow_mut();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(text.into(), Rc::clone(&made));
        made
    }
}
