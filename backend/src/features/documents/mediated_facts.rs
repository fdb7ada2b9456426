//! What mediation gives to its papers: the record of a session (调解笔录), the agreement (调解协议书).

use chrono::{DateTime, Timelike as _, Utc};

use super::fact::Fact;
use super::facts::{Known, day, yuan};
use super::filling::Facts;
use crate::features::agreements::entity::{item, performance};
use crate::features::agreements::record::{confirm_until_on, is_confirmable};
use crate::features::agreements::repo::Whole;
use crate::features::agreements::workflow::PerformanceState;
use crate::features::calendars::civil_day::local_time;
use crate::features::cases::model::Procedure;
use crate::features::mediations::entity::consent;
use crate::features::mediations::repo::Session;
use crate::features::mediations::workflow::{
    ConsentManner, MediationOutcome, MediationSide, MediationState,
};
use crate::platform::lang::Lang;

impl Known<'_> {
    /// Whoever mediated the case, where a paper is about no session of its own.
    pub(super) fn mediated(&self, facts: &mut Facts) {
        facts.text(Fact::Mediators, self.mediators(&self.mediated.sessions));
    }

    /// What the record of a session says.
    pub(super) fn session(&self, facts: &mut Facts, session: &Session) {
        let row = &session.row;
        let from = row.started_at.unwrap_or(row.starts_at);
        let to = row.ended_at.unwrap_or(row.ends_at);
        facts.text(Fact::MediatedOn, span(from, to));
        let center = self.ground.directory.centers.get(&row.center_id);
        let center = center.map(|center| center.name.as_str()).unwrap_or_default();
        let room = self.mediated.rooms.get(&row.room_id).map(String::as_str).unwrap_or_default();
        facts.text(Fact::MediationPlace, format!("{center}{room}"));
        facts.text(Fact::Mediators, self.mediators(std::slice::from_ref(session)));
        // Without minutes the course is the issuer's to write: their words first, then its consents.
        let minutes = row.minutes.as_deref().filter(|text| !text.trim().is_empty());
        let course = minutes.map(|minutes| {
            let mut course: Vec<_> =
                session.consents.iter().map(|word| self.consent(word)).collect();
            course.push(self.hidden(minutes.trim()));
            course.join("\n")
        });
        facts.text(Fact::MediationProcess, course);
        facts.text(Fact::MediationResult, self.result(session));
    }

    /// What an agreement says.
    pub(super) fn agreement(&self, facts: &mut Facts, whole: &Whole) {
        let row = &whole.row;
        facts.text(Fact::AgreementNo, row.agreement_no.clone());
        facts.text(Fact::AgreedOn, day(row.concluded_on));
        let sessions = self.mediated.sessions.iter();
        let own: Vec<_> =
            sessions.filter(|session| row.mediation_id == Some(session.row.id)).cloned().collect();
        facts.text(Fact::Mediators, self.mediators(&own));
        let terms = std::iter::once(self.hidden(row.terms.trim()));
        let items = whole.items.iter().map(|item| self.item(item));
        facts.text(Fact::AgreedTerms, terms.chain(items).collect::<Vec<_>>().join("\n"));
        facts.text(Fact::PerformanceDue, due(&whole.items));
        let window = if is_confirmable(row) {
            format!("自协议生效之日起三十日内，最迟{}", day(confirm_until_on(row)))
        } else {
            "本协议只涉及身份关系，人民法院不予司法确认".to_owned()
        };
        facts.text(Fact::ConfirmationWindow, window);
        facts.text(Fact::Performances, self.performances(whole));
    }

    /// `第1项（赔偿家具损失，3000元）：2026年3月18日已履行。转账回单`, one a line.
    fn performances(&self, whole: &Whole) -> Option<String> {
        let line = |done: &performance::Model| {
            let item = whole.items.iter().find(|item| item.item_no == done.item_no);
            let what = item.map(|item| self.hidden(item.what.trim().trim_end_matches('。')));
            let state = PerformanceState::parse(&done.state).map_or("", |one| one.name(Lang::Zh));
            let amount = done.amount_fen.map(|fen| format!("，{}", yuan(fen)));
            format!(
                "第{}项（{}{}）：{}{state}。{}",
                done.item_no,
                what.unwrap_or_default(),
                amount.unwrap_or_default(),
                day(done.happened_on),
                self.hidden(done.evidence.trim()),
            )
        };
        let lines: Vec<_> = whole.performances.iter().map(line).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    fn mediators(&self, sessions: &[Session]) -> String {
        let mut names: Vec<&str> = Vec::new();
        for sat in sessions.iter().flat_map(|session| &session.sittings) {
            if let Some(name) = self.mediated.names.get(&sat.person_id)
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        names.join("、")
    }

    /// `李示例（申请一方）同意调解，当面表示，2026年3月2日。`
    fn consent(&self, word: &consent::Model) -> String {
        let side = MediationSide::parse(&word.side).map_or("", |side| side.name(Lang::Zh));
        let who = match word.party_no.map(|no| self.party_name(no)) {
            Some(name) => format!("{name}（{side}）"),
            None => side.to_owned(),
        };
        let said = if word.agrees { "同意调解" } else { "不同意调解" };
        let manner = ConsentManner::parse(&word.manner).map_or("", |one| one.name(Lang::Zh));
        let (on, _) = local_time(word.given_at);
        format!("{who}{said}，{manner}表示，{}。", day(on))
    }

    fn result(&self, session: &Session) -> Option<String> {
        let row = &session.row;
        let note = row.note.as_deref().map(str::trim).filter(|note| !note.is_empty());
        if row.state == MediationState::Adjourned.as_str() {
            let why = row.adjourn_reason.as_deref().map(|why| self.hidden(why.trim()));
            return Some(format!("休会。{}", why.unwrap_or_default()));
        }
        let said = match MediationOutcome::parse(row.outcome.as_deref()?)? {
            MediationOutcome::Agreed => "双方自愿达成协议。".to_owned(),
            MediationOutcome::PartlyAgreed => "双方就部分事项自愿达成协议。".to_owned(),
            MediationOutcome::Failed => {
                let way = row.guided_to.as_deref().and_then(Procedure::parse);
                let way =
                    way.map(|way| format!("已告知当事人可以依法通过{}解决。", way.name(Lang::Zh)));
                format!("调解不成。{}", way.unwrap_or_default())
            }
        };
        Some(format!("{said}{}", note.map(|note| self.hidden(note)).unwrap_or_default()))
    }

    /// `1．王样本应于2026年3月20日前向李示例履行：赔偿家具损失，3000元。`
    fn item(&self, item: &item::Model) -> String {
        let to = item.to_party_no.map(|no| format!("向{}", self.party_name(no)));
        let amount = item.amount_fen.map(|fen| format!("，{}", yuan(fen)));
        format!(
            "{}．{}应于{}前（含当日）{}履行：{}{}。",
            item.item_no,
            self.party_name(item.party_no),
            day(item.due_on),
            to.unwrap_or_default(),
            self.hidden(item.what.trim().trim_end_matches('。')),
            amount.unwrap_or_default(),
        )
    }

    fn party_name(&self, no: i32) -> &str {
        let party = self.parties.iter().find(|party| party.party_no == no);
        party.map(|party| party.name.as_str()).unwrap_or_default()
    }

    /// Free text as a draft shows it: what is known of the parties is masked in it, too.
    fn hidden(&self, text: &str) -> String {
        self.mentions.hide(text)
    }
}

/// `2026年3月2日10时00分至11时30分`; with both days where it went on to another.
fn span(from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    let ((from_on, from), (to_on, to)) = (local_time(from), local_time(to));
    let until = if from_on == to_on { String::new() } else { day(to_on) };
    format!(
        "{}{}时{:02}分至{until}{}时{:02}分",
        day(from_on),
        from.hour(),
        from.minute(),
        to.hour(),
        to.minute()
    )
}

/// By when everything is performed; by item where the days differ.
fn due(items: &[item::Model]) -> Option<String> {
    let first = items.first()?.due_on;
    if items.iter().all(|item| item.due_on == first) {
        return Some(format!("{}前（含当日）", day(first)));
    }
    let each = items.iter().map(|item| format!("第{}项{}前", item.item_no, day(item.due_on)));
    Some(format!("{}（均含当日）", each.collect::<Vec<_>>().join("，")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_told_in_china_s_time() {
        let at = |text: &str| -> DateTime<Utc> { text.parse().expect("an instant") };
        let (from, to) = (at("2026-03-02T02:00:00Z"), at("2026-03-02T03:30:00Z"));
        assert_eq!(span(from, to), "2026年3月2日10时00分至11时30分");
        let next = at("2026-03-02T16:05:00Z");
        assert_eq!(span(from, next), "2026年3月2日10时00分至2026年3月3日0时05分");
    }
}
