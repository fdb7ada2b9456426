//! Tables as text (RFC 4180) that people open with spreadsheets.

use super::error::{AppError, AppResult};

/// A cell no spreadsheet takes for a formula: one that begins like it is written as text (CWE-1236).
pub fn guarded(cell: String) -> String {
    match cell.chars().next() {
        // Spreadsheets of East Asia take the full-width signs for the same.
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n') => {
            format!("'{cell}")
        }
        Some(_) | None => cell,
    }
}

/// Lines of cells, each ended by CR LF.
pub fn written(lines: &[Vec<String>]) -> AppResult<String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for line in lines {
        writer.write_record(line).map_err(AppError::internal)?;
    }
    let bytes = writer.into_inner().map_err(|error| AppError::internal(error.to_string()))?;
    String::from_utf8(bytes).map_err(AppError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for begin in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A"]
        {
            assert_eq!(guarded(begin.to_owned()), format!("'{begin}"));
        }
        for plain in ["", "张三", "1-2", "a=b"] {
            assert_eq!(guarded(plain.to_owned()), plain);
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let lines = [vec!["a,b".to_owned(), "c\nd".to_owned()], vec!["说\"".to_owned()]];
        assert_eq!(written(&lines).expect("text"), "\"a,b\",\"c\nd\"\r\n\"说\"\"\"\r\n");
    }
}
