//! The statements the server really sends, read from PostgreSQL's log, and pgbench scripts that
//! send the same statements with the same parameters and nothing else.

use std::collections::HashMap;
use std::fmt::Write as _;

/// A statement with its parameters as text; none is NULL.
#[derive(Debug, Clone)]
pub(crate) struct Spoken {
    /// The server process that ran it.
    pub(crate) pid: u32,
    /// The statement, `$1` and so on in place of values.
    pub(crate) sql: String,
    /// The values.
    pub(crate) parameters: Vec<Option<String>>,
}

/// Reads a log written with `log_line_prefix = '%p|'` and `log_statement = all`.
pub(crate) fn read(log: &str) -> Vec<Spoken> {
    let mut spoken: Vec<Spoken> = Vec::new();
    for line in log.lines() {
        let Some((pid, rest)) = line.split_once('|') else { continue };
        let Ok(pid) = pid.parse() else { continue };
        if let Some(detail) = rest.strip_prefix("DETAIL:  ") {
            let list = detail.strip_prefix("parameters: ").or(detail.strip_prefix("Parameters: "));
            let last = spoken.iter_mut().rev().find(|said| said.pid == pid);
            if let (Some(list), Some(last)) = (list, last) {
                last.parameters = parameters(list);
            }
            continue;
        }
        let Some(text) = rest.strip_prefix("LOG:  ") else { continue };
        let sql = text
            .strip_prefix("statement: ")
            .or_else(|| text.strip_prefix("execute ").and_then(|t| Some(t.split_once(": ")?.1)));
        if let Some(sql) = sql {
            let sql = sql.trim().trim_end_matches(';').to_owned();
            spoken.push(Spoken { pid, sql, parameters: Vec::new() });
        }
    }
    spoken
}

/// `$1 = 'it''s', $2 = NULL`
fn parameters(list: &str) -> Vec<Option<String>> {
    let mut found = Vec::new();
    let mut rest = list;
    while let Some((_, value)) = rest.split_once(" = ") {
        if let Some(after) = value.strip_prefix("NULL") {
            found.push(None);
            rest = after;
            continue;
        }
        let mut text = String::new();
        let mut after = value.strip_prefix('\'').unwrap_or(value);
        loop {
            let Some((part, next)) = after.split_once('\'') else {
                rest = "";
                break;
            };
            text.push_str(part);
            if let Some(more) = next.strip_prefix('\'') {
                text.push('\'');
                after = more;
            } else {
                rest = next;
                break;
            }
        }
        found.push(Some(text));
    }
    found
}

/// The statements of one request.
pub(crate) type Request = Vec<Spoken>;

/// Requests that read: each begins with a statement like the first of them.
pub(crate) fn reads(spoken: &[Spoken], first: &str) -> Vec<Request> {
    let mut requests: Vec<Request> = Vec::new();
    for said in spoken {
        if said.sql.starts_with(first) {
            requests.push(vec![said.clone()]);
        } else if let Some(request) = requests.last_mut() {
            request.push(said.clone());
        }
    }
    // What the caches reload in between belongs to no request.
    let mut often: HashMap<String, usize> = HashMap::new();
    for said in requests.iter().flatten() {
        *often.entry(said.sql.clone()).or_default() += 1;
    }
    let enough = requests.len() / 4;
    for request in &mut requests {
        request.retain(|said| often.get(&said.sql).is_some_and(|times| *times >= enough));
    }
    alike(requests)
}

/// Transactions that contain a statement beginning with `mark`.
pub(crate) fn writes(spoken: &[Spoken], mark: &str) -> Vec<Request> {
    let mut open: HashMap<u32, Request> = HashMap::new();
    let mut done = Vec::new();
    for said in spoken {
        let request = open.entry(said.pid).or_default();
        if said.sql.starts_with("BEGIN") {
            request.clear();
        }
        request.push(said.clone());
        if said.sql == "COMMIT" {
            let request = std::mem::take(request);
            if request.iter().any(|said| said.sql.starts_with(mark)) {
                done.push(request);
            }
        }
    }
    alike(done)
}

/// Only the requests of the commonest shape: the same statements with the same values absent.
fn alike(requests: Vec<Request>) -> Vec<Request> {
    let shape = |request: &Request| {
        let mut shape = String::new();
        for said in request {
            shape.push_str(&said.sql);
            shape.extend(said.parameters.iter().map(|p| if p.is_some() { '1' } else { '0' }));
        }
        shape
    };
    let mut often: HashMap<String, usize> = HashMap::new();
    for request in &requests {
        *often.entry(shape(request)).or_default() += 1;
    }
    let commonest = often.into_iter().max_by_key(|(_, times)| *times).map(|(shape, _)| shape);
    requests.into_iter().filter(|request| Some(shape(request)) == commonest).collect()
}

