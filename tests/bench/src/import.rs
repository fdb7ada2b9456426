//! `zongzhi import` against multi-row inserts of the rows it made.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use chrono::{SecondsFormat, TimeDelta};
use serde_json::json;
use zongzhi::platform::clock::{Clock as _, SystemClock};

use crate::postgres::Postgres;
use crate::servers::Setup;
use crate::words::{Dice, matter};
use crate::{Done, load};

/// Field = column; the columns are named like the fields.
const FIELDS: [&str; 13] = [
    "title",
    "narrative",
    "demand",
    "type_code",
    "level",
    "channel",
    "source.number",
    "place.address",
    "applicant.name",
    "applicant.phone",
    "respondent.name",
    "respondent.phone",
    "registered_at",
];
const TABLES: [&str; 7] = [
    "cases",
    "case_parties",
    "case_clocks",
    "case_events",
    "case_number_series",
    "case_search",
    "case_tallies",
];

/// Imports `rows` cases with all rules, then inserts the same rows in statements of 250.
pub(crate) async fn compare(
    setup: &Setup,
    postgres: &Postgres,
    rows: usize,
) -> Done<(String, f64)> {
    let (file, mapping) = (setup.home.join("rows.jsonl"), setup.home.join("mapping.toml"));
    write_rows(&file, rows)?;
    let mut text = String::from(
        "[fixed]\n\"source.system\" = \"bench\"\n\"applicant.kind\" = \"person\"\n\
         \"respondent.kind\" = \"person\"\n[columns]\n",
    );
    for field in FIELDS {
        text.push_str(&format!("\"{field}\" = \"{field}\"\n"));
    }
    fs::write(&mapping, text)?;
    let names = ["bench_import", "bench_insert"];
    for name in names {
        postgres.create(name, "template0").await?;
    }
    load::load(&names.map(|name| postgres.url(name)), 0).await?;
    let mut import = Command::new(&setup.program);
    import
        .args(["import", "--region", "990101", "--batch", "250", "--mapping"])
        .args([&mapping, &file])
        .env("ZONGZHI__DATABASE__URL", postgres.url("bench_import"))
        .env("ZONGZHI__AUTH__KEY_DIR", setup.home.join("keys"));
    let import = timed(&mut import)?;
    let dump = setup.home.join("rows.sql");
    let mut pg_dump = Command::new(postgres.tool("pg_dump"));
    pg_dump.args(["--data-only", "--rows-per-insert=250", "--file"]).arg(&dump);
    for table in TABLES {
        pg_dump.args(["--table", table]);
    }
    timed(pg_dump.arg(postgres.url("bench_import")))?;
    let mut psql = Command::new(postgres.tool("psql"));
    psql.args(["--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file"]).arg(&dump);
    let insert = timed(psql.arg(postgres.url("bench_insert")))?;
    for name in names {
        postgres.remove(name).await?;
    }
    let note = format!(
        "Import of {rows} cases: {import:.1} s; inserts of 250 of the same rows in one transaction: \
         {insert:.1} s; ratio {:.2}.",
        insert / import
    );
    Ok((note, insert / import))
}

fn write_rows(file: &Path, rows: usize) -> Done {
    let mut out = BufWriter::new(File::create(file)?);
    let (mut dice, now) = (Dice::new(5), SystemClock.now());
    for number in 0..rows {
        let at = now - TimeDelta::minutes(i64::try_from(rows - number)?);
        let made = matter(&mut dice, None, at);
        let party = |at: usize| made.parties.get(at);
        let row = json!({
            "title": made.title,
            "narrative": made.narrative,
            "demand": made.demand,
            "type_code": made.type_code,
            "level": made.level,
            "channel": made.channel,
            "source.number": format!("B{number}"),
            "place.address": made.place.as_ref().and_then(|place| place.address.as_ref()),
            "applicant.name": party(0).map(|party| &party.name),
            "applicant.phone": party(0).map(|party| &party.phone),
            "respondent.name": party(1).map(|party| &party.name),
            "respondent.phone": party(1).map(|party| &party.phone),
            "registered_at": at.to_rfc3339_opts(SecondsFormat::Micros, true),
        });
        writeln!(out, "{row}")?;
    }
    out.flush()?;
    Ok(())
}

/// Runs a program to its end; how many seconds it took.
fn timed(command: &mut Command) -> Done<f64> {
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complained = String::from_utf8_lossy(&output.stderr);
        let program = command.get_program().display();
        return Err(format!("{program}: {said}{complained}").into());
    }
    Ok(begun.elapsed().as_secs_f64())
}
