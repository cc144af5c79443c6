//! What a client may ask: queries, and the small talk that programs make when they connect.

use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::SessionContext;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::{Set, Statement as Sql};
use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer, Word};

use super::refusal::of_engine;
use super::{Refusal, SCHEMA, WireError};
use crate::session::only_queries;

/// What the server says it is: clients of a later version would ask for more than there is.
const VERSION: &str = "13.0";

/// A setting of PostgreSQL that programs ask for.
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) is: &'static str,
    /// Whether it is told at once.
    pub(super) is_told: bool,
}

const fn told(name: &'static str, is: &'static str) -> Setting {
    Setting { name, is, is_told: true }
}

const fn asked(name: &'static str, is: &'static str) -> Setting {
    Setting { name, is, is_told: false }
}

/// The settings that there are, and that cannot be changed.
pub(super) const SETTINGS: &[Setting] = &[
    told("server_version", VERSION),
    told("server_encoding", "UTF8"),
    told("client_encoding", "UTF8"),
    told("DateStyle", "ISO, YMD"),
    told("IntervalStyle", "postgres"),
    told("TimeZone", "UTC"),
    told("integer_datetimes", "on"),
    told("standard_conforming_strings", "on"),
    told("is_superuser", "off"),
    told("default_transaction_read_only", "on"),
    told("in_hot_standby", "on"),
    asked("transaction_read_only", "on"),
    asked("transaction_isolation", "read committed"),
    asked("transaction isolation level", "read committed"),
    asked("default_transaction_isolation", "read committed"),
    asked("search_path", SCHEMA),
    asked("max_identifier_length", "63"),
    asked("server_version_num", "130000"),
    asked("bytea_output", "hex"),
    asked("extra_float_digits", "1"),
    asked("lc_collate", "C"),
    asked("lc_monetary", "C"),
];

