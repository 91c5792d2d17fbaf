//! Attachments that people cannot read or have to wait for.

use super::{InspectedSite, InspectedText, Inspection};
use crate::base::{Diagnostic, Message, Span};
use crate::message;
use crate::rule;
use crate::source::{self, SourceFile};

rule! { ATTACHMENT_LARGE = "attachment-large", Reach, Warning, adjustable: true;
    means "附件太大（`limits: {attachment_mb: 20}`）", "An attachment is too large (`limits: {attachment_mb: 20}`)";
    mend "压缩图片后另存，或拆成几个", "Save it with smaller pictures, or split it";
}

rule! { PDF_WITHOUT_TEXT = "pdf-without-text", Reach, Warning, adjustable: true;
    means "PDF 是扫描件，没有文字：读屏软件读不了，也搜不到", "A PDF is a scan without text: screen readers cannot read it, nor can it be searched";
    mend "用原来的文档另存为 PDF；只有纸的，先识别文字，页面上写出主要内容", "Save it as PDF from the document; of paper recognise the text first, and say on the page what is in it";
}

rule! { ATTACHMENT_UNREAD = "attachment-unread", Reach, Warning, adjustable: true;
    means "附件打不开、加了密码，或者太大没有读：里面的字没有检查，读者多半也打不开", "An attachment cannot be opened, has a password or is too large to be read: its words were not inspected, and readers will hardly open it either";
    mend "打开看看，换成完好的、不带密码的；太大的拆开。留着的，自己把里面的字看一遍", "Open it, put one there that is whole and has no password, and split what is too large; read what you keep yourself";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: "《中华人民共和国无障碍环境建设法》第三十二条",
    rules: &[&ATTACHMENT_LARGE, &PDF_WITHOUT_TEXT, &ATTACHMENT_UNREAD],
    text: Some(unread),
    site: Some(look),
    ..Inspection::NONE
};

/// Endings of files that pages show, not offer.
const SHOWN: [&str; 12] = [
    "jpg", "jpeg", "png", "webp", "gif", "svg", "avif", "css", "js", "woff", "woff2", "ttf",
];

/// Tells of an attachment whose words could not be read.
fn unread(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let Some(Message { zh, en }) = &inspected.prose.unread else {
        return;
    };
    let told = message!(
        "附件里的字没有检查：{zh}",
        "the words of the attachment were not inspected: {en}"
    );
    report.push(
        Diagnostic::new(&ATTACHMENT_UNREAD, Span::top(inspected.file), told).hint(message!(
            "打开看看，换成完好的、不带密码的；留着的，自己把里面的字看一遍",
            "open it, and put one there that is whole and has no password; read what you keep yourself"
        )),
    );
}

fn look(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    let most = inspected.site.config.thresholds.attachment_mb;
    for file in inspected.site.files.values().filter(|file| file.layer == 0) {
        let ending = file
            .inner()
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
            .to_lowercase();
        let size = file.state.size as f64 / 1e6;
        if size > most && !SHOWN.contains(&&*ending) {
            let size = format!("{size:.1}");
            let told = message!(
                "附件有 {size} MB，超过 {most}",
                "the attachment has {size} MB, more than {most}"
            );
            report.push(
                Diagnostic::new(&ATTACHMENT_LARGE, Span::top(&file.file), told).hint(message!(
                    "压缩图片后另存，或拆成几个",
                    "save it with smaller pictures, or split it"
                )),
            );
        }
        if ending == "pdf" {
            report.extend(scan(file));
        }
    }
}

fn scan(file: &SourceFile) -> Option<Diagnostic> {
    source::pdf_has_no_text(file).then(|| {
        let told = message!(
            "PDF 里没有文字，像是扫描件",
            "there is no text in the PDF, it seems to be a scan"
        );
        Diagnostic::new(&PDF_WITHOUT_TEXT, Span::top(&file.file), told).hint(message!(
            "用原来的文档另存为 PDF；只有纸的，先识别文字",
            "save it as PDF from the document; of paper recognise the text first"
        ))
    })
}
