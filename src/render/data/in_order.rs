//! Large files made by several threads at once and written from their beginning to their end.

use std::io::{self, Write};

use rayon::prelude::*;

/// So many are made while as many that were made before are written.
const AT_ONCE: usize = 64;
/// So many are one thread's before it looks for others.
const TOGETHER: usize = 4;

/// Writes what `make` makes of each of `all`, in their order.
///
/// # Errors
/// It cannot be made or written.
pub fn in_order<T: Sync>(
    all: &[T],
    out: &mut dyn Write,
    make: impl Fn(&T, &mut Vec<u8>) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let made = |few: &[T]| {
        let mut bytes = Vec::new();
        few.iter().try_for_each(|one| make(one, &mut bytes)).map(|()| bytes)
    };
    let mut write = |parts: Vec<Vec<u8>>| parts.iter().try_for_each(|bytes| out.write_all(bytes));
    let mut before = Vec::new();
    for some in all.chunks(AT_ONCE) {
        let mut parts: io::Result<Vec<Vec<u8>>> = Ok(Vec::new());
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| parts = some.par_chunks(TOGETHER).map(made).collect());
            write(before)
        })?;
        before = parts?;
    }
    write(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_written_once_and_in_their_order() {
        for count in [0, 1, TOGETHER, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE + TOGETHER + 1] {
            let all: Vec<usize> = (0..count).collect();
            let mut out = Vec::new();
            in_order(&all, &mut out, |one, bytes| writeln!(bytes, "{one}")).unwrap();
            let expected: String = all.iter().map(|one| format!("{one}\n")).collect();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn one_that_cannot_be_made_ends_it() {
        let fails = |one: &usize, bytes: &mut Vec<u8>| match one {
            200 => Err(io::Error::other("no")),
            _ => writeln!(bytes, "{one}"),
        };
        let all: Vec<usize> = (0..400).collect();
        assert_eq!(in_order(&all, &mut Vec::new(), fails).unwrap_err().to_string(), "no");
    }
}