/// What somebody asks.
#[derive(Clone, Debug)]
pub(super) enum Asked {
    /// A query that reads.
    Query {
        plan: LogicalPlan,
        /// Its text without what was looked for, for the log.
        shape: String,
    },
    /// The value of a setting.
    Show { name: String, value: &'static str },
    /// Small talk: nothing happens, and this is the answer.
    Nothing(&'static str),
    /// A prepared query is not needed any longer.
    Forget(String),
    /// A transaction begins.
    Begin,
    /// A transaction ends; the answer says how.
    End(&'static str),
}

/// The statements of a text, in the order in which they stand.
pub(super) fn read(sql: &str) -> Result<Vec<(Statement, String)>, Refusal> {
    let dialect = PostgreSqlDialect {};
    let not_read = |what: String| Refusal::from(WireError::NotUnderstood { what });
    let tokens = Tokenizer::new(&dialect, sql).tokenize().map_err(|error| not_read(error.to_string()))?;
    let mut read = Vec::new();
    for tokens in in_our_words(tokens).split(|token| *token == Token::SemiColon) {
        if tokens.iter().all(|token| matches!(token, Token::Whitespace(_))) {
            continue;
        }
        let shape = shape(tokens);
        let text: String = tokens.iter().map(ToString::to_string).collect();
        let parsed = DFParserBuilder::new(text.as_str()).with_dialect(&dialect).build();
        let statements = parsed.and_then(|mut parser| parser.parse_statements()).map_err(|error| of_engine(&error))?;
        read.extend(statements.into_iter().map(|statement| (statement, shape.clone())));
    }
    Ok(read)
}

/// What a statement asks, once the tables that it names are known.
///
/// # Errors
///
/// [`WireError::OnlyReads`] – it would change something.
pub(super) async fn understand(
    session: &SessionContext,
    statement: Statement,
    shape: String,
) -> Result<Asked, Refusal> {
    let Statement::Statement(sql) = &statement else { return Err(WireError::OnlyReads.into()) };
    match sql.as_ref() {
        Sql::Query(_) => {
            let plan = session.state().statement_to_plan(statement).await.map_err(|error| of_engine(&error))?;
            only_queries().verify_plan(&plan).map_err(|_| Refusal::from(WireError::OnlyReads))?;
            Ok(Asked::Query { plan, shape })
        }
        Sql::ShowVariable { variable } => {
            let words: Vec<&str> = variable.iter().map(|word| word.value.as_str()).collect();
            let name = words.join(if words.len() > 2 { " " } else { "_" });
            let known = SETTINGS.iter().find(|setting| setting.name.eq_ignore_ascii_case(&name));
            let known = known.ok_or_else(|| {
                let mut refusal: Refusal =
                    WireError::NotUnderstood { what: "there is no setting of this name".to_owned() }.into();
                refusal.state = "42704";
                refusal
            })?;
            Ok(Asked::Show { name: known.name.to_owned(), value: known.is })
        }
        Sql::Set(set) => match set {
            Set::SetRole { .. } | Set::SetSessionAuthorization(_) => Err(WireError::OnlyReads.into()),
            _ => Ok(Asked::Nothing("SET")),
        },
        Sql::StartTransaction { .. } => Ok(Asked::Begin),
        Sql::Commit { .. } => Ok(Asked::End("COMMIT")),
        Sql::Rollback { .. } => Ok(Asked::End("ROLLBACK")),
        Sql::Discard { .. } => Ok(Asked::Nothing("DISCARD ALL")),
        Sql::Deallocate { name, .. } => {
            let as_it_stands = name.quote_style.is_some();
            Ok(Asked::Forget(if as_it_stands { name.value.clone() } else { name.value.to_lowercase() }))
        }
        Sql::Close { .. } => Ok(Asked::Nothing("CLOSE CURSOR")),
        _ => Err(WireError::OnlyReads.into()),
    }
}

/// A query in words that the query engine has as well: what PostgreSQL keeps in
/// `pg_catalog` is found by its name alone, and its own types are words or numbers.
fn in_our_words(tokens: Vec<Token>) -> Vec<Token> {
    let mut ours: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut tokens = tokens.into_iter().filter(|token| !is_comment(token)).peekable();
    while let Some(token) = tokens.next() {
        match &token {
            Token::Word(word) if is(word, "pg_catalog") && tokens.peek() == Some(&Token::Period) => {
                tokens.next();
            }
            // operator(~) is ~.
            Token::Word(word) if is(word, "operator") && tokens.peek() == Some(&Token::LParen) => {
                ours.extend(tokens.by_ref().skip(1).take_while(|inner| *inner != Token::RParen).filter(|inner| {
                    !matches!(inner, Token::Word(word) if is(word, "pg_catalog")) && *inner != Token::Period
                }));
            }
            // collate "default" is what there is.
            Token::Word(word) if is(word, "collate") => {
                while let Some(next) = tokens.next_if(|next| {
                    matches!(next, Token::Whitespace(_) | Token::Period)
                        || matches!(next, Token::Word(word) if is(word, "pg_catalog") || is(word, "default"))
                }) {
                    drop(next);
                }
                ours.push(Token::make_word(" ", None));
            }
            Token::Word(word) => ours.push(own_type(word, ours.last()).unwrap_or(token)),
            _ => ours.push(token),
        }
    }
    ours
}

/// The type after `::` that the query engine has, when it does not have the one that is named.
fn own_type(word: &Word, before: Option<&Token>) -> Option<Token> {
    const WORDS: [&str; 6] = ["regclass", "regproc", "regtype", "regnamespace", "name", "char"];
    if before != Some(&Token::DoubleColon) {
        return None;
    }
    if is(word, "oid") {
        return Some(Token::make_keyword("bigint"));
    }
    WORDS.iter().any(|own| is(word, own)).then(|| Token::make_keyword("text"))
}

fn is(word: &Word, name: &str) -> bool {
    word.value.eq_ignore_ascii_case(name)
}

fn is_comment(token: &Token) -> bool {
    use datafusion::sql::sqlparser::tokenizer::Whitespace;
    matches!(token, Token::Whitespace(Whitespace::SingleLineComment { .. } | Whitespace::MultiLineComment(_)))
}

/// A statement without any value: what stood in quotation marks or was a number is a question mark.
fn shape(tokens: &[Token]) -> String {
    let mut shape = String::new();
    for token in tokens {
        match token {
            Token::Whitespace(_) if shape.ends_with(' ') => {}
            Token::Whitespace(_) => shape.push(' '),
            Token::Word(word) if word.quote_style.is_some() => shape.push_str("\"?\""),
            Token::Word(word) => shape.push_str(&word.value),
            Token::Comma
            | Token::Period
            | Token::LParen
            | Token::RParen
            | Token::Eq
            | Token::Neq
            | Token::Lt
            | Token::Gt
            | Token::LtEq
            | Token::GtEq
            | Token::Plus
            | Token::Minus
            | Token::Mul
            | Token::Div
            | Token::DoubleColon => shape.push_str(&token.to_string()),
            _ => shape.push('?'),
        }
    }
    shape.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(sql: &str) -> Vec<String> {
        read(sql).unwrap().into_iter().map(|(_, shape)| shape).collect()
    }

    #[test]
    fn the_shape_of_a_query_repeats_no_value() {
        let sql = "select \"Jo\", 'Jo' || $1, E'Jo', $$Jo$$ -- Jo\nfrom figures where about = 'Jo' and n > 7 /* Jo */; show TimeZone";
        let shapes = shapes(sql);
        assert_eq!(shapes[1], "show TimeZone");
        assert_eq!(shapes[0], "select \"?\", ? ? ?, ?, ? from figures where about = ? and n > ?");
    }

    #[test]
    fn words_of_postgresql_become_words_that_the_engine_has() {
        let written = |sql: &str| read(sql).unwrap()[0].0.to_string();
        assert_eq!(
            written(
                "select c.oid::pg_catalog.oid, pg_catalog.format_type(1, 2) from pg_catalog.pg_class c where relname operator(pg_catalog.~) '^a' collate pg_catalog.default"
            ),
            written("select c.oid::bigint, format_type(1, 2) from pg_class c where relname ~ '^a'"),
        );
    }

    #[test]
    fn nothing_between_semicolons_is_no_statement() {
        assert!(shapes(" ; -- nothing\n ;").is_empty());
        assert_eq!(shapes("select 1; select 2").len(), 2);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert_eq!(read("selec 1").unwrap_err().state, "42601");
        assert_eq!(read("select 'open").unwrap_err().state, "42601");
    }
}
