//! What a workbook may ask for before anything parses it. Whoever has an account may send one.

use crate::domain::expected::FileProblem;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What a workbook may inflate to, in bytes: one with the longest list needs a tenth of it.
const INFLATED_MAX: u64 = 64 * 1024 * 1024;

/// What a file says of its sizes is not believed: each part is inflated once, up to a limit, and holds
/// what it says it holds.
pub fn is_bounded(file: &[u8]) -> Result<(), FileProblem> {
    let unreadable = |_| FileProblem::Unreadable;
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(|_| FileProblem::Unreadable)?;
    let mut left = INFLATED_MAX;
    let mut part = Vec::new();
    for entry in 0..archive.len() {
        let entry = archive
            .by_index(entry)
            .map_err(|_| FileProblem::Unreadable)?;
        part.clear();
        let inflated = entry.take(left + 1).read_to_end(&mut part);
        let inflated = inflated.map_err(unreadable)? as u64;
        left = left.checked_sub(inflated).ok_or(FileProblem::TooLarge)?;
        holds_what_it_says(&part)?;
    }
    Ok(())
}

/// The reader makes room for as many texts as `uniqueCount` says, before it has met one: room that is
/// not there ends the whole process. A text takes some bytes, so a part has fewer of them than bytes.
fn holds_what_it_says(part: &[u8]) -> Result<(), FileProblem> {
    const WORD: &[u8] = b"uniqueCount";
    let mut rest = part;
    while let Some(at) = rest.windows(WORD.len()).position(|bytes| bytes == WORD) {
        rest = &rest[at + WORD.len()..];
        let value = rest
            .iter()
            .skip_while(|byte| byte.is_ascii_whitespace() || b"=\"'+".contains(byte));
        let digits = value.take_while(|byte| byte.is_ascii_digit());
        let said = digits.fold(0_u64, |n, digit| {
            n.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
        });
        if said > part.len() as u64 {
            return Err(FileProblem::Unreadable);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            let options = SimpleFileOptions::default();
            archive.start_file(*name, options).expect("begun");
            archive.write_all(text.as_bytes()).expect("written");
        }
        archive.finish().expect("closed").into_inner()
    }

    #[test]
    fn a_part_holds_as_many_texts_as_it_says() {
        for (sst, right) in [
            (
                r#"<sst uniqueCount="2"><si><t>a</t></si><si><t>b</t></si></sst>"#,
                true,
            ),
            (r#"<sst uniqueCount="300000000000000000"/>"#, false),
            (
                r#"<x:sst a="1" uniqueCount = '+99999999999999999999999'/>"#,
                false,
            ),
            ("<sst\nuniqueCount\n=\n'1000'/>", false),
            (r#"<a uniqueCount="1"/><sst uniqueCount="5000000"/>"#, false),
            ("<sst/>", true),
        ] {
            let file = archive(&[("xl/sharedStrings.xml", sst)]);
            assert_eq!(is_bounded(&file).is_ok(), right, "{sst}");
        }
    }

    #[test]
    fn what_inflates_too_far_is_too_large() {
        let long = "0".repeat(40 * 1024 * 1024);
        let file = archive(&[("a", &long), ("b", &long)]);
        assert!(file.len() < 1_000_000);
        assert_eq!(is_bounded(&file), Err(FileProblem::TooLarge));
    }
}
