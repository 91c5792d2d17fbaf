//! `ofd` (GB/T 33190): a zip of XML that says what stands where on each page. Programs write it in their own ways: names
//! are matched in any case, and whatever their namespace.

use super::{Format, Unreadable};
use crate::import::model::{Document, Finding};
use crate::import::package::{self, Package};
use crate::import::page_number::is_page_number;
use crate::import::paper::{self, PaperPage, Piece, Sheet};
use crate::import::rules::{IMPORT_HEADER, IMPORT_OBJECT};
use crate::import::xml::Element;
use crate::message;
use std::collections::{HashMap, HashSet};

pub(super) const FORMAT: Format = Format {
    endings: &["ofd"],
    read,
};

/// So many pages and characters are read.
const MOST_PAGES: usize = 3000;
const MOST_CHARACTERS: usize = 4_000_000;

fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes)?;
    let mut reader = Reader::default();
    let entry = package.text("OFD.xml")?;
    let mut roots = Vec::new();
    let mut title = String::new();
    if let Some(text) = &entry {
        let tree = package::tree(text)?;
        for body in tree.elements().filter(|element| is(element, "DocBody")) {
            roots.extend(child(body, "DocRoot").map(|root| root.text().trim().to_owned()));
            reader.seals |= child(body, "Signatures").is_some();
            let said = child(body, "DocInfo").and_then(|about| child(about, "Title"));
            title = said.map(|title| title.text().trim().to_owned()).unwrap_or(title);
        }
    }
    if roots.is_empty() {
        roots.push("Doc_0/Document.xml".to_owned());
    }
    for root in roots {
        reader.document(&mut package, &root)?;
    }
    reader.done(title)
}

/// Pages in the making.
#[derive(Default)]
struct Reader {
    pages: Vec<PaperPage>,
    characters: usize,
    /// Words of the pages that lie below others, each once.
    below: Vec<String>,
    /// There is a seal or a signature.
    seals: bool,
    /// Pages with notes on them.
    notes: bool,
    /// Pages with text that have pictures too.
    pictured: Vec<usize>,
}

impl Reader {
    fn document(&mut self, package: &mut Package<'_>, root: &str) -> Result<(), Unreadable> {
        let text = package.text(root)?.ok_or_else(package::damaged)?;
        let tree = package::tree(&text)?;
        let common = child(&tree, "CommonData");
        let size = common
            .and_then(|common| child(common, "PageArea"))
            .and_then(box_of);
        self.notes |= child(&tree, "Annotations").is_some();
        let files = match common {
            Some(common) => pictures(package, root, common)?,
            None => HashMap::new(),
        };
        let below = common.into_iter().flat_map(|common| common.elements());
        for template in below.filter(|element| is(element, "TemplatePage")) {
            let Some(place) = template.attribute_like("BaseLoc") else {
                continue;
            };
            if let Some(text) = package.text(&beside(root, place))? {
                self.template(&package::tree(&text)?);
            }
        }
        let pages = child(&tree, "Pages")
            .into_iter()
            .flat_map(|pages| pages.elements());
        let places: Vec<String> = pages
            .filter_map(|page| Some(beside(root, page.attribute_like("BaseLoc")?)))
            .take(MOST_PAGES)
            .collect();
        for place in places {
            if let Some(text) = package.text(&place)? {
                self.page(&package::tree(&text)?, size, &files, package);
            }
        }
        Ok(())
    }

    /// A page that lies below others: what it says is told, numbers of pages aside.
    fn template(&mut self, tree: &Element<'_>) {
        let mut sheet = Sheet::default();
        self.objects(tree, &mut sheet, &mut Vec::new());
        let said = sheet.pieces.into_iter().map(|piece| piece.words);
        self.below
            .extend(said.filter(|words| !is_page_number(words) && words.chars().any(char::is_alphanumeric)));
    }

