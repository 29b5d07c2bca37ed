//! Reading a file of 应绑清单: a workbook, or a table as text. Whatever is sent is read within bounds.

use super::bounds::is_bounded;
use crate::domain::expected::{Cells, FileProblem, FileRow, FileSheet, LIST_MAX};
use calamine::{Data, DataRef, Reader, Xlsx};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::io::Cursor;

/// The largest file that is read, in bytes.
pub const FILE_MAX: usize = 10 * 1024 * 1024;
/// The columns that are looked at.
const COLUMNS: usize = 20;
/// The heads stand in one of the first lines.
const HEADS_WITHIN: usize = 10;
/// Characters of a cell that are kept: more than any column holds.
const CELL_MAX: usize = 300;
/// What the other columns may hold altogether, in bytes: it is kept for who wants the file back.
const OTHERS_MAX: usize = 16 * 1024 * 1024;

/// The rows below the heads, but for those that are empty and for the example; and what else there is.
pub fn read(file: &[u8]) -> Result<FileSheet, FileProblem> {
    const OLD: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
    let lines = match file {
        [] => return Err(FileProblem::Missing),
        file if file.len() > FILE_MAX => return Err(FileProblem::TooLarge),
        file if file.starts_with(b"PK") => of_workbook(file)?,
        file if file.starts_with(&OLD) => return Err(FileProblem::OldOrLocked),
        file => of_text(file)?,
    };
    sheet(lines)
}

/// A line of the file that is not empty.
#[derive(Default)]
struct Line {
    number: u32,
    cells: Vec<Written>,
}

#[derive(Clone, Default)]
struct Written {
    text: String,
    number: bool,
}

impl Line {
    fn put(&mut self, column: usize, written: Written) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Written::default());
        }
        self.cells[column] = written;
    }

    fn cell(&self, column: Option<usize>) -> Written {
        let cell = column.and_then(|column| self.cells.get(column));
        cell.cloned().unwrap_or_default()
    }

    /// What is written in any column but these.
    fn others(&self, but: &[usize]) -> Cells {
        let cells = self.cells.iter().enumerate();
        let cells = cells.filter(|(n, cell)| !but.contains(n) && !cell.text.is_empty());
        cells.map(|(n, cell)| (n, cell.text.clone())).collect()
    }
}

/// Of the first sheet, cell by cell: a range would be as large as its farthest cell says.
fn of_workbook(file: &[u8]) -> Result<Vec<Line>, FileProblem> {
    is_bounded(file)?;
    let unreadable = |_| FileProblem::Unreadable;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(unreadable)?;
    let sheets = workbook.sheet_names();
    let sheet = sheets.first().ok_or(FileProblem::Unreadable)?;
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(unreadable)?;
    let mut lines: Vec<Line> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let written = written(cell.get_value());
        let column = column as usize;
        if column >= COLUMNS || written.text.is_empty() {
            continue;
        }
        let number = row.saturating_add(1);
        if lines.last().is_none_or(|line| line.number != number) {
            within(lines.len())?;
            let cells = Vec::new();
            lines.push(Line { number, cells });
        }
        if let Some(line) = lines.last_mut() {
            line.put(column, written);
        }
    }
    Ok(lines)
}

fn written(value: &DataRef<'_>) -> Written {
    let (text, number) = match value {
        DataRef::Empty => (String::new(), false),
        DataRef::String(text) => (cut(text), false),
        DataRef::SharedString(text) => (cut(text), false),
        DataRef::Int(number) => (number.to_string(), true),
        // As it is shown, but without an exponent.
        DataRef::Float(number) if number.fract() == 0.0 => (format!("{number:.0}"), true),
        other => (cut(&Data::from(other.clone()).to_string()), false),
    };
    Written { text, number }
}

/// Without white space at the ends, and not longer than anybody means.
fn cut(text: &str) -> String {
    text.trim().chars().take(CELL_MAX).collect()
}

fn of_text(file: &[u8]) -> Result<Vec<Line>, FileProblem> {
    let text = decoded(file)?;
    let first = text.lines().next().unwrap_or_default();
    let mark = [b'\t', b';'].into_iter();
    let mut mark = mark.filter(|mark| first.contains(char::from(*mark)) && !first.contains(','));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark.next().unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| FileProblem::Unreadable)?;
        let line = record.position().map_or(0, |at| line_of(&text, at));
        let cell = |text: &str| Written {
            text: cut(text),
            number: false,
        };
        let cells: Vec<_> = record.iter().take(COLUMNS).map(cell).collect();
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            within(lines.len())?;
            let number = u32::try_from(line).unwrap_or(u32::MAX);
            lines.push(Line { number, cells });
        }
    }
    Ok(lines)
}