/// A pgbench script with its data.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// The script.
    pub(crate) text: String,
    /// Values that never change, for `-D`.
    pub(crate) fixed: Vec<(String, String)>,
    /// Columns of the table the script reads the other values from.
    pub(crate) columns: usize,
    /// Its rows; each serves `batch` requests.
    pub(crate) rows: Vec<Vec<String>>,
    /// Requests a transaction of pgbench sends.
    pub(crate) batch: usize,
    /// Statements a request has.
    pub(crate) statements: usize,
}

/// Which row of the table a script reads next.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Take {
    /// Any, again and again.
    Random,
    /// Row `:i` of client `:client_id`, each once.
    Next,
}

/// Makes a script out of requests of one shape.
pub(crate) fn script(table: &str, requests: &[Request], batch: usize, take: Take) -> Script {
    let Some(first) = requests.first() else { return Script::default() };
    let flat = |request: &Request| -> Vec<Option<String>> {
        request.iter().flat_map(|said| said.parameters.clone()).collect()
    };
    let all: Vec<_> = requests.iter().map(flat).collect();
    let Some(model) = all.first() else { return Script::default() };
    // A slot is fixed when no request has another value; slots that always agree share a column.
    let mut columns: Vec<usize> = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    for slot in 0..model.len() {
        let value = |request: &Vec<Option<String>>| request.get(slot).cloned().flatten();
        let Some(Some(constant)) = model.get(slot) else {
            names.push(Name::Null);
            continue;
        };
        if all.iter().all(|request| value(request).as_ref() == Some(constant)) {
            names.push(Name::Fixed(constant.clone()));
            continue;
        }
        let same = |column: &usize| all.iter().all(|r| r.get(*column) == r.get(slot));
        let at = columns.iter().position(same).unwrap_or_else(|| {
            columns.push(slot);
            columns.len() - 1
        });
        names.push(Name::Column(at));
    }
    let batch = if columns.is_empty() { 1 } else { batch };
    let mut script = Script {
        columns: columns.len() * batch,
        batch,
        statements: first.len(),
        ..Script::default()
    };
    for group in all.chunks_exact(batch) {
        let row = group.iter().flat_map(|request| {
            columns.iter().map(|slot| request.get(*slot).cloned().flatten().unwrap_or_default())
        });
        script.rows.push(row.collect());
    }
    if !columns.is_empty() {
        let list: Vec<_> = (0..script.columns).map(|at| format!("p{at}")).collect();
        let rows = script.rows.len();
        let (set, place) = match take {
            Take::Random => (format!("\\set n random(1, {rows})\n"), "n = :n"),
            Take::Next => (String::new(), "client = :client_id AND n = :i"),
        };
        let _never_fails = writeln!(
            script.text,
            "{set}SELECT {} FROM {table} WHERE {place} \\gset",
            list.join(", ")
        );
    }
    for no in 0..batch {
        let mut slot = 0;
        for said in first {
            let count = said.parameters.len();
            let sql = filled(
                &said.sql,
                names.get(slot..slot + count).unwrap_or_default(),
                slot,
                no * columns.len(),
            );
            script.text.push_str(&sql);
            script.text.push_str(";\n");
            slot += count;
        }
    }
    if matches!(take, Take::Next) {
        script.text.push_str("\\set i :i + 1\n");
    }
    for (slot, name) in names.into_iter().enumerate() {
        if let Name::Fixed(value) = name {
            script.fixed.push((format!("c{slot}"), value));
        }
    }
    script
}

#[derive(Debug)]
enum Name {
    Null,
    Fixed(String),
    Column(usize),
}

/// `$1` becomes `:c0`, `:p3` or NULL. Literals hold no `$`: every value is a parameter.
fn filled(sql: &str, names: &[Name], first_slot: usize, first_column: usize) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        let (number, tail) = after.split_at(digits);
        let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match at.and_then(|at| names.get(at).map(|name| (at, name))) {
            Some((_, Name::Null)) => out.push_str("NULL"),
            Some((at, Name::Fixed(_))) => out.push_str(&format!(":c{}", first_slot + at)),
            Some((_, Name::Column(column))) => {
                out.push_str(&format!(":p{}", first_column + column));
            }
            None => {
                out.push('$');
                out.push_str(number);
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
