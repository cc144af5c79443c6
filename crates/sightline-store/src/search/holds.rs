//! Texts that hold certain words, the same on both databases.

use sea_orm::DbBackend;
use sea_orm::sea_query::extension::postgres::PgExpr as _;
use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr};

/// True for texts that may hold these words, capital letters aside: every text that does, and few others.
///
/// The databases disagree on what the small letter of `É` is, so letters
/// beyond ASCII stand for any one letter here. [`really_holds`] then says which
/// texts they were.
pub(crate) fn holds(backend: DbBackend, text: Expr, words: &str) -> Expr {
    let mut pattern = String::from("%");
    for letter in words.to_lowercase().chars() {
        match letter {
            '%' | '_' | '\\' => pattern.extend(['\\', letter]),
            ascii if ascii.is_ascii() => pattern.push(ascii),
            _ => pattern.push('_'),
        }
    }
    pattern.push('%');
    // PostgreSQL puts texts into small letters by the rules of a language unless it is told not to, which takes it
    // three times as long and is of no use here. A backslash escapes there anyway; SQLite has to be told, and its
    // `like` does not mind capital letters of ASCII.
    if backend == DbBackend::Postgres {
        Expr::cust_with_expr("$1 collate \"C\"", text).ilike(LikeExpr::new(pattern))
    } else {
        text.like(LikeExpr::new(pattern).escape('\\'))
    }
}

/// True when the text holds these words, capital letters aside.
pub(crate) fn really_holds(text: &str, words: &str) -> bool {
    // Not as a method: the database's own `contains` is one too.
    str::contains(&text.to_lowercase(), &words.to_lowercase())
}
