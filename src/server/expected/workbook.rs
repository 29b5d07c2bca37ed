//! Writing the workbooks of 应绑清单. What others typed is written as text, and stays text where a
//! cell is edited: a name that begins with a sign is no formula.

use crate::domain::UnitType;
use crate::domain::expected::{Cells, Column, ExpectedCounts, FileCheck, FileSheet, LIST_MAX};
use crate::server::store::ExpectedRow;
use crate::texts::expected as texts;
use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

/// An empty list with its heads, an example, the kinds to choose from, and how to fill it in.
pub fn template() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(texts::SHEET)?;
    heads(sheet, &texts::HEADS)?;
    // Cells are text before anything is typed: a code of digits alone is no number then.
    sheet.set_column_format(0, &text())?;
    for (column, cell) in (0..).zip(texts::EXAMPLE) {
        sheet.write_string_with_format(1, column, cell, &text().set_italic())?;
    }
    offer_kinds(sheet, 2, 1, LIST_MAX)?;
    let notes = workbook.add_worksheet().set_name(texts::NOTES_SHEET)?;
    notes.set_column_width(0, 90)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, note) in (0..).zip(texts::notes(LIST_MAX)) {
        notes.write_string_with_format(row, 0, note, &wrapped)?;
    }
    kinds(&mut workbook)?;
    workbook.save_to_buffer()
}

/// What was uploaded, each cell in its place, and in the last columns of each wrong row which it is,
/// which fields, and why; the cells that are wrong are coloured. Put right, it can be uploaded as it is.
pub fn marked(file: &FileSheet, check: &FileCheck) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(texts::SHEET)?;
    let place = Placed::of(file);
    for (line, cells) in &file.beside {
        let format = if *line == file.heads { head() } else { text() };
        place.write(sheet, *line, cells, &format)?;
    }
    for (column, mark) in (place.marks..).zip(texts::MARKS) {
        sheet.write_string_with_format(place.row(file.heads), column, mark, &head())?;
    }
    place.set_widths(sheet, file)?;
    sheet.set_freeze_panes(place.row(file.heads) + 1, 0)?;
    for (n, row) in file.rows.iter().enumerate() {
        place.write(sheet, row.line, &row.others, &text())?;
        let problems = check.wrong.get(&n);
        let cells = [
            (Column::Code, Some(file.code), &row.code),
            (Column::Name, Some(file.name), &row.name),
            (Column::Kind, file.kind, &row.kind),
        ];
        for (of, column, cell) in cells {
            let Some(column) = column.map(narrow) else {
                continue;
            };
            let wrong = problems.is_some_and(|found| found.iter().any(|p| p.column() == of));
            let format = if wrong { coloured() } else { text() };
            sheet.write_string_with_format(place.row(row.line), column, cell, &format)?;
        }
        if let Some(problems) = problems {
            for (column, cell) in (place.marks..).zip(texts::marks(row, problems)) {
                sheet.write_string_with_format(place.row(row.line), column, cell, &text())?;
            }
        }
    }
    if let Some(kind) = file.kind {
        let first = place.row(file.heads) + 1;
        offer_kinds(sheet, narrow(kind), first, first + LIST_MAX - 1)?;
    }
    kinds(&mut workbook)?;
    workbook.save_to_buffer()
}

/// Where the cells of a file go: where they were.
struct Placed {
    /// The lines, where a sheet has not as many as the file had: then one follows the other.
    following: Option<Vec<u32>>,
    /// The first column of the marks: behind all others, or where they stood when it was uploaded.
    marks: u16,
}

impl Placed {
    /// Rows of a sheet.
    const ROWS: u32 = 1_048_576;

    fn of(file: &FileSheet) -> Self {
        let rows = file.rows.iter().map(|row| (row.line, &row.others));
        let beside = file.beside.iter().map(|(line, cells)| (*line, cells));
        let lines: Vec<(u32, &Cells)> = beside.chain(rows).collect();
        let fits = lines
            .iter()
            .all(|(line, _)| line.saturating_add(LIST_MAX) <= Self::ROWS);
        let mut following: Vec<u32> = lines.iter().map(|(line, _)| *line).collect();
        following.sort_unstable();
        let columns = lines.iter().flat_map(|(_, cells)| cells.iter());
        let columns = columns.map(|(column, _)| *column);
        let meant = [file.code, file.name].into_iter().chain(file.kind);
        let last = columns.chain(meant).max().unwrap_or_default();
        Self {
            following: (!fits).then_some(following),
            marks: narrow(marks_of(file).unwrap_or(last + 1)),
        }
    }