    fn page(
        &mut self,
        tree: &Element<'_>,
        size: Option<(f64, f64)>,
        files: &HashMap<String, String>,
        package: &mut Package<'_>,
    ) {
        let own = child(tree, "Area").and_then(box_of).or(size);
        let (width, height) = own.unwrap_or((210.0, 297.0));
        let mut sheet = Sheet {
            width,
            height,
            pieces: Vec::new(),
        };
        let mut shown = Vec::new();
        self.objects(tree, &mut sheet, &mut shown);
        let mut known = shown.iter().filter_map(|id| files.get(id));
        let silent = sheet.pieces.iter().all(|piece| piece.words.trim().is_empty());
        if silent && let Some(bytes) = known.find_map(|file| package.picture(file)) {
            self.pages.push(PaperPage::Scan(bytes));
            return;
        }
        if !shown.is_empty() {
            self.pictured.push(self.pages.len() + 1);
        }
        self.pages.push(PaperPage::Text(sheet));
    }

    /// What stands in an element and in those within it.
    fn objects(&mut self, element: &Element<'_>, sheet: &mut Sheet, shown: &mut Vec<String>) {
        for inner in element.elements() {
            if is(inner, "TextObject") {
                self.text(inner, sheet);
            } else if is(inner, "ImageObject") {
                shown.extend(inner.attribute_like("ResourceID").map(str::to_owned));
            } else {
                self.objects(inner, sheet, shown);
            }
        }
    }

    /// An object with words: each code of it is a piece, and more where there is room between its characters.
    fn text(&mut self, object: &Element<'_>, sheet: &mut Sheet) {
        let boundary = numbers(object.attribute_like("Boundary").unwrap_or_default());
        let (x, y) = match boundary.as_slice() {
            [x, y, ..] => (*x, *y),
            _ => (0.0, 0.0),
        };
        let turn = numbers(object.attribute_like("CTM").unwrap_or_default());
        let [a, b, c, d, e, f] = <[f64; 6]>::try_from(turn).unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        let size = number(object.attribute_like("Size")).unwrap_or(4.0).abs();
        let wide = size * number(object.attribute_like("HScale")).unwrap_or(1.0);
        let mut at = (0.0, 0.0);
        for code in object.elements().filter(|code| is(code, "TextCode")) {
            at.0 = number(code.attribute_like("X")).unwrap_or(at.0);
            at.1 = number(code.attribute_like("Y")).unwrap_or(at.1);
            let words = code.text();
            self.characters += words.chars().count();
            if self.characters > MOST_CHARACTERS {
                return;
            }
            let steps = deltas(
                code.attribute_like("DeltaX").unwrap_or_default(),
                words.chars().count(),
            );
            let place = |at: (f64, f64)| (x + a * at.0 + c * at.1 + e, y + b * at.0 + d * at.1 + f);
            let mut piece = Piece::default();
            for (index, character) in words.chars().enumerate() {
                let (left, bottom) = place(at);
                if piece.words.is_empty() {
                    piece.left = left;
                    // Letters stand on the line, so their middle is above it.
                    piece.middle = bottom - 0.35 * size * d.abs();
                }
                piece.words.push(character);
                let width = if character.is_ascii() { 0.5 * wide } else { wide };
                piece.right = left + width * a.abs();
                let step = steps.get(index).copied().unwrap_or(width);
                at.0 += step;
                if step > 2.0 * wide {
                    sheet.pieces.push(std::mem::take(&mut piece));
                }
            }
            if !piece.words.is_empty() {
                sheet.pieces.push(piece);
            }
        }
    }

