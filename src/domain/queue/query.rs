//! The query of an address: written percent-encoded, read as a browser's form sends it.

/// `name=value&…` of the pairs that have a value.
pub(in crate::domain) fn write<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = String::new();
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        query.push('=');
        value.bytes().for_each(|byte| push(&mut query, byte));
    }
    query
}

fn push(query: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        query.push(char::from(byte));
    } else {
        query.push('%');
        query.push(char::from(HEX[usize::from(byte >> 4)]));
        query.push(char::from(HEX[usize::from(byte & 15)]));
    }
}

/// The pairs; what is no escape stands for itself.
pub(in crate::domain) fn read(query: &str) -> impl Iterator<Item = (String, String)> {
    query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((plain(name), plain(value)))
    })
}

fn plain(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        bytes.push(match (byte, escaped(after)) {
            (b'+', _) => b' ',
            (b'%', Some(escaped)) => {
                rest = &after[2..];
                escaped
            }
            _ => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn escaped(after: &[u8]) -> Option<u8> {
    let digit = |n: usize| after.get(n).and_then(|&c| char::from(c).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}
