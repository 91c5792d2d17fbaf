//! The page that stays of one that was withdrawn or has expired.

use super::{PageHead, ViewInputs, breadcrumb, link, start};
use crate::base::{Moment, PageId, PageLanguage, html};
use crate::site::{Ending, Notice, NoticeId};
use crate::theme::view::{NoticeView, PageKind, View};

/// The view of a notice. Its text says it too, for themes that have no template for it.
pub fn notice(inputs: &ViewInputs<'_>, id: NoticeId) -> View {
    let (site, notice) = (inputs.site, &inputs.site.notices[id]);
    let language = &notice.document.language;
    let said = view_of(inputs, notice);
    let head = PageHead {
        kind: PageKind::Notice,
        title: title(inputs, notice),
        address: notice.address.clone(),
        language: language.clone(),
        breadcrumbs: above(inputs, notice)
            .map(|page| breadcrumb(inputs, page))
            .collect(),
        summary: None,
        page: None,
    };
    let mut page = start(inputs, &head);
    page.description = sentence(inputs, notice, &said);
    page.content = format!("<p>{}</p>", html::escape(&page.description));
    page.notice = Some(said);
    page.section = notice.parent.map(|parent| link(site, parent));
    page.text_language = notice.is_untranslated.then(|| site.config.language.clone());
    inputs.framed(page, &notice.address, language)
}

/// What a section says of the page in whose place it is; `None` when that is still there.
pub(super) fn of_section(inputs: &ViewInputs<'_>, section: PageId) -> Option<NoticeView> {
    let id = inputs.site.notice_on(section)?;
    Some(view_of(inputs, &inputs.site.notices[id]))
}

/// What the page was called in whose place a section is; `None` when that is still there.
pub(super) fn title_of_section(inputs: &ViewInputs<'_>, section: PageId) -> Option<String> {
    let id = inputs.site.notice_on(section)?;
    Some(title(inputs, &inputs.site.notices[id]))
}

fn title(inputs: &ViewInputs<'_>, notice: &Notice) -> String {
    let language = match notice.is_untranslated {
        true => &PageLanguage::Own,
        false => &notice.document.language,
    };
    inputs.site.fill_in(language, notice.document.title())
}

/// Pages from the home page down to the section in which it was.
fn above<'s>(inputs: &ViewInputs<'s>, notice: &Notice) -> impl Iterator<Item = PageId> + use<'s> {
    let site = inputs.site;
    let parent = notice
        .parent
        .unwrap_or_else(|| site.home(&notice.document.language));
    site.ancestors(parent).into_iter().chain([parent])
}

fn view_of(inputs: &ViewInputs<'_>, notice: &Notice) -> NoticeView {
    let config = &inputs.site.config;
    match &notice.ending {
        Ending::Withdrawn(reason, language) => NoticeView {
            code: "withdrawn".to_owned(),
            reason: Some(reason.clone()),
            reason_language: (*language != notice.document.language)
                .then(|| language.or(&config.language).clone()),
            until: None,
        },
        Ending::Expired(last) => NoticeView {
            code: "expired".to_owned(),
            reason: None,
            reason_language: None,
            until: Some(Moment::day(*last).into()),
        },
    }
}

/// All of it in a sentence.
fn sentence(inputs: &ViewInputs<'_>, notice: &Notice, said: &NoticeView) -> String {
    let translator = inputs.translator(&notice.document.language);
    match (&said.reason, &said.until) {
        (Some(reason), _) => translator.say_with("这一页已撤下：#", reason),
        (None, Some(until)) => translator.say_with("这一页已过期，有效期到#", &until.text),
        (None, None) => String::new(),
    }
}
