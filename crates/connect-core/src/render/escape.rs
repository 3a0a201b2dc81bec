//! Text from elsewhere, made harmless for each format.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Characters that show nothing, or reorder what is beside them: a name that holds one could pass for another. The
/// joiner U+200D and variation selectors stay, since emoji are made of them.
pub(crate) const fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

fn show(c: char, out: &mut String) {
    match c {
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('\u{2421}'),
        c if c.is_control() || is_deceptive(c) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "\u{27e8}U+{:04X}\u{27e9}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// One line of text in which nothing is hidden: NUL is `␀`, a line break `␊`, a right-to-left override `⟨U+202E⟩`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c.is_control() || is_deceptive(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    text.chars().for_each(|c| show(c, &mut out));
    Cow::Owned(out)
}

/// Like [`visible`] for a text to paste, whose line breaks and tabs stay.
pub(super) fn visible_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        if matches!(c, '\n' | '\t') { out.push(c) } else { show(c, &mut out) }
    }
    out
}

/// Text for HTML's content and quoted attributes.
pub(super) fn html(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Text for a line of Markdown or a cell of its tables. Entities rather than backslashes for HTML's characters, so that
/// even a renderer that lets raw HTML through sees none.
pub(super) fn markdown(text: &str, out: &mut String) {
    let mut previous = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let in_word = previous.is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if in_word => out.push(c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => out.extend(['\\', c]),
            c => out.push(c),
        }
        previous = c;
    }
}

/// What has to stand before a line's first character so that Markdown starts no list, heading or quote there; for a
/// numbered list it is the dot that is escaped.
pub(super) fn markdown_start(line: &str) -> Cow<'_, str> {
    let line = line.trim_start();
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if line.starts_with(['#', '+', '-', '=']) {
        Cow::Owned(format!("\\{line}"))
    } else if digits > 0 && line[digits..].starts_with(['.', ')']) {
        Cow::Owned(format!("{}\\{}", &line[..digits], &line[digits..]))
    } else {
        Cow::Borrowed(line)
    }
}

/// A fence that the text cannot close.
pub(super) fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// Whether an address may become a link: https, or loopback where the sandbox lives, of harmless characters only.
pub(super) fn is_linkable(url: &str) -> bool {
    let place = ["https://", "http://127.0.0.1", "http://localhost"];
    place.iter().any(|start| url.starts_with(start))
        && url.chars().all(|c| c.is_ascii_graphic() && !"<>\"'`\\|".contains(c))
}

/// A cell of a CSV file: quoted by RFC 4180, and no formula to a spreadsheet.
///
/// Source: [CSV injection](https://owasp.org/www-community/attacks/CSV_Injection).
pub(super) fn csv(text: &str, out: &mut String) {
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let guard = if text.starts_with(FORMULA) { "'" } else { "" };
    let shown = visible(text);
    if shown.contains([',', ';', '"', '\'']) || shown.starts_with(' ') || shown.ends_with(' ') {
        let _ = write!(out, "\"{guard}{}\"", shown.replace('"', "\"\""));
    } else {
        out.push_str(guard);
        out.push_str(&shown);
    }
}

/// A word of a POSIX shell's command line.
pub(crate) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(escape: impl Fn(&str, &mut String), text: &str) -> String {
        let mut out = String::new();
        escape(text, &mut out);
        out
    }

    #[test]
    fn what_hides_or_reorders_is_shown() {
        assert_eq!(visible("a\0b\u{1b}[31m\r\n\t\u{7f}"), "a␀b␛[31m␍␊␉␡", "control characters have pictures");
        assert_eq!(visible("ab\u{202e}cd\u{2066}\u{feff}"), "ab⟨U+202E⟩cd⟨U+2066⟩⟨U+FEFF⟩", "direction is not obeyed");
        assert_eq!(visible("\u{85}\u{2028}"), "⟨U+0085⟩⟨U+2028⟩", "rarer line breaks");
        assert!(
            matches!(visible("שלום 👩\u{200d}💻 ❤\u{fe0f}"), Cow::Borrowed(_)),
            "languages and emoji stay as they are"
        );
        assert_eq!(visible_lines("{\r\n\t\"a\": 1\n}\0"), "{\n\t\"a\": 1\n}␀", "lines to paste stay lines");
    }

    #[test]
    fn html_is_inert() {
        assert_eq!(through(html, r#"<script>'"&"#), "&lt;script&gt;&#39;&quot;&amp;", "all five characters");
    }

    #[test]
    fn markdown_is_inert() {
        let text = through(markdown, "a|b `c` [x](y) <img> *s* _t_ snake_case ${x} ~~z~~ \\");
        assert_eq!(
            text, r"a\|b \`c\` \[x\](y) &lt;img&gt; \*s\* \_t\_ snake_case \${x} \~\~z\~\~ \\",
            "nothing of it is syntax"
        );
        for (line, start) in [("# a", r"\# a"), ("- a", r"\- a"), ("  1. a", r"1\. a"), ("2) a", r"2\) a"), ("a", "a")]
        {
            assert_eq!(markdown_start(line), start, "{line:?} starts no block");
        }
        assert_eq!(fence("a ```` b"), "`````", "longer than any run inside");
        assert_eq!(fence("plain"), "```", "three at least");
    }

    #[test]
    fn only_plain_web_addresses_become_links() {
        assert!(
            is_linkable("https://console.aws.amazon.com/iam/home#/roles/details/X?section=trust"),
            "a console page"
        );
        for url in
            ["javascript:alert(1)", "http://example.com", "https://a\"onclick=", "https://a b", "https://\u{202e}"]
        {
            assert!(!is_linkable(url), "{url:?} is shown, not linked");
        }
    }

    #[test]
    fn csv_cells_are_no_formulas() {
        let cases = [
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'␉=1"),
            ("\r=1", "'␍=1"),
            ("say \"a, b\"", "\"say \"\"a, b\"\"\""),
            ("plain-text", "plain-text"),
            ("", ""),
        ];
        for (text, cell) in cases {
            assert_eq!(through(csv, text), cell, "{text:?} as a cell");
        }
    }

    #[test]
    fn a_shell_takes_it_as_one_word() {
        assert_eq!(shell("a'; rm -rf $HOME"), r"'a'\''; rm -rf $HOME'", "no quote can end it");
    }
}
