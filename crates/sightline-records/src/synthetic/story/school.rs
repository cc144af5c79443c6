//! Special educational needs: requests, assessments, plans and their reviews.

use std::sync::Arc;

use super::Story;
use super::birthday;
use crate::synthetic::content::Rate;
use crate::synthetic::days::working;
use crate::synthetic::record::{
    Datum, EhcAssessment, EhcPlan, EhcRequest, EhcReview, LinkedIdentifier, SenNeed, SendRecord,
};

/// An education, health and care plan is to be issued within twenty weeks of the request.
const PLAN_DAYS: i32 = 140;

impl Story<'_, '_> {
    /// The record of special educational needs, for some of those of school age who were referred.
    pub(super) fn school(&mut self) {
        let fifth = birthday(self.born, 5);
        let is_pupil = (5..18).contains(&self.age(self.as_at)) && !self.referrals.is_empty();
        if is_pupil && self.chance.is(600) {
            let identifier = format!("9{:09}", self.chance.below(1_000_000_000));
            self.tables.add(LinkedIdentifier {
                child_id: self.child(),
                identifier_type: "NHS number".into(),
                identifier: identifier.into(),
                valid_from: Datum::Day(self.born),
                valid_to: Datum::Null,
            });
        }
        if !is_pupil || !self.happens(Rate::EhcPlan, None, fifth) {
            return;
        }
        let record = self.new_id("SEND");
        self.tables.add(SendRecord {
            child_id: self.child(),
            send_record_id: (&record).into(),
            upn_missing_reason: Datum::Null,
            ..SendRecord::default()
        });
        let requested = working(self.chance.between(fifth, self.as_at).max(fifth));
        if requested > self.as_at {
            return;
        }
        let agreed = working(requested + self.chance.between(20, 41));
        let request = self.new_id("EHCR");
        self.tables.add(EhcRequest {
            request_id: (&request).into(),
            child_id: self.child(),
            send_record_id: (&record).into(),
            requested_on: Datum::Day(requested),
            decided_on: self.past(agreed),
            outcome: if agreed <= self.as_at { "Assessment agreed".into() } else { Datum::Null },
        });
        let decided = working(requested + self.chance.between(90, PLAN_DAYS - 25));
        if agreed > self.as_at || decided > self.as_at {
            return;
        }
        let assessment = self.new_id("EHCA");
        let issued = self.happens(Rate::EhcPlanIssued, None, decided);
        self.tables.add(EhcAssessment {
            assessment_id: (&assessment).into(),
            request_id: (&request).into(),
            decided_on: Datum::Day(decided),
            outcome: if issued { "Plan to be issued".into() } else { "No plan".into() },
            exceptions: Datum::Null,
        });
        let start = working(decided + self.chance.between(10, 60));
        if !issued || start > self.as_at {
            return;
        }
        let plan = self.new_id("EHCP");
        self.tables.add(EhcPlan {
            plan_id: (&plan).into(),
            assessment_id: (&assessment).into(),
            started_on: Datum::Day(start),
            ended_on: Datum::Null,
            end_reason: Datum::Null,
        });
        let active: Arc<str> = self.new_id("EHCN");
        let years = (self.as_at - start) / 364;
        let reviewed = start + years * 350;
        self.tables.add(EhcReview {
            active_plan_id: (&active).into(),
            request_id: (&request).into(),
            reviewed_on: if years > 0 { Datum::Day(reviewed) } else { Datum::Null },
        });
        let needs = ["ASD", "SEMH", "SLCN", "MLD", "PD"];
        let first = self.chance.below(5) as usize;
        for rank in 1..=1 + self.chance.below(2) {
            let need_id = self.new_id("SENN");
            self.tables.add(SenNeed {
                need_id: (&need_id).into(),
                active_plan_id: (&active).into(),
                need: needs[(first + rank as usize) % needs.len()].into(),
                rank: Datum::Number(i64::from(rank)),
            });
        }
    }
}