    fn row(&self, line: u32) -> u32 {
        let Some(lines) = &self.following else {
            return line.saturating_sub(1);
        };
        u32::try_from(lines.partition_point(|other| *other < line)).unwrap_or(u32::MAX)
    }

    /// What was marked before is marked anew.
    fn write(
        &self,
        sheet: &mut Worksheet,
        line: u32,
        cells: &Cells,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let cells = cells.iter().map(|(column, cell)| (narrow(*column), cell));
        for (column, cell) in cells.filter(|(column, _)| *column < self.marks) {
            sheet.write_string_with_format(self.row(line), column, cell, format)?;
        }
        Ok(())
    }

    fn set_widths(&self, sheet: &mut Worksheet, file: &FileSheet) -> Result<(), XlsxError> {
        for column in 0..self.marks + 2 {
            sheet.set_column_width(column, 22)?;
        }
        sheet.set_column_width(narrow(file.name), 40)?;
        sheet.set_column_width(self.marks + 2, 80)?;
        Ok(())
    }
}

/// Where the marks stood in a file that was marked, and uploaded again. They stand last.
fn marks_of(file: &FileSheet) -> Option<usize> {
    let (_, heads) = file.beside.iter().find(|(line, _)| *line == file.heads)?;
    let (first, last) = heads.split_at_checked(heads.len().checked_sub(texts::MARKS.len())?)?;
    let begins = last.first()?.0;
    let same = (begins..).zip(texts::MARKS);
    let same = same.eq(last.iter().map(|(column, head)| (*column, head.as_str())));
    (same && first.iter().all(|(column, _)| *column < begins)).then_some(begins)
}

/// Few columns are read.
fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Who is not bound yet, and where each stands.
pub fn missing(rows: &[ExpectedRow], counts: ExpectedCounts) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(texts::MISSING_SHEET)?;
    heads(sheet, &texts::MISSING_HEADS)?;
    for (line, row) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(texts::missing_cells(
            &row.uscc,
            &row.name,
            &row.standing,
            row.reminded_at,
        )) {
            sheet.write_string_with_format(line, column, cell, &text())?;
        }
    }
    let notes = workbook.add_worksheet().set_name(texts::NOTES_SHEET)?;
    notes.set_column_width(0, 60)?;
    notes.write_string(0, 0, texts::counts(&counts))?;
    workbook.save_to_buffer()
}

fn heads(sheet: &mut Worksheet, heads: &[&str]) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip(heads) {
        sheet.write_string_with_format(0, column, *text, &head())?;
        let width = if column < 2 {
            [24, 40][usize::from(column)]
        } else {
            22
        };
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn head() -> Format {
    text()
        .set_bold()
        .set_background_color(Color::RGB(0x00DC_E6F1))
        .set_border_bottom(FormatBorder::Thin)
}

fn text() -> Format {
    Format::new().set_num_format("@").set_quote_prefix()
}

fn coloured() -> Format {
    text()
        .set_background_color(Color::RGB(0x00FF_C7CE))
        .set_font_color(Color::RGB(0x009C_0006))
}

/// A drop-down of the kinds in a column.
fn offer_kinds(sheet: &mut Worksheet, column: u16, first: u32, last: u32) -> Result<(), XlsxError> {
    let source = format!("={}!$A$1:$A${}", texts::KINDS_SHEET, kind_names().len());
    let choice = DataValidation::new()
        .allow_list_formula(Formula::new(source))
        .set_error_message(texts::KIND_ERROR)?;
    sheet.add_data_validation(first, column, last, column, &choice)?;
    Ok(())
}

fn kinds(workbook: &mut Workbook) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet().set_name(texts::KINDS_SHEET)?;
    sheet.set_column_width(0, 40)?;
    for (row, name) in (0..).zip(kind_names()) {
        sheet.write_string(row, 0, name)?;
    }
    Ok(())
}

