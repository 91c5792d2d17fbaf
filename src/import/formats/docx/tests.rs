//! Damaged documents: whatever stands in the parts of an archive, and whatever an archive is.

use super::read;
use crate::base::tests::fuzz;
use crate::import::draft::{Draft, Wanted};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const HEAD: &str = "<w:x xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:m=\"u/math\" xmlns:a=\"u/drawingml/main\">";

/// Stands between the parts of a seed: the text, the lists, the styles, the footnotes.
const BETWEEN: &str = "\n====\n";

/// Texts with something of everything.
const TEXTS: [&str; 8] = [
    "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>某某市民政局文件</w:t></w:r></w:p><w:p><w:r><w:t>某民发〔2026〕8号</w:t></w:r></w:p><w:p><w:r><w:t>关于办好课堂</w:t><w:br/><w:t>的通知</w:t></w:r></w:p><w:p><w:r><w:t>各区民政局：</w:t></w:r></w:p><w:p><w:r><w:t>某某市民政局</w:t></w:r></w:p><w:p><w:r><w:t>2026年3月9日</w:t></w:r></w:p>",
    "<w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"2\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:rPr><w:b/><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>乙</w:t></w:r></w:p>",
    "<w:p><w:del><w:r><w:delText>九十八</w:delText></w:r></w:del><w:ins><w:r><w:t>一百</w:t></w:r></w:ins></w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:moveTo><w:r><w:t>丙</w:t></w:r></w:moveTo></w:p>",
    "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>丁</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
    "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://a/\" \\l \"b\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>戊</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r></w:p>",
    "<w:p><w:r><AlternateContent><Choice><w:drawing><docPr descr=\"图\"/><a:blip embed=\"p\"/><w:txbxContent><w:p><w:r><w:t>己</w:t></w:r></w:p></w:txbxContent></w:drawing></Choice><Fallback/></AlternateContent><w:footnoteReference w:id=\"1\"/></w:r><m:oMath><m:f><m:num><m:t>a</m:t></m:num><m:den><m:t>b</m:t></m:den></m:f></m:oMath></w:p>",
    "<w:sdt><w:sdtPr><w:docPartGallery w:val=\"Table of Contents\"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>第一章 总则 1</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><w:ruby><w:rt><w:r><w:t>zì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
    "<w:p><w:smartTag><w:r><w:t xml:space=\"preserve\"> 庚 </w:t><w:tab/><w:t>*辛* [壬](癸)</w:t></w:r></w:smartTag></w:p><w:p><w:r><w:t>附件1</w:t></w:r></w:p><w:p><w:r><w:t>第一条 子。</w:t></w:r></w:p>",
];

const LISTS: &str = "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"第%1章\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"9\"/><w:numFmt w:val=\"decimalEnclosedCircle\"/><w:lvlRestart w:val=\"0\"/><w:pStyle w:val=\"b\"/><w:lvlText w:val=\"%2\"/></w:lvl><w:lvl w:ilvl=\"2\"><w:isLgl/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.%3\"/></w:lvl></w:abstractNum><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"2\"><w:startOverride w:val=\"4\"/></w:lvlOverride></w:num>";

const STYLES: &str = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style><w:style w:type=\"paragraph\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>";

const NOTES: &str = "<w:footnote w:id=\"1\"><w:p><w:r><w:t>注。</w:t><w:footnoteReference w:id=\"1\"/></w:r></w:p></w:footnote>";

/// An archive whose parts are those of a seed.
fn archive(parts: &[u8]) -> Vec<u8> {
    const NAMES: [&str; 4] = ["document", "numbering", "styles", "footnotes"];
    let text = String::from_utf8_lossy(parts);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut put = |name: &str, text: &str| {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let relation =
        |name: &&str| format!("<Relationship Id=\"{name}\" Type=\"x/{name}\" Target=\"{name}.xml\"/>");
    let relations: String = NAMES[1..].iter().map(relation).collect();
    put("word/_rels/document.xml.rels", &format!("<r>{relations}</r>"));
    for (name, part) in NAMES.iter().zip(text.split(BETWEEN)) {
        let inner = if *name == "document" {
            format!("<w:body>{part}</w:body>")
        } else {
            part.to_owned()
        };
        put(&format!("word/{name}.xml"), &format!("{HEAD}{inner}</w:x>"));
    }
    zip.finish().unwrap().into_inner()
}

fn draft(bytes: &[u8]) -> Option<Draft> {
    let wanted = |policy| Wanted {
        kind: Some("policy"),
        policy,
        name: "文件",
        days: &[],
        today: "2026-11-28".parse().unwrap(),
    };
    let document = read(bytes).ok()?;
    let _ = Draft::of(&document, &wanted(false));
    let draft = Draft::of(&document, &wanted(true));
    for told in draft.diagnostics(&"a.md".into()) {
        let place = told
            .place
            .as_ref()
            .expect("what is told of a draft has a place in it");
        assert!(draft.text.get(place.start..place.end).is_some(), "{told:?}");
    }
    Some(draft)
}

fn seeds() -> Vec<Vec<u8>> {
    let seed = |text: &&str| [text, LISTS, STYLES, NOTES].join(BETWEEN).into_bytes();
    TEXTS.iter().map(seed).collect()
}

#[test]
fn every_seed_is_read() {
    for seed in seeds() {
        assert!(
            draft(&archive(&seed)).is_some(),
            "{}",
            String::from_utf8_lossy(&seed)
        );
    }
}

#[test]
#[ignore = "benches/fuzz.sh"]
fn fuzz_import_docx() {
    fuzz::fuzz("import_docx", &seeds(), |input| {
        draft(&archive(input));
    });
}

#[test]
#[ignore = "benches/fuzz.sh"]
fn fuzz_import_docx_archives() {
    let archives: Vec<Vec<u8>> = seeds().iter().map(|seed| archive(seed)).collect();
    fuzz::fuzz("import_docx_archives", &archives, |input| {
        draft(input);
    });
}

proptest::proptest! {
    #![proptest_config(crate::base::tests::cases(64))]
    #[test]
    fn reading_never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        draft(&bytes);
        draft(&[b"PK\x03\x04".as_slice(), &bytes].concat());
    }
}