    fn done(self, title: String) -> Result<Document, Unreadable> {
        let mut document = paper::of_pages(self.pages)?;
        if crate::import::title::is_titled(&title) {
            document.said.title = title;
        }
        let mut seen = HashSet::new();
        let below: Vec<String> = self
            .below
            .into_iter()
            .filter(|words| seen.insert(words.clone()))
            .collect();
        let mut told = |rule, message| document.findings.push(Finding::new(rule, message));
        if !below.is_empty() {
            let words = below.concat();
            let words: String = words.chars().take(60).collect();
            told(
                &IMPORT_HEADER,
                message!(
                    "每页的底版上写着“{words}”，没有导入",
                    "what stands on the template of the pages is left out: {words}"
                ),
            );
        }
        if self.seals {
            told(
                &IMPORT_OBJECT,
                message!(
                    "原文盖着电子印章，没有导入",
                    "the source bears a seal or signature, which is left out"
                ),
            );
        }
        if self.notes {
            told(
                &IMPORT_OBJECT,
                message!(
                    "原文上有批注、水印或盖章的图，没有导入",
                    "the source has notes, a watermark or stamps, which are left out"
                ),
            );
        }
        if let Some(first) = self.pictured.first() {
            let count = self.pictured.len();
            told(
                &IMPORT_OBJECT,
                message!(
                    "{count} 页上有图（第 {first} 页起），没有导入",
                    "pictures on {count} pages, from page {first} on, are left out"
                ),
            );
        }
        Ok(document)
    }
}

/// The files of pictures by their numbers.
fn pictures(
    package: &mut Package<'_>,
    root: &str,
    common: &Element<'_>,
) -> Result<HashMap<String, String>, Unreadable> {
    let mut files = HashMap::new();
    let lists = common
        .elements()
        .filter(|list| is(list, "PublicRes") || is(list, "DocumentRes"));
    for list in lists.map(|list| beside(root, list.text().trim())) {
        let Some(text) = package.text(&list)? else {
            continue;
        };
        let tree = package::tree(&text)?;
        let base = tree.attribute_like("BaseLoc").unwrap_or_default();
        let all = tree
            .elements()
            .filter(|group| is(group, "MultiMedias"))
            .flat_map(Element::elements);
        for media in all {
            if let (Some(id), Some(file)) = (media.attribute_like("ID"), child(media, "MediaFile")) {
                let file = file.text();
                let place = format!("{}/{}", base.trim_end_matches('/'), file.trim());
                files.insert(id.to_owned(), beside(&list, place.trim_start_matches("./")));
            }
        }
    }
    Ok(files)
}

fn is(element: &Element<'_>, name: &str) -> bool {
    element.name.eq_ignore_ascii_case(name)
}

fn child<'e, 'x>(element: &'e Element<'x>, name: &str) -> Option<&'e Element<'x>> {
    element.elements().find(|inner| is(inner, name))
}

/// Width and height of a page.
fn box_of(area: &Element<'_>) -> Option<(f64, f64)> {
    let all = numbers(&child(area, "PhysicalBox")?.text());
    match all.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    }
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace()
        .filter_map(|word| number(Some(word)))
        .collect()
}