/// Each name once.
fn kind_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = Vec::new();
    for kind in UnitType::ALL {
        if !names.contains(&kind.name()) {
            names.push(kind.name());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use calamine::{Reader, Xlsx};
    use std::collections::BTreeSet;
    use std::io::Cursor;

    #[test]
    fn a_template_as_it_is_has_no_rows() {
        let file = template().expect("written");
        let read = read::read(&file);
        assert_eq!(read, Err(crate::domain::expected::FileProblem::NoRows));
    }

    /// The cells of a sheet, as text.
    fn cells(file: &[u8]) -> impl Fn(u32, u32) -> String + use<> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file.to_vec())).expect("read");
        let formulas = workbook.worksheet_formula(texts::SHEET).expect("read");
        assert!(formulas.is_empty(), "no cell is a formula");
        let range = workbook.worksheet_range(texts::SHEET).expect("read");
        move |row, column| {
            let cell = range.get_value((row, column));
            cell.map(ToString::to_string).unwrap_or_default()
        }
    }

    fn marked_of(sheet: &FileSheet) -> Vec<u8> {
        let check = FileCheck::of(&sheet.rows, "", &BTreeSet::new());
        marked(sheet, &check).expect("written")
    }

    #[test]
    fn what_was_marked_reads_as_what_was_uploaded() {
        let text =
            "代码,名称\n12220000MB9000023N,\"=HYPERLINK(\"\"http://evil\"\")\"\n=1+1,松江中学\n";
        let sheet = read::read(text.as_bytes()).expect("read");
        let file = marked_of(&sheet);
        let again = read::read(&file).expect("read");
        let written = |sheet: &FileSheet| -> Vec<_> {
            let rows = sheet.rows.iter();
            rows.map(|row| (row.line, row.code.clone(), row.name.clone()))
                .collect()
        };
        assert_eq!(written(&again), written(&sheet));
        let cell = cells(&file);
        assert!(cell(2, 4).contains("18 位"), "{}", cell(2, 4));
        assert_eq!(cell(1, 4), "");
    }

    #[test]
    fn the_other_columns_come_back_in_their_places() {
        let text = "2026 年清单,,,,\n备注,统一社会信用代码,电话,单位名称,\n\
            ,例：12220100MB9000031N,,示例中学,\n\
            \n=2+2,12220000MB9000023N,0431-1,松江中学,\n急,12220000MB900O023N,,一个字母,远处\n";
        let sheet = read::read(text.as_bytes()).expect("read");
        let file = marked_of(&sheet);
        let cell = cells(&file);
        let line = |row: u32| -> Vec<String> { (0..8).map(|column| cell(row, column)).collect() };
        assert_eq!(cell(0, 0), "2026 年清单");
        let heads = [
            "备注",
            "统一社会信用代码",
            "电话",
            "单位名称",
            "",
            "行",
            "字段",
            "原因",
        ];
        assert_eq!(line(1), heads);
        assert_eq!(cell(2, 3), "示例中学", "what is no row comes back too");
        assert_eq!(
            line(4)[..5],
            ["=2+2", "12220000MB9000023N", "0431-1", "松江中学", ""]
        );
        assert_eq!(line(4)[5..], ["", "", ""], "a right row has no marks");
        assert_eq!(
            line(5)[..7],
            [
                "急",
                "12220000MB900O023N",
                "",
                "一个字母",
                "远处",
                "6",
                "统一社会信用代码"
            ]
        );
        assert!(line(5)[7].contains("12220000MB9000023N"), "{:?}", line(5));
        // Uploaded as it is, it comes back as it was: the marks stand where they stood.
        let again = read::read(&file).expect("read");
        let twice = cells(&marked_of(&again));
        for row in 0..6 {
            let line_again: Vec<String> = (0..12).map(|column| twice(row, column)).collect();
            assert_eq!(line_again[..8], line(row));
            assert!(line_again[8..].iter().all(String::is_empty));
        }
    }

    #[test]
    fn a_file_of_more_lines_than_a_sheet_has_is_written_all_the_same() {
        let blank = "\n".repeat(1_100_000);
        let text = format!("代码,名称,备注\n{blank}12220000MB900O023N,松江中学,末行\n");
        let sheet = read::read(text.as_bytes()).expect("read");
        let file = marked_of(&sheet);
        let cell = cells(&file);
        assert_eq!((cell(1, 2), cell(1, 3)), ("末行".into(), "1100002".into()));
    }
}
