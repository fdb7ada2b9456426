//! Why a lamp has its colour: the questions in their order, each with its fact; the first that is
//! answered with yes decides.

use super::lamp::counted;
use super::{ClockState, Lamp, State};
use crate::platform::lang::Lang;

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LampStep {
    /// A stable word for it.
    pub code: &'static str,
    /// The question with its fact, in words.
    pub text: String,
    /// Whether it is so.
    pub holds: bool,
    /// The colour it leads to.
    pub lamp: Lamp,
}

impl ClockState {
    /// The questions whose first yes is [`ClockState::lamp`].
    pub fn lamp_steps(&self, lang: Lang) -> Vec<LampStep> {
        let is_over = self.state == State::Missed && !self.time_left.finished;
        let is_running = self.state == State::Running;
        let left = self.time_left.working_days;
        let share = self.lamp_rule.yellow_share();
        let most = self.lamp_rule.yellow_working_days;
        let percent = whole_percent(self.used_share);
        let half = self.lamp_rule.yellow_percent.to_string();
        let overdue = lang
            .pick(
                "期满日已过而未办结（超期 {n}）",
                "The last day has passed and it is not done ({n})",
            )
            .replace("{n}", &days(self.time_left.overdue_days, lang));
        let resting = lang.pick(
            "已办结、取消或暂停，不需要处理",
            "Finished, cancelled or stopped: nothing is to be done",
        );
        let used = lang
            .pick(
                "已用时限达到 {half}%（现为 {percent}%）",
                "{half}% or more is used (now {percent}%)",
            )
            .replace("{percent}", &percent)
            .replace("{half}", &half);
        let last = lang
            .pick(
                "今天之后不多于 {most} 个工作日（现为 {n} 个）",
                "After today no more than {most} working days (now {n})",
            )
            .replace("{n}", &left.unwrap_or(0).to_string())
            .replace("{most}", &most.to_string());
        let (half_used, nearly_over) = (
            is_running && self.used_share >= share,
            is_running && left.is_none_or(|left| left <= most),
        );
        let otherwise = lang.pick("以上都不是", "None of these");
        let step = |code, text: String, holds, lamp| LampStep { code, text, holds, lamp };
        vec![
            step("overdue", overdue, is_over, Lamp::Red),
            step("at_rest", resting.to_owned(), !is_over && !is_running, Lamp::Grey),
            step("half_used", used, half_used, Lamp::Yellow),
            step("nearly_over", last, nearly_over, Lamp::Yellow),
            step(
                "otherwise",
                otherwise.to_owned(),
                is_running && !half_used && !nearly_over,
                Lamp::Green,
            ),
        ]
    }
}

fn days(n: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{n} 天"),
        Lang::En => counted(n, "day"),
    }
}

/// Rounded down: what is not half is not called half.
fn whole_percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).floor())
}
