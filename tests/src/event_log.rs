//! Reads event logs of process mining: XES (IEEE 1849), and CSV with the names `pm4py` gives its
//! columns. Only who did what to which case and when.

use chrono::{DateTime, SubsecRound as _, Utc};

/// One event of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// The case.
    pub case: String,
    /// What was done.
    pub activity: String,
    /// Who did it.
    pub resource: String,
    /// When, to the second.
    pub at: DateTime<Utc>,
}

/// The events of the file at `path`, `.csv` or XES, in their order.
pub fn read(path: &str) -> Vec<LogEvent> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    if path.to_ascii_lowercase().ends_with(".csv") { csv(&text) } else { xes(&text) }
}

fn instant(text: &str) -> DateTime<Utc> {
    let at = DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1));
    let at = at.unwrap_or_else(|error| panic!("{text}: {error}"));
    at.with_timezone(&Utc).trunc_subsecs(0)
}

/// Reads XES: `trace` holds its name and its `event`s, each with attributes by key.
pub fn xes(text: &str) -> Vec<LogEvent> {
    let mut found = Vec::new();
    let (mut case, mut event) = (String::new(), None::<[Option<String>; 3]>);
    for tag in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split([' ', '\t', '\r', '\n', '/']).find(|part| !part.is_empty());
        match (name, tag.starts_with('/')) {
            (Some("trace"), false) => case.clear(),
            (Some("event"), false) => event = Some([None, None, None]),
            (Some("event"), true) => {
                if let Some([Some(activity), Some(resource), Some(at)]) = event.take() {
                    let (case, at) = (case.clone(), instant(&at));
                    found.push(LogEvent { case, activity, resource, at });
                }
            }
            _ => {
                let (Some(key), Some(value)) = (attribute(tag, "key"), attribute(tag, "value"))
                else {
                    continue;
                };
                match (&mut event, key.as_str()) {
                    (Some([activity, _, _]), "concept:name") => *activity = Some(value),
                    (Some([_, resource, _]), "org:resource") => *resource = Some(value),
                    (Some([_, _, at]), "time:timestamp") => *at = Some(value),
                    (None, "concept:name") => case = value,
                    _ => {}
                }
            }
        }
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}="))?;
    let quote = rest.chars().next()?;
    let value = rest.get(1..)?.split(quote).next()?;
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    Some(plain.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to)))
}

/// Reads CSV with a head line; columns are found by name.
pub fn csv(text: &str) -> Vec<LogEvent> {
    let mut lines = text.lines();
    let head = fields(lines.next().unwrap_or_default());
    let column = |names: [&str; 2]| {
        let at = head.iter().position(|name| names.contains(&name.as_str()));
        at.unwrap_or_else(|| panic!("no column {names:?} in {head:?}"))
    };
    let case = column(["case:concept:name", "case"]);
    let activity = column(["concept:name", "activity"]);
    let resource = column(["org:resource", "resource"]);
    let at = column(["time:timestamp", "timestamp"]);
    let events = lines.map(fields).filter(|row| row.len() == head.len()).map(|row| LogEvent {
        case: row[case].clone(),
        activity: row[activity].clone(),
        resource: row[resource].clone(),
        at: instant(&row[at]),
    });
    events.collect()
}

fn fields(line: &str) -> Vec<String> {
    let (mut found, mut field, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut rest = line.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '"' if is_quoted && rest.peek() == Some(&'"') => {
                field.push('"');
                rest.next();
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => found.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    found.push(field);
    found
}
