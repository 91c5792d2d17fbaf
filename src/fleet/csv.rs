//! Tables for Excel and WPS.

/// A table as CSV: with a mark that it is UTF-8, and nothing in it that would be taken for a formula.
pub fn csv(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let quoted = cell.replace('"', "\"\"");
        format!("\"{}{quoted}\"", if formula { "'" } else { "" })
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n";
    format!("\u{feff}{}", rows.iter().map(line).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn a_cell_is_no_formula() {
        let rows = vec![vec!["code".to_owned()], vec!["=1+1 <b> \"x\"".to_owned()]];
        assert_eq!(csv(&rows), "\u{feff}\"code\"\r\n\"'=1+1 <b> \"\"x\"\"\"\r\n");
    }
}
