//! Answers to challenges, and verdicts that were kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, date, date_null, text, text_null};

use super::schema::{Columns, index, new_table};
use super::statements::make_append_only;

pub(super) struct ChallengeAnswers;

impl MigrationName for ChallengeAnswers {
    fn name(&self) -> &'static str {
        "m0012_challenge_answers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for ChallengeAnswers {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, columns) in tables() {
            manager.create_table(new_table(table, columns)).await?;
            make_append_only(manager, table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn tables() -> Vec<(&'static str, Columns)> {
    vec![
        (
            "challenge_answer",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("kind"),
                text_null("action"),
                text("challenge"),
                text("asked"),
                text("situation"),
                text("reply"),
                text("words"),
                text("answered_by"),
                text_null("post"),
                text("role"),
                text("answered_at"),
            ],
        ),
        (
            "verdict_record",
            vec![
                big_integer("audit_seq"),
                text("plan_id"),
                text("action"),
                text("side"),
                date("as_at"),
                text("rated"),
                date_null("rated_on"),
                text_null("supports"),
                text("says"),
                text("reasons"),
                text("measures"),
                text_null("extract_id"),
                text("rules"),
                text("inputs_sha256"),
                text("kept_by"),
                text("kept_at"),
            ],
        ),
    ]
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("challenge_answer", "challenge_answer_of", &["plan_id", "number"]),
        index("challenge_answer", "challenge_answer_audit", &["audit_seq", "number"]),
        index("verdict_record", "verdict_record_of", &["plan_id", "action", "side", "number"]),
        index("verdict_record", "verdict_record_audit", &["audit_seq", "number"]),
    ]
}