/// Where a record begins: behind the empty lines, which the reader takes to be of it.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let begins = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(begins..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| **byte == b'\n').count();
    at.line() + empty as u64
}

/// As spreadsheets write it: UTF-8 or UTF-16 with a mark, UTF-8 without, or else GB 18030.
fn decoded(file: &[u8]) -> Result<String, FileProblem> {
    let whole = |encoding: &'static Encoding, bytes| {
        encoding.decode_without_bom_handling_and_without_replacement(bytes)
    };
    let text = match Encoding::for_bom(file) {
        Some((encoding, mark)) => whole(encoding, &file[mark..]),
        None => whole(UTF_8, file).or_else(|| whole(GB18030, file)),
    };
    let text = text.filter(|text| !text.contains('\0'));
    // Of a line that ends with both signs the next one would not be counted.
    let text = text.map(|text| text.replace("\r\n", "\n"));
    text.ok_or(FileProblem::Unreadable)
}

/// Beside the rows the heads, and lines around them.
fn within(lines: usize) -> Result<(), FileProblem> {
    match lines < LIST_MAX as usize + HEADS_WITHIN {
        true => Ok(()),
        false => Err(FileProblem::TooManyRows),
    }
}

fn sheet(lines: Vec<Line>) -> Result<FileSheet, FileProblem> {
    let found = lines.iter().take(HEADS_WITHIN).enumerate();
    let mut found = found.filter_map(|(place, line)| Some((place, heads(line)?)));
    let (place, (code, name, kind)) = found.next().ok_or(FileProblem::NoHeads)?;
    let mut sheet = FileSheet {
        code,
        name,
        kind,
        heads: lines[place].number,
        ..FileSheet::default()
    };
    let meant: Vec<usize> = [code, name].into_iter().chain(kind).collect();
    let mut left = OTHERS_MAX;
    for (n, line) in lines.iter().enumerate() {
        let row = (n > place).then(|| row(line, &sheet)).filter(is_meant);
        let kept = line.others(if row.is_some() { &meant } else { &[] });
        let bytes = kept.iter().map(|(_, text)| text.len()).sum();
        left = left.checked_sub(bytes).ok_or(FileProblem::TooLarge)?;
        match row {
            Some(row) => sheet.rows.push(FileRow {
                others: kept,
                ..row
            }),
            None => sheet.beside.push((line.number, kept)),
        }
    }
    match sheet.rows.len() {
        0 => Err(FileProblem::NoRows),
        n if n > LIST_MAX as usize => Err(FileProblem::TooManyRows),
        _ => Ok(sheet),
    }
}

fn row(line: &Line, of: &FileSheet) -> FileRow {
    let written = line.cell(Some(of.code));
    FileRow {
        line: line.number,
        code: written.text,
        name: line.cell(Some(of.name)).text,
        kind: line.cell(of.kind).text,
        number: written.number,
        others: Cells::new(),
    }
}

fn is_meant(row: &FileRow) -> bool {
    let empty = row.code.is_empty() && row.name.is_empty() && row.kind.is_empty();
    !empty && !row.code.starts_with('例')
}

