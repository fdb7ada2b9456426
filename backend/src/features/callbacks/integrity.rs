//! What gives rise to a question about an answer. Pure: facts about answers, no score, no person.

use sha2::{Digest as _, Sha256};

use crate::platform::lang::Lang;
use crate::platform::words::words;

words! {
    /// What is odd about an answer.
    SignalKind {
        IdenticalText = "identical_text", "评语雷同", "The same words";
        SameDevice = "same_device", "同一设备多次评价", "The same device";
        UnitDevice = "unit_device", "承办单位设备上的评价", "From a device of the handling unit";
        Soon = "soon", "办结后数分钟内评价", "Within minutes";
        Solicited = "solicited", "反映被要求给好评", "Asked for a good rating";
        Complained = "complained", "群众投诉", "Complaint of a citizen";
        Unsolved = "unsolved", "重新办理期满后评价未解决", "Rated as not solved after the time for reopening";
    }
}

words! {
    /// What a question is about.
    SignalSource {
        Rating = "rating", "群众评价", "Rating";
        Callback = "callback", "回访记录", "Callback";
        Complaint = "complaint", "群众投诉", "Complaint";
    }
}

words! {
    /// Whether a question was answered.
    SignalState {
        Open = "open", "待核实", "Open";
        Answered = "answered", "已核实", "Answered";
    }
}

/// Characters below which words are too few to be the same by design.
const FEW: usize = 6;

/// What was seen beside an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Answers of other cases with the same words, of late.
    pub same_words: u64,
    /// Other cases rated from the same device, of late.
    pub same_device: u64,
    /// Whether a unit that handled the case works from the same device.
    pub is_unit_device: bool,
    /// Minutes since the case ended, where it did.
    pub minutes: Option<i64>,
}

/// From where on something is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// Answers of other cases with the same words.
    pub same_words: u64,
    /// Other cases rated from the same device.
    pub same_device: u64,
    /// Minutes after the end within which an answer is odd.
    pub soon_minutes: i64,
}

/// A question, and the figure it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// What is odd.
    pub kind: SignalKind,
    /// How many other answers.
    pub others: Option<i32>,
    /// How many minutes.
    pub minutes: Option<i32>,
}

/// The questions an answer gives rise to.
pub fn questions(seen: Seen, from: Thresholds) -> Vec<Question> {
    let of = |count: u64| Some(i32::try_from(count).unwrap_or(i32::MAX));
    let mut all = Vec::new();
    if seen.same_words >= from.same_words {
        let others = of(seen.same_words);
        all.push(Question { kind: SignalKind::IdenticalText, others, minutes: None });
    }
    if seen.same_device >= from.same_device {
        let others = of(seen.same_device);
        all.push(Question { kind: SignalKind::SameDevice, others, minutes: None });
    }
    if seen.is_unit_device {
        all.push(Question { kind: SignalKind::UnitDevice, others: None, minutes: None });
    }
    if let Some(minutes) = seen.minutes.filter(|minutes| (0..from.soon_minutes).contains(minutes)) {
        let minutes = i32::try_from(minutes).ok();
        all.push(Question { kind: SignalKind::Soon, others: None, minutes });
    }
    all
}

/// What stands for words when they are compared: without white space and punctuation, in lower case;
/// none where they are too few to say anything.
pub fn comment_hash(text: &str) -> Option<String> {
    let plain: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if plain.chars().count() < FEW {
        return None;
    }
    Some(hex::encode(Sha256::digest(plain.as_bytes())))
}

/// The question in words.
pub fn sentence(
    kind: SignalKind,
    source: SignalSource,
    others: Option<i32>,
    minutes: Option<i32>,
    lang: Lang,
) -> String {
    let (zh, en) = match kind {
        SignalKind::IdenticalText => (
            "{source}的文字与其他 {others} 件相同，是否为本人所说？",
            "{source}: the same words as in {others} other cases. Are they the citizen's own?",
        ),
        SignalKind::SameDevice => (
            "同一设备还评价了其他 {others} 件，是否为本人评价？",
            "The same device rated {others} other cases. Did the citizen rate?",
        ),
        SignalKind::UnitDevice => (
            "评价所用设备与承办单位工作人员登录所用设备相同，是否为本人评价？",
            "The device of the rating is one somebody of the handling unit signed in from. Did the \
             citizen rate?",
        ),
        SignalKind::Soon => (
            "{source}在办结后 {minutes} 分钟内作出，是否已向本人核实？",
            "{source}: {minutes} minutes after the end. Was the citizen really asked?",
        ),
        SignalKind::Solicited => (
            "群众反映被要求给好评，请核实情况",
            "A citizen says somebody asked for a good rating. What happened?",
        ),
        SignalKind::Complained => (
            "群众提出投诉，请核实并答复；答复会在群众的查询页面上显示",
            "A citizen complains. Look into it and answer: the answer is shown on the tracking page",
        ),
        SignalKind::Unsolved => (
            "群众评价没有解决，而重新办理的期限已过，请核实是否重新登记",
            "A citizen says it is not solved, and the time for reopening is over. Should it be \
             registered anew?",
        ),
    };
    lang.pick(zh, en)
        .replace("{source}", source.name(lang))
        .replace("{others}", &others.unwrap_or(0).to_string())
        .replace("{minutes}", &minutes.unwrap_or(0).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: Thresholds = Thresholds { same_words: 2, same_device: 2, soon_minutes: 5 };

    #[test]
    fn what_is_usual_gives_rise_to_no_question() {
        let usual =
            Seen { same_words: 1, same_device: 1, is_unit_device: false, minutes: Some(60) };
        assert_eq!(questions(usual, FROM), []);
        assert_eq!(questions(Seen::default(), FROM), []);
    }

    #[test]
    fn each_fact_is_a_question_of_its_own() {
        let odd = Seen { same_words: 2, same_device: 7, is_unit_device: true, minutes: Some(4) };
        let kinds: Vec<_> = questions(odd, FROM).iter().map(|question| question.kind).collect();
        assert_eq!(
            kinds,
            [
                SignalKind::IdenticalText,
                SignalKind::SameDevice,
                SignalKind::UnitDevice,
                SignalKind::Soon,
            ]
        );
        let wide = Thresholds { same_words: 3, same_device: 8, soon_minutes: 4 };
        let elsewhere = Seen { is_unit_device: false, ..odd };
        assert_eq!(questions(elsewhere, wide), [], "a county that asks less");
    }

    #[test]
    fn the_same_words_are_found_under_other_punctuation() {
        assert_eq!(comment_hash("很满意，谢谢大家！"), comment_hash("很满意 谢谢大家"));
        assert_eq!(comment_hash("很满意"), None);
    }

    #[test]
    fn a_question_names_its_figures() {
        for kind in SignalKind::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let said = sentence(*kind, SignalSource::Rating, Some(3), Some(2), lang);
                assert!(!said.contains(['{', '}']), "{said}");
            }
        }
    }
}
