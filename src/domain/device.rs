//! What a browser says that it is (User-Agent), in two words that its owner knows it by.

/// `Edge · Windows`; empty where nothing of it is known.
pub fn describe(user_agent: &str) -> String {
    let find = |words: &[(&str, &'static str)]| {
        let found = words.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let words: Vec<&str> = [find(BROWSERS), find(SYSTEMS)]
        .into_iter()
        .flatten()
        .collect();
    words.join(" · ")
}

/// Marks, the special ones before those that everybody writes.
const BROWSERS: &[(&str, &str)] = &[
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ 浏览器"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("Trident", "Internet Explorer"),
];

const SYSTEMS: &[(&str, &str)] = &[
    ("HarmonyOS", "鸿蒙"),
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn a_browser_is_known_by_its_own_mark() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0";
        assert_eq!(describe(edge), "Edge · Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(describe(phone), "Safari · iPhone");
        assert_eq!(describe("X11; Linux x86_64"), "Linux");
        assert_eq!(describe("curl/8.5"), "");
    }
}
