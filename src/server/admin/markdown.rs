//! Markdown, as an announcement is shown: raw HTML is text, images are their descriptions, and links
//! lead to the web or stay here.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use pulldown_cmark_escape::{escape_href, escape_html};

/// The HTML of a text. An announcement's title is a second heading, so its own begin below that.
pub fn markdown(text: &str) -> String {
    let mut open = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(text, options).filter_map(|event| safe(event, &mut open));
    let mut shown = String::with_capacity(text.len() * 2);
    html::push_html(&mut shown, events);
    shown
}

/// `open` holds of each link whether it is one.
fn safe<'a>(event: Event<'a>, open: &mut Vec<bool>) -> Option<Event<'a>> {
    Some(match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            ..
        }) => {
            open.push(link_type != LinkType::Email && may_be_followed(&dest_url));
            match open.last() {
                Some(true) => Event::InlineHtml(link(&dest_url, &title)),
                _ => return None,
            }
        }
        Event::End(TagEnd::Link) => match open.pop() {
            Some(true) => Event::InlineHtml("</a>".into()),
            _ => return None,
        },
        Event::Start(Tag::Heading {
            level,
            classes,
            attrs,
            ..
        }) => Event::Start(Tag::Heading {
            level: below(level),
            id: None,
            classes,
            attrs,
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below(level))),
        other => other,
    })
}

fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// http, https, or no scheme at all and no other host.
fn may_be_followed(address: &str) -> bool {
    let lower = address.trim_start().to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    let elsewhere = lower.starts_with("//") || lower.contains(['\\', ':']);
    let odd = address.contains(char::is_control);
    !odd && (web || !elsewhere)
}

fn link(address: &str, title: &str) -> CowStr<'static> {
    let mut tag = String::from("<a href=\"");
    // Writing to a String does not fail.
    let _ = escape_href(&mut tag, address);
    tag.push_str("\" rel=\"noopener\"");
    if !title.is_empty() {
        tag.push_str(" title=\"");
        let _ = escape_html(&mut tag, title);
        tag.push('"');
    }
    tag.push('>');
    tag.into()
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn raw_html_is_text() {
        let shown = markdown("你好 <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>");
        assert!(
            !shown.contains("<script") && !shown.contains("<img"),
            "{shown}"
        );
        assert!(
            shown.contains("&lt;script&gt;") && shown.contains("&lt;img"),
            "{shown}"
        );
    }

    #[test]
    fn a_link_leads_to_the_web_or_stays_here() {
        let web = markdown("[网](https://example.cn/?a=1&b=2 \"说明\")");
        let tag =
            "<a href=\"https://example.cn/?a=1&amp;b=2\" rel=\"noopener\" title=\"说明\">网</a>";
        assert!(web.contains(tag), "{web}");
        assert!(markdown("[这里](/bind)").contains("<a href=\"/bind\" rel=\"noopener\">"));
        for bad in [
            "[x](javascript:alert(1))",
            "[x](JaVaScript:alert(1))",
            "[x](data:text/html,x)",
            "[x](//evil.example)",
            "[x](<\\\\evil.example>)",
            "<javascript:alert(1)>",
        ] {
            let shown = markdown(bad);
            assert!(!shown.contains("<a"), "{bad}: {shown}");
        }
    }

    #[test]
    fn an_image_is_its_description() {
        assert_eq!(markdown("![图一](http://x/y.png)"), "<p>图一</p>\n");
    }

    #[test]
    fn headings_begin_below_the_title() {
        assert_eq!(markdown("# 一"), "<h3>一</h3>\n");
    }

    #[test]
    fn plain_paragraphs_stay_paragraphs() {
        let shown = markdown("第一段：“是”。\n\n一、第二段。");
        assert_eq!(shown, "<p>第一段：“是”。</p>\n<p>一、第二段。</p>\n");
    }
}
