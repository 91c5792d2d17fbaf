//! What is around an article: the page that an editor works from, and the same in plain words.

use super::cover::Covers;
use super::field::Fields;
use super::say;
use crate::base::html::escape;
use crate::base::message::Locale;
use crate::base::{Language, Message};
use crate::export::ExportFile;
use std::fmt::Write as _;

const STYLE: &str = include_str!("frame.css");
const SCRIPT: &str = include_str!("frame.js");

/// A field: id, name, value, and characters of so many.
type Row<'f> = (&'static str, &'static str, &'f str, Option<(usize, usize)>);

/// All that the page around an article shows.
pub(super) struct Frame<'f> {
    /// What is filled in.
    pub fields: &'f Fields,
    /// Covers.
    pub covers: &'f Covers,
    /// Pictures of the article, in order.
    pub pictures: &'f [ExportFile],
    /// What is to be known.
    pub notes: &'f [Message],
    /// The article itself.
    pub article: &'f str,
    /// Language of the article.
    pub language: &'f Language,
    /// Language of the person who exports.
    pub locale: Locale,
}

impl Frame<'_> {
    fn say(&self, chinese: &'static str, english: &'static str) -> &'static str {
        say(self.locale, chinese, english)
    }

    /// The page: nothing of it is in the article but what stands in `<article>`.
    pub fn html(&self) -> String {
        let (title, language) = (escape(&self.fields.title), self.language);
        let own = match self.locale {
            Locale::Chinese => "zh-CN",
            Locale::English => "en",
        };
        let heading = self.say("公众号文章", "An article for WeChat");
        let copy = self.say("复制正文", "Copy the article");
        let done = self.say(
            "已复制，到公众号编辑器里粘贴",
            "Copied: paste it into the editor of WeChat",
        );
        let failed = self.say(
            "没有复制成：在下面的正文里按 Ctrl+A、Ctrl+C",
            "Not copied: press Ctrl+A and Ctrl+C in the article",
        );
        let label = self.say("图", "Picture");
        let (steps, fields, notes) = (self.steps(), self.table(), self.told());
        format!(
            "<!doctype html>\n<html lang=\"{own}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex\">\n<title>{heading}：{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <header>\n<p class=\"what\">{heading}</p>\n<h1 lang=\"{language}\">{title}</h1>\n\
             <p><button type=\"button\" id=\"copy\" data-done=\"{done}\" data-failed=\"{failed}\" data-picture=\"{label}\">{copy}</button> \
             <span id=\"said\" role=\"status\"></span></p>\n{notes}{steps}{fields}</header>\n\
             <main>\n<article lang=\"{language}\" id=\"article\">{article}</article>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
            article = self.article,
        )
    }

    /// What is done with it, in order.
    fn steps(&self) -> String {
        let heading = self.say("怎么发", "What to do");
        let steps = self.to_do();
        let items: String = steps
            .iter()
            .map(|step| format!("<li>{}</li>", escape(step)))
            .collect();
        format!("<h2>{heading}</h2>\n<ol>{items}</ol>\n")
    }

    fn to_do(&self) -> Vec<String> {
        let mut steps = vec![
            self.say(
                "点“复制正文”，到公众号后台新建图文，在正文里粘贴（Ctrl+V）。",
                "Press “Copy the article”, and paste it (Ctrl+V) into a new article of WeChat.",
            )
            .to_owned(),
        ];
        let names: Vec<&str> = self.pictures.iter().map(|file| file.name.as_str()).collect();
        if let [first, more @ ..] = &names[..] {
            let (count, last) = (names.len(), more.last());
            let zh = last.map_or_else(
                || format!("{first}。"),
                |last| format!("{first} 到 {last}，共 {count} 张。"),
            );
            let en = last.map_or_else(
                || format!("{first}."),
                |last| format!("{first} to {last}, {count} in all."),
            );
            steps.push(match self.locale {
                Locale::Chinese => format!("正文里红字“【图1……】”的地方，按号上传图片换上：{zh}"),
                Locale::English => {
                    format!("Where it says 【Picture 1…】 in red, upload the picture of that number: {en}")
                }
            });
        }
        let [wide, square] = &self.covers.files;
        steps.push(match self.locale {
            Locale::Chinese => format!(
                "填标题、摘要、原文链接；封面用 {}（2.35:1）和 {}（1:1）。",
                wide.name, square.name
            ),
            Locale::English => format!(
                "Fill in title, digest and 原文链接; the covers are {} (2.35:1) and {} (1:1).",
                wide.name, square.name
            ),
        });
        steps.push(
            self.say(
                "发之前用手机预览一遍。",
                "Look at the preview on a phone before it is sent.",
            )
            .to_owned(),
        );
        steps
    }

    /// Title, digest and the like, each with a button that copies it.
    fn table(&self) -> String {
        let mut out = format!("<h2>{}</h2>\n<dl>", self.say("要填的", "What to fill in"));
        for (id, name, value, length) in self.rows() {
            let (value, copy) = (escape(value), self.say("复制", "Copy"));
            let length = length.map_or_else(String::new, |(count, most)| {
                format!(" <small>{count} / {most}</small>")
            });
            let _ = write!(
                out,
                "<div><dt>{name}{length}</dt><dd><span id=\"{id}\">{value}</span> <button type=\"button\" data-copies=\"{id}\">{copy}</button></dd></div>"
            );
        }
        out.push_str("</dl>\n<p class=\"covers\">");
        for cover in &self.covers.files {
            let _ = write!(out, "<img src=\"{0}\" alt=\"{0}\">", cover.name);
        }
        out.push_str("</p>\n");
        out
    }

    /// The fields that are not empty: id, name, value, characters of so many.
    fn rows(&self) -> Vec<Row<'_>> {
        let fields = self.fields;
        let all = [
            (
                "title",
                self.say("标题", "Title"),
                fields.title.as_str(),
                Some(fields.title_length()),
            ),
            (
                "digest",
                self.say("摘要", "Digest"),
                fields.digest.as_str(),
                Some(fields.digest_length()),
            ),
            ("author", self.say("作者", "Author"), fields.author.as_str(), None),
            (
                "url",
                self.say("原文链接", "原文链接 (link to the page)"),
                fields.url.as_str(),
                None,
            ),
        ];
        all.into_iter().filter(|row| !row.2.is_empty()).collect()
    }

    fn told(&self) -> String {
        if self.notes.is_empty() {
            return String::new();
        }
        let heading = self.say("先看这些", "Look at these first");
        let notes = self.notes.iter().map(|note| escape(note.to(self.locale)));
        let items: String = notes.map(|note| format!("<li>{note}</li>")).collect();
        format!("<section class=\"told\"><h2>{heading}</h2>\n<ul>{items}</ul></section>\n")
    }

    /// The same in plain words.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for (_, name, value, _) in self.rows() {
            let _ = writeln!(out, "{name}：{value}");
        }
        let _ = writeln!(out, "\n{}", self.say("怎么发：", "What to do:"));
        for (at, step) in self.to_do().iter().enumerate() {
            let _ = writeln!(out, "{}. {step}", at + 1);
        }
        if !self.notes.is_empty() {
            let _ = writeln!(out, "\n{}", self.say("先看这些：", "Look at these first:"));
        }
        for note in self.notes {
            let _ = writeln!(out, "- {}", note.to(self.locale));
        }
        out
    }
}