fn number(text: Option<&str>) -> Option<f64> {
    text?
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

/// How far each character is from the next one: `g 5 3.2` stands for five times 3.2.
fn deltas(text: &str, most: usize) -> Vec<f64> {
    let mut all = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next().filter(|_| all.len() < most) {
        if word.eq_ignore_ascii_case("g") {
            let count = words
                .next()
                .and_then(|count| count.parse().ok())
                .unwrap_or(0_usize);
            let step = number(words.next()).unwrap_or(0.0);
            all.extend(std::iter::repeat_n(step, count.min(most - all.len())));
        } else {
            all.extend(number(Some(word)));
        }
    }
    all
}

/// The name of a part that another one calls by a path.
fn beside(part: &str, path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    if let Some(whole) = path.strip_prefix('/') {
        return whole.to_owned();
    }
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;
    use crate::import::model::Block;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A file of these parts.
    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    const ENTRY: &str = "<o:OFD xmlns:o='http://example.org/any'><o:DocBody><o:DocInfo><o:Title>课堂.docx</o:Title></o:DocInfo><o:DocRoot>Doc_0/Document.xml</o:DocRoot><o:Signatures>/Doc_0/Signs/Signatures.xml</o:Signatures></o:DocBody></o:OFD>";
    const ROOT: &str = "<document><commondata><pagearea><physicalbox>0 0 210 297</physicalbox></pagearea><templatepage ID='9' baseloc='T.xml'/></commondata><pages><page baseloc='P/1.xml'/></pages></document>";
    const TEMPLATE: &str = "<page><content><layer><TextObject boundary='90 280 20 5' size='4'><TextCode X='0' Y='4'>— 1 —</TextCode></TextObject><TextObject boundary='90 10 20 5' size='4'><TextCode X='0' Y='4'>东川县民生服务局</TextCode></TextObject></layer></content></page>";

    fn object(x: f64, y: f64, words: &str) -> String {
        let count = words.chars().count() - 1;
        format!(
            "<textobject Boundary='{x} {y} 10 6' size='5'><textcode x='0' y='5' deltax='g {count} 5'>{words}</textcode></textobject>"
        )
    }

    fn file(objects: &[String]) -> Vec<u8> {
        let page = format!(
            "<page><content><layer>{}</layer></content></page>",
            objects.concat()
        );
        packed(&[
            ("OFD.xml", ENTRY),
            ("Doc_0/Document.xml", ROOT),
            ("Doc_0/T.xml", TEMPLATE),
            ("Doc_0/P/1.xml", &page),
        ])
    }

    #[test]
    fn words_are_read_by_where_they_stand_whatever_the_case_of_names() {
        let bytes = file(&[
            object(25.0, 90.0, "免费，不收任何费用。"),
            object(35.0, 80.0, "第一条 课堂每季开办一期，由镇里轮流开，全部"),
            object(60.0, 50.0, "课堂管理"),
            object(80.0, 50.0, "办法"),
            object(35.0, 100.0, "第二条 本办法自印发之日起用。"),
        ]);
        let document = read(&bytes).unwrap();
        let words = |block: &Block| match block {
            Block::Paragraph(paragraph) => paragraph.words(),
            other => panic!("{other:?}"),
        };
        let all: Vec<String> = document.blocks.iter().map(words).collect();
        assert_eq!(
            all,
            [
                "课堂管理办法",
                "第一条 课堂每季开办一期，由镇里轮流开，全部免费，不收任何费用。",
                "第二条 本办法自印发之日起用。"
            ]
        );
        let told: Vec<&str> = document
            .findings
            .iter()
            .map(|finding| &*finding.message.zh)
            .collect();
        assert!(
            told.iter().any(|told| told.contains("“东川县民生服务局”")),
            "{told:?}"
        );
        assert!(told.iter().any(|told| told.contains("印章")), "{told:?}");
        assert!(document.said.title.is_empty(), "a name of a file is no title");
    }

    #[test]
    fn steps_are_written_out_and_paths_lead_on_from_the_part() {
        assert_eq!(deltas("g 2 5 3 g 99999999 1", 5), [5.0, 5.0, 3.0, 1.0, 1.0]);
        assert_eq!(beside("Doc_0/Document.xml", "./Pages/../T.xml"), "Doc_0/T.xml");
        assert_eq!(beside("Doc_0/Document.xml", "/Doc_1/T.xml"), "Doc_1/T.xml");
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        assert!(read(b"PK").is_err());
        assert!(read(&packed(&[("OFD.xml", "<a")])).is_err());
        assert!(read(&packed(&[("x", "y")])).is_err());
    }

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_import_ofd() {
        let page = format!(
            "<page><content>{}</content></page>",
            object(25.0, 90.0, "第一条 课堂免费。")
        );
        let seeds = [
            ENTRY.as_bytes().to_vec(),
            ROOT.as_bytes().to_vec(),
            page.into_bytes(),
        ];
        fuzz::fuzz("import_ofd", &seeds, |input| {
            let text = String::from_utf8_lossy(input);
            for part in 0..3 {
                let at = |index: usize, own: &'static str| if index == part { &*text } else { own };
                let _ = read(&packed(&[
                    ("OFD.xml", at(0, ENTRY)),
                    ("Doc_0/Document.xml", at(1, ROOT)),
                    ("Doc_0/P/1.xml", at(2, TEMPLATE)),
                ]));
            }
        });
    }
}
