//! The statutory form, as vocabulary: editions, tables, rows, columns, their printed labels and the sums that
//! must hold between them. It knows the form and nothing else: no file, no report, no figure.
//!
//! Sources: 《政府信息公开条例》 (2019) articles 20, 49 and 50; the layout notices 国办公开办函〔2019〕60号 and
//! 国办公开办函〔2021〕30号.

mod edition;
mod identity;
mod label;
mod layout;
mod table;

pub use edition::Edition;
pub use identity::{Check, Identity, Term, identities};
pub use label::{ColumnLabel, RowLabel};
pub use layout::{FigureKey, Layout};
pub use table::{Column, Row, Table, Unit};