/// The columns of codes, of names, and of 单位类型 where there is one.
fn heads(line: &Line) -> Option<(usize, usize, Option<usize>)> {
    let at = |word: &str, but: Option<usize>| {
        let mut cells = line.cells.iter().enumerate();
        let found = cells.find(|(place, cell)| cell.text.contains(word) && Some(*place) != but);
        found.map(|(place, _)| place)
    };
    let code = at("代码", None)?;
    Some((code, at("名称", Some(code))?, at("类型", Some(code))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::Workbook;

    const CODE: &str = "12220000MB9000023N";

    fn workbook(write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut workbook = Workbook::new();
        write(workbook.add_worksheet());
        workbook.save_to_buffer().expect("written")
    }

    #[test]
    fn a_workbook_is_read_below_its_heads() {
        let file = workbook(|sheet| {
            let cells = [
                (0, 0, "应绑清单"),
                (2, 1, "单位名称 *"),
                (2, 3, "统一社会信用代码 *"),
                (3, 3, "例：12220100MB9000031N"),
                (5, 1, " 松江中学 "),
                (5, 3, CODE),
            ];
            for (row, column, text) in cells {
                sheet.write_string(row, column, text).expect("written");
            }
            sheet
                .write_number(6, 3, 122_200_001_234_567_890.0)
                .expect("written");
        });
        let sheet = read(&file).expect("read");
        let above: Vec<u32> = sheet.beside.iter().map(|(line, _)| *line).collect();
        assert_eq!((sheet.heads, above), (3, vec![1, 3, 4]));
        let rows = sheet.rows;
        assert_eq!((rows[0].line, rows[0].name.as_str()), (6, "松江中学"));
        assert_eq!(rows[0].code, CODE);
        assert!(rows[1].number && rows[1].code.len() == 18, "{rows:?}");
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn a_far_cell_takes_no_room() {
        let file = workbook(|sheet| {
            sheet.write_string(0, 0, "代码").expect("written");
            sheet.write_string(0, 1, "名称").expect("written");
            sheet.write_string(1_048_575, 0, CODE).expect("written");
            sheet
                .write_string(1_048_575, 16_383, "far")
                .expect("written");
        });
        let rows = read(&file).expect("read").rows;
        assert_eq!((rows.len(), rows[0].line), (1, 1_048_576));
    }

    #[test]
    fn other_columns_are_kept_up_to_a_limit() {
        let text = "备注,统一社会信用代码,电话,单位名称\n甲,12220000MB9000023N,,松江中学\n";
        let sheet = read(text.as_bytes()).expect("read");
        assert_eq!((sheet.code, sheet.name, sheet.kind), (1, 3, None));
        assert_eq!(sheet.rows[0].others, [(0, "甲".to_owned())]);
        let long = "字".repeat(CELL_MAX);
        let line = format!("{CODE},某{}\n", format!(",{long}").repeat(COLUMNS - 2));
        let lines = OTHERS_MAX / (long.len() * (COLUMNS - 2)) + 1;
        let many = format!("代码,名称\n{}", line.repeat(lines));
        assert!(lines < LIST_MAX as usize && many.len() > OTHERS_MAX);
        assert_eq!(sheet_of(&many), Err(FileProblem::TooLarge));
    }

    fn sheet_of(text: &str) -> Result<FileSheet, FileProblem> {
        sheet(of_text(text.as_bytes()).expect("a table"))
    }

    #[test]
    fn text_is_read_in_each_encoding() {
        let text = format!("统一社会信用代码,单位名称\r\n{CODE},\"松江,中学\"\r\n");
        let (gbk, ..) = GB18030.encode(&text);
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        let wide: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(
                text.replace(",\"松江,中学\"", "\t松江,中学")
                    .replace("代码,", "代码\t")
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes),
            )
            .collect();
        for file in [text.as_bytes(), &gbk, &marked, &wide] {
            let rows = read(file).expect("read").rows;
            assert_eq!((rows[0].line, rows[0].name.as_str()), (2, "松江,中学"));
        }
    }

    #[test]
    fn what_is_no_table_is_told_apart() {
        let heads = workbook(|sheet| {
            sheet.write_string(0, 0, "代码").expect("written");
        });
        let bare = "代码,名称\n例：1,某\n";
        let image = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let expected: [(&[u8], FileProblem); 6] = [
            (b"", FileProblem::Missing),
            (b"\xD0\xCF\x11\xE0\xA1", FileProblem::OldOrLocked),
            (b"PK\x03\x04 no archive", FileProblem::Unreadable),
            (&heads, FileProblem::NoHeads),
            (bare.as_bytes(), FileProblem::NoRows),
            (image, FileProblem::Unreadable),
        ];
        for (file, problem) in expected {
            assert_eq!(read(file), Err(problem));
        }
        let many = format!(
            "代码,名称\n{}",
            format!("{CODE},某\n").repeat(LIST_MAX as usize + 1)
        );
        assert_eq!(read(many.as_bytes()), Err(FileProblem::TooManyRows));
        assert_eq!(read(&vec![b' '; FILE_MAX + 1]), Err(FileProblem::TooLarge));
    }

    #[test]
    fn what_inflates_without_end_is_refused() {
        use std::io::Write;
        use zip::write::{SimpleFileOptions, ZipWriter};
        let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
        let deflated =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        for name in ["xl/workbook.xml", "xl/sharedStrings.xml"] {
            bomb.start_file(name, deflated).expect("begun");
            let zeroes = vec![b' '; 1024 * 1024];
            for _ in 0..40 {
                bomb.write_all(&zeroes).expect("written");
            }
        }
        let file = bomb.finish().expect("finished").into_inner();
        assert!(file.len() < FILE_MAX / 50);
        assert_eq!(read(&file), Err(FileProblem::TooLarge));
    }
}
