//! Redirects: former addresses, and the first sheet of a list under its number.

use super::{Job, index, simple};
use crate::base::html::escape;
use crate::document::Form;
use crate::theme::Present;
use std::sync::Arc;

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let site = present.site;
    let mut jobs = Vec::new();
    for page in &site.pages {
        let aliases = page.document.front.aliases.iter().filter(|_| !page.borrowed);
        for alias in aliases {
            let alias = alias.value.trim_matches('/');
            let file = alias.rsplit('/').next().is_some_and(|name| name.contains('.'));
            let from = if file {
                alias.to_owned()
            } else {
                format!("{alias}/")
            };
            jobs.push(redirect(
                present,
                &from,
                &page.address,
                page.document.file.clone(),
            ));
        }
        if page.document.form == Form::Section
            && !page.document.path.is_empty()
            && Present::sheets(page.pages.len()) > 1
        {
            jobs.push(redirect(
                present,
                &format!("{}page/1/", page.address),
                &page.address,
                page.document.file.clone(),
            ));
        }
    }
    for term in site.tags.terms.iter().chain(&site.audiences.terms) {
        if Present::sheets(term.pages.len()) > 1 {
            jobs.push(redirect(
                present,
                &format!("{}page/1/", term.address),
                &term.address,
                site.config.file.clone(),
            ));
        }
    }
    jobs
}

fn redirect<'s>(present: &'s Present<'s>, from: &str, to: &str, source: Arc<str>) -> Job<'s> {
    let config = &present.site.config;
    let (href, language) = (config.href(to), &config.language);
    let (href, url) = (
        crate::base::html::attribute(&href),
        crate::base::html::attribute(&config.absolute(&href)),
    );
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>已移到新地址</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n\
         <link rel=\"canonical\" href=\"{url}\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n</head>\n\
         <body><h1>已移到新地址</h1><p><a href=\"{href}\">去新地址</a></p></body>\n</html>\n",
        escape(language.tag()),
    );
    simple(index(from), source, move || html.clone().into_bytes())
}
