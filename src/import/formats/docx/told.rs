//! What is told of a document of Word: messages, each in one place.

use crate::import::model::Finding;
use crate::import::rules::{
    IMPORT_CHANGES, IMPORT_COMMENT, IMPORT_HEADER, IMPORT_NUMBER, IMPORT_OBJECT, IMPORT_TEXTBOX,
};
use crate::message;

/// So many characters of words are quoted.
const QUOTED: usize = 40;

fn short(words: &str) -> String {
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}

/// What tracked changes took out and put in.
pub fn changes(deleted: &str, inserted: &str) -> Finding {
    let (deleted, inserted) = (short(deleted), short(inserted));
    let message = match (deleted.is_empty(), inserted.is_empty()) {
        (false, false) => message!(
            "修订：删去了“{deleted}”，加上了“{inserted}”",
            "tracked changes took `{deleted}` out and put `{inserted}` in"
        ),
        (false, true) => message!("修订：删去了“{deleted}”", "a tracked change took `{deleted}` out"),
        (true, false) => message!("修订：加上了“{inserted}”", "a tracked change put `{inserted}` in"),
        (true, true) => message!("这里有修订", "there are tracked changes here"),
    };
    Finding::new(&IMPORT_CHANGES, message)
}

/// A comment; its author is empty when nobody says it.
pub fn comment(author: &str, words: &str) -> Finding {
    let (author, words) = (short(author), short(words));
    let message = if author.is_empty() {
        message!("批注：{words}", "a comment: {words}")
    } else {
        message!("批注（{author}）：{words}", "a comment ({author}): {words}")
    };
    Finding::new(&IMPORT_COMMENT, message)
}

/// A text box.
pub fn text_box() -> Finding {
    Finding::new(
        &IMPORT_TEXTBOX,
        message!("这一段原来在文本框里", "this paragraph was in a text box"),
    )
}

/// A header or a footer with a number in it.
pub fn header(footer: bool, words: &str) -> Finding {
    let words = short(words);
    let message = if footer {
        message!("页脚没有导入：“{words}”", "the footer is left out: `{words}`")
    } else {
        message!("页眉没有导入：“{words}”", "the header is left out: `{words}`")
    };
    Finding::new(&IMPORT_HEADER, message)
}

/// A number in a form that is not known.
pub fn number(form: &str) -> Finding {
    let form = short(form);
    Finding::new(
        &IMPORT_NUMBER,
        message!(
            "编号的写法 {form} 认不出这个数，按阿拉伯数字写了",
            "the form `{form}` has no such number; it is written in digits"
        ),
    )
}

/// A list that is not defined.
pub fn no_list() -> Finding {
    Finding::new(
        &IMPORT_NUMBER,
        message!(
            "这一段有自动编号，文件里却没有它的定义，没有写",
            "this paragraph has an automatic number that the file does not define; it is left out"
        ),
    )
}

/// Something that cannot be read, named in both languages.
pub fn object(zh: &str, en: &str) -> Finding {
    Finding::new(&IMPORT_OBJECT, message!("{zh}没有导入", "{en} is left out here"))
}

/// A fact of the site whose value was changed in the document.
pub fn fact(name: &str, words: &str) -> Finding {
    let (name, words) = (short(name), short(words));
    Finding::new(
        &IMPORT_CHANGES,
        message!(
            "事实“{name}”在文档里改成了“{words}”：要改的是 facts.yaml",
            "the fact `{name}` says `{words}` in the document: it is to be changed in facts.yaml"
        ),
    )
}

/// An equation in one line.
pub fn equation() -> Finding {
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "公式写成了一行文字",
            "an equation is written as words in one line"
        ),
    )
}

/// A picture that looks like a seal.
pub fn seal(name: &str) -> Finding {
    let name = short(name);
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "图“{name}”像是印章或签名，要不要发布请决定",
            "the picture `{name}` seems to be a seal or a signature: decide whether it is to be published"
        ),
    )
}

/// A picture of which the document shows a part, and that cannot be cut here.
pub fn uncut() -> Finding {
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "这张图在原文里裁过、转过，这里是整张原图：看看裁掉的能不能公开",
            "the source shows a part of this picture, or turns it; here it is whole: see whether all of it may be published"
        ),
    )
}

/// A picture that is turned by less than a quarter.
pub fn askew() -> Finding {
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "这张图在原文里斜着放，或裁法看不懂，这里是正的、整张的：看有没有不该公开的",
            "this picture is aslant in the source, or cut in a way that is not understood, and straight and whole here: see that nothing shows that must not"
        ),
    )
}

/// A sign of a font that is not known.
pub fn sign(font: &str, code: &str) -> Finding {
    let (font, code) = (short(font), short(code));
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "字体 {font} 的符号 {code} 认不出来，写成了 □",
            "the sign {code} of the font {font} is not known; it is written as □"
        ),
    )
}

/// Words that are hidden.
pub fn hidden(words: &str) -> Finding {
    let words = short(words);
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "隐藏的文字没有导入：“{words}”",
            "hidden words are left out: `{words}`"
        ),
    )
}

/// Words that are white on white.
pub fn white(words: &str) -> Finding {
    let words = short(words);
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "原文里是白色、看不见的字，导入后看得见：“{words}”",
            "words that are white in the source, and so are not seen there, are seen here: `{words}`"
        ),
    )
}

/// A place that is to be filled in, and still holds the prompt of the program.
pub fn placeholder(words: &str) -> Finding {
    let words = short(words);
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "没有填的控件没有导入：“{words}”",
            "a control that nobody filled in is left out: `{words}`"
        ),
    )
}

/// A field without a result.
pub fn field(instruction: &str) -> Finding {
    let instruction = short(instruction);
    Finding::new(
        &IMPORT_OBJECT,
        message!(
            "域“{instruction}”没有结果，没有导入",
            "the field `{instruction}` has no result and is left out"
        ),
    )
}
