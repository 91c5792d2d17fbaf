//! Redirects: a page that leads on to another address.

use super::job::{GetReady, of_bytes};
use crate::base::OutputPath;
use crate::base::html::escape;
use crate::theme::Present;

pub(super) fn job<'s>(present: &'s Present<'s>, to: &OutputPath) -> GetReady<'s> {
    let config = &present.site.config;
    let (href, language) = (config.href(to.address()), &config.language);
    let (href, url) = (
        crate::base::html::attribute(href.as_str()),
        crate::base::html::attribute(config.absolute(&href).as_str()),
    );
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>已移到新地址</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n\
         <link rel=\"canonical\" href=\"{url}\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n</head>\n\
         <body><h1>已移到新地址</h1><p><a href=\"{href}\">去新地址</a></p></body>\n</html>\n",
        escape(language.tag()),
    );
    of_bytes(move || html.clone().into_bytes())
}
