//! Redirects: a page that leads on to another address.

use super::job::{PrepareJob, of_bytes};
use crate::base::OutputPath;
use crate::base::html::{attribute, escape};
use crate::site::Site;
use crate::theme::{Theme, Translator};

pub(super) fn job<'s>(site: &Site, theme: &Theme, to: &OutputPath) -> PrepareJob<'s> {
    let config = &site.config;
    let folder = to.address().split('/').next();
    let of_page = config.languages.iter().find(|one| Some(one.tag()) == folder);
    let (href, language) = (config.href(to.address()), of_page.unwrap_or(&config.language));
    let url = config.absolute(&href);
    let canonical = if url.as_str().is_empty() {
        String::new()
    } else {
        format!("<link rel=\"canonical\" href=\"{}\">\n", attribute(url.as_str()))
    };
    let href = attribute(href.as_str());
    let say = |chinese| escape(&Translator::of(theme, language).say(chinese));
    let (moved, go) = (say("已移到新地址"), say("去新地址"));
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{moved}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n\
         {canonical}<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n</head>\n\
         <body><h1>{moved}</h1><p><a href=\"{href}\">{go}</a></p></body>\n</html>\n",
        escape(language.tag()),
    );
    of_bytes(move || html.clone().into_bytes())
}
