//! Calendars as text, the part of RFC 5545 a roster needs. Pure.

use chrono::{DateTime, NaiveDateTime, Utc};

/// Octets of a line, its end not counted (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;
/// The time zone of every event: Chinese time, without summer time since 1991.
const ZONE: &str = "Asia/Shanghai";

/// Something that is on at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same whenever the feed is read (3.8.4.7).
    pub uid: String,
    /// When what it says was decided (3.8.7.2).
    pub stamp: DateTime<Utc>,
    /// Counts the editions of it (3.8.7.4).
    pub sequence: i32,
    /// From when, in Chinese time.
    pub starts: NaiveDateTime,
    /// Until when, in Chinese time.
    pub ends: NaiveDateTime,
    /// What it is called.
    pub summary: String,
    /// Where it is.
    pub location: String,
}

/// A calendar of `events` under a name.
pub fn calendar(name: &str, events: &[Event]) -> String {
    let mut text = Text::default();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zongzhi//Duty//ZH"] {
        text.line(line);
    }
    for line in ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"] {
        text.line(line);
    }
    text.property("X-WR-CALNAME", name);
    // RFC 7986, 5.7: how often it is worth asking.
    text.line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    zone(&mut text);
    for event in events {
        written(&mut text, event);
    }
    text.line("END:VCALENDAR");
    text.0
}

fn zone(text: &mut Text) {
    text.line("BEGIN:VTIMEZONE");
    text.line(&format!("TZID:{ZONE}"));
    for line in [
        "BEGIN:STANDARD",
        "DTSTART:19910915T020000",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0800",
        "TZNAME:CST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ] {
        text.line(line);
    }
}

fn written(text: &mut Text, event: &Event) {
    text.line("BEGIN:VEVENT");
    text.property("UID", &event.uid);
    text.line(&format!("DTSTAMP:{}", event.stamp.format("%Y%m%dT%H%M%SZ")));
    text.line(&format!("SEQUENCE:{}", event.sequence));
    text.line(&format!("DTSTART;TZID={ZONE}:{}", event.starts.format("%Y%m%dT%H%M%S")));
    text.line(&format!("DTEND;TZID={ZONE}:{}", event.ends.format("%Y%m%dT%H%M%S")));
    text.property("SUMMARY", &event.summary);
    text.property("LOCATION", &event.location);
    text.line("STATUS:CONFIRMED");
    text.line("TRANSP:OPAQUE");
    text.line("END:VEVENT");
}

/// Lines with their ends.
#[derive(Debug, Default)]
struct Text(String);

impl Text {
    /// A property of a text value.
    fn property(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escaped(value)));
    }

    /// A line, folded between characters where it is too long: what goes on begins with a space,
    /// which counts.
    fn line(&mut self, line: &str) {
        let mut octets = 0;
        for one in line.chars() {
            if octets + one.len_utf8() > LONGEST_LINE {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(one);
            octets += one.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A text value (3.3.11): commas, semicolons, backslashes and line ends are escaped; other control
/// characters have no place in one.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for one in value.replace("\r\n", "\n").chars() {
        match one {
            '\\' | ';' | ',' => text.extend(['\\', one]),
            '\n' => text.push_str("\\n"),
            one if one.is_control() => {}
            one => text.push(one),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeZone as _};
    use proptest::prelude::*;

    use super::*;

    fn event(summary: &str) -> Event {
        let on =
            |hour| NaiveDate::from_ymd_opt(2026, 3, 2).and_then(|day| day.and_hms_opt(hour, 0, 0));
        Event {
            uid: "o-20260302-p@zongzhi".to_owned(),
            stamp: Utc.with_ymd_and_hms(2026, 2, 20, 1, 2, 3).single().expect("an instant"),
            sequence: 2,
            starts: on(9).expect("a time"),
            ends: on(17).expect("a time"),
            summary: summary.to_owned(),
            location: "测试县综治中心".to_owned(),
        }
    }

    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split("\r\n").map(ToOwned::to_owned).collect()
    }

    #[test]
    fn times_are_local_with_their_zone_and_stamps_are_utc() {
        let text = calendar("我的轮值", &[event("人社窗口")]);
        let lines = unfolded(&text);
        for wanted in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "TZID:Asia/Shanghai",
            "TZOFFSETTO:+0800",
            "DTSTAMP:20260220T010203Z",
            "SEQUENCE:2",
            "DTSTART;TZID=Asia/Shanghai:20260302T090000",
            "DTEND;TZID=Asia/Shanghai:20260302T170000",
            "SUMMARY:人社窗口",
            "LOCATION:测试县综治中心",
            "END:VCALENDAR",
        ] {
            assert!(lines.iter().any(|line| line == wanted), "{wanted} is missing: {text}");
        }
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn what_means_something_is_escaped() {
        let lines = unfolded(&calendar("x", &[event("一,二;三\\四\r\n五\u{7}")]));
        assert!(lines.contains(&"SUMMARY:一\\,二\\;三\\\\四\\n五".to_owned()), "{lines:?}");
    }

    proptest! {
        #[test]
        fn no_line_is_longer_than_75_octets_and_nothing_is_lost(summary in "\\PC{0,300}") {
            let text = calendar("x", &[event(&summary)]);
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= LONGEST_LINE, "{} octets: {line}", line.len());
            }
            let wanted = format!("SUMMARY:{}", escaped(&summary));
            prop_assert!(unfolded(&text).contains(&wanted));
        }
    }
}
