//! Writing the workbooks of 应绑清单. What others typed is written as text, and stays text where a
//! cell is edited: a name that begins with a sign is no formula.

use crate::domain::UnitType;
use crate::domain::expected::{Column, ExpectedCounts, FileCheck, FileRow, LIST_MAX};
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
    offer_kinds(sheet, 1, LIST_MAX)?;
    let notes = workbook.add_worksheet().set_name(texts::NOTES_SHEET)?;
    notes.set_column_width(0, 90)?;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, note) in (0..).zip(texts::notes(LIST_MAX)) {
        notes.write_string_with_format(row, 0, note, &wrapped)?;
    }
    kinds(&mut workbook)?;
    workbook.save_to_buffer()
}

/// What was uploaded, and beside each wrong row which it is, which fields, and why; the cells that
/// are wrong are coloured. Put right, it can be uploaded as it is.
pub fn marked(rows: &[FileRow], check: &FileCheck) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(texts::SHEET)?;
    let all: Vec<&str> = texts::HEADS.into_iter().chain(texts::MARKS).collect();
    heads(sheet, &all)?;
    sheet.set_column_width(5, 80)?;
    for (place, (line, row)) in (1..).zip(rows).enumerate() {
        let problems = check.wrong.get(&place);
        let cells = [
            (Column::Code, &row.code),
            (Column::Name, &row.name),
            (Column::Kind, &row.kind),
        ];
        for (column, (of, cell)) in (0..).zip(cells) {
            let wrong = problems.is_some_and(|found| found.iter().any(|p| p.column() == of));
            let format = if wrong { coloured() } else { text() };
            sheet.write_string_with_format(line, column, cell, &format)?;
        }
        if let Some(problems) = problems {
            let [number, fields, why] = texts::marks(row, problems);
            for (column, cell) in (3..).zip([number, fields, why]) {
                sheet.write_string_with_format(line, column, cell, &text())?;
            }
        }
    }
    offer_kinds(sheet, 1, LIST_MAX)?;
    kinds(&mut workbook)?;
    workbook.save_to_buffer()
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
    let format = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00DC_E6F1))
        .set_border_bottom(FormatBorder::Thin);
    for (column, head) in (0..).zip(heads) {
        sheet.write_string_with_format(0, column, *head, &format)?;
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

fn text() -> Format {
    Format::new().set_num_format("@").set_quote_prefix()
}

fn coloured() -> Format {
    text()
        .set_background_color(Color::RGB(0x00FF_C7CE))
        .set_font_color(Color::RGB(0x009C_0006))
}

/// A drop-down of the kinds in the third column.
fn offer_kinds(sheet: &mut Worksheet, first: u32, last: u32) -> Result<(), XlsxError> {
    let source = format!("={}!$A$1:$A${}", texts::KINDS_SHEET, kind_names().len());
    let choice = DataValidation::new()
        .allow_list_formula(Formula::new(source))
        .set_error_message(texts::KIND_ERROR)?;
    sheet.add_data_validation(first, 2, last, 2, &choice)?;
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

    #[test]
    fn what_was_marked_reads_as_what_was_uploaded() {
        let row = |line, code: &str, name: &str| FileRow {
            line,
            code: code.into(),
            name: name.into(),
            ..FileRow::default()
        };
        let rows = [
            row(2, "12220000MB9000023N", "=HYPERLINK(\"http://evil\")"),
            row(3, "=1+1", "松江中学"),
        ];
        let check = FileCheck::of(&rows, "", &BTreeSet::new());
        let file = marked(&rows, &check).expect("written");
        let again = read::read(&file).expect("read");
        let cells = |rows: &[FileRow]| -> Vec<_> {
            let cells = rows.iter().map(|row| (row.code.clone(), row.name.clone()));
            cells.collect()
        };
        assert_eq!(cells(&again), cells(&rows));
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&file)).expect("read");
        let formulas = workbook.worksheet_formula(texts::SHEET).expect("read");
        assert!(formulas.is_empty(), "no cell is a formula");
        let range = workbook.worksheet_range(texts::SHEET).expect("read");
        let why = range.get_value((2, 5)).expect("a reason").to_string();
        assert!(why.contains("18 位"), "{why}");
        assert!(
            range
                .get_value((1, 5))
                .is_none_or(|cell| cell.to_string().is_empty())
        );
    }
}
