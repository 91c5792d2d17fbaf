//! The script that answers in the browser: modules in `js/`, put together into one file that a worker begins with too.
//!
//! The modules are ECMAScript modules, so that they can be read and tested one by one; in the file they follow each
//! other in one function, each after those that it imports. What only its writers read is left out.

use super::shorten::{bare, short, short_locals};
use crate::base::Fingerprint;
use std::sync::OnceLock;

macro_rules! modules {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("js/", $name, ".js")))),*]
    };
}

/// Name and text of each module, in an order in which no module comes before what it imports.
const MODULES: &[(&str, &str)] = modules!(
    "format" "parts" "inflate" "decode" "fold" "terms" "weights" "apart" "catalog" "names" "postings" "passages" "question"
    "termsets" "worth" "plan" "rank" "sounds" "lexicon" "spelling" "letters" "mend" "find" "select" "answers" "read" "certain" "reread"
    "literal" "excerpt"
    "result" "engine" "load" "worker" "words" "asked" "dom" "box" "searchpage" "start"
);

/// A script that is fetched when it is needed.
struct Part {
    name: &'static str,
    modules: &'static [&'static str],
    /// What they import from the first script.
    taken: &'static str,
}

/// Spelling, which few questions need, and the search page, which only that page needs.
const PARTS: [Part; 2] = [
    Part {
        name: "spelling",
        modules: &["sounds", "lexicon", "spelling", "letters", "mend"],
        taken: "TERM_BITS,number,numbers,partsOf,textOf,tolerance",
    },
    Part {
        name: "searchpage",
        modules: &["searchpage"],
        taken: "asked,clauseOf,clear,forget,foundWords,listen,make,marked,remember,say",
    },
];

/// The script: engine and page in one file.
pub fn script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let modules = weighed(&bare_modules(|name| {
            !PARTS.iter().any(|part| part.modules.contains(&name))
        }));
        let modules = short_locals(&short(&modules, lines()), lines());
        let named = |script: String, (part, (name, _)): (&Part, &(String, String))| {
            script.replace(&format!("'{}.js'", part.name), &format!("'{name}'"))
        };
        in_function(&PARTS.iter().zip(part_scripts()).fold(modules, named))
    })
}

/// The scripts that the first one fetches when they are needed, by their names below `search/`.
pub fn part_scripts() -> &'static [(String, String)] {
    static SCRIPTS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    SCRIPTS.get_or_init(|| {
        let script = |part: &Part| {
            let head = format!("const parts=self.WanjiaEngine,{{{}}}=parts;\n", part.taken);
            let modules = short_locals(&bare_modules(|name| part.modules.contains(&name)), lines());
            let script = in_function(&format!("{head}{modules}"));
            (fingerprinted(part.name, &script), script)
        };
        PARTS.iter().map(script).collect()
    })
}

/// The modules of one of the scripts.
fn bare_modules(of_it: impl Fn(&str) -> bool) -> String {
    let modules = MODULES.iter().filter(|(name, _)| of_it(name));
    modules.map(|(_, text)| bare(text)).collect()
}

/// All lines of all modules.
fn lines() -> impl Iterator<Item = &'static str> {
    MODULES.iter().flat_map(|(_, text)| text.lines())
}

fn in_function(modules: &str) -> String {
    format!(
        "(function (self) {{\n'use strict';\n{modules}}})(typeof self === 'undefined' ? globalThis : self);\n"
    )
}

/// The name of the script below `search/`; it has a fingerprint of the bytes in its name.
pub fn script_name() -> String {
    fingerprinted("engine", script())
}

fn fingerprinted(name: &str, script: &str) -> String {
    format!(
        "{name}.{}.js",
        &Fingerprint::of_bytes(script.as_bytes()).hex()[..10]
    )
}

/// A script with numbers where it names weights: nobody on the way needs their names.
fn weighed(script: &str) -> String {
    const LIST: &str = "const WEIGHTS={";
    let parts = script.split_once(LIST).and_then(|(before, rest)| {
        let (list, after) = rest.split_once("};")?;
        Some((list, format!("{before}{after}")))
    });
    let (list, mut bare) = parts.expect("weights.js has one list of weights");
    let mut weights: Vec<(&str, &str)> = list
        .split(',')
        .filter_map(|one| one.trim().split_once(':'))
        .collect();
    // `inTitle` begins with no other name, but `near` is the beginning of `nearTitle`.
    weights.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, weight) in weights {
        bare = bare.replace(&format!("WEIGHTS.{name}"), weight);
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::super::{Catalog, Layout, Words, layout, posting, term, text};
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::collections::{BTreeMap, BTreeSet};
    use std::io::Write;

    fn module(name: &str) -> &'static str {
        MODULES.iter().find(|(one, _)| *one == name).unwrap().1
    }

    #[test]
    fn weights_stand_in_the_script_as_numbers() {
        let script = "const WEIGHTS={near:1.05,nearTitle:0.5,};f(WEIGHTS.nearTitle,WEIGHTS.near);";
        assert_eq!(weighed(script), "f(0.5,1.05);");
        assert!(!super::script().contains("WEIGHTS"));
    }

    #[test]
    fn every_module_is_part_of_the_script_and_imports_only_what_comes_before_it() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/search/js");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let named: BTreeSet<String> = MODULES.iter().map(|(name, _)| format!("{name}.js")).collect();
        assert_eq!(files, named);
        for (place, (name, text)) in MODULES.iter().enumerate() {
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let from = line
                    .split_once(" from './")
                    .unwrap()
                    .1
                    .strip_suffix(".js';")
                    .unwrap();
                let before = MODULES[..place].iter().find(|(one, _)| *one == from);
                let text = before.unwrap_or_else(|| panic!("{name} imports {from}")).1;
                let names = line.split(['{', '}']).nth(1).unwrap().split(',').map(str::trim);
                for one in names {
                    let exported = ["function", "async function", "class", "const"]
                        .iter()
                        .any(|what| text.contains(&format!("\nexport {what} {one}")));
                    assert!(exported, "{name} imports {one} from {from}");
                }
            }
        }
    }

    #[test]
    fn no_two_modules_have_the_same_name_for_two_things() {
        let mut names = BTreeSet::new();
        let kinds = ["async function ", "function ", "class ", "const ", "let "];
        for line in MODULES.iter().flat_map(|(_, text)| text.lines()) {
            let line = line.strip_prefix("export ").unwrap_or(line);
            if let Some(rest) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) {
                let name = rest
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap();
                assert!(names.insert(name), "{name}");
            }
        }
        assert!(names.len() > 100);
    }

    #[test]
    fn no_function_of_the_script_is_longer_than_fifty_lines() {
        let indent = |line: &str| line.len() - line.trim_start().len();
        for (name, text) in MODULES {
            let lines: Vec<&str> = text.lines().collect();
            let opens = |line: &str| line.ends_with(") {") || line.ends_with("=> {");
            for (number, line) in lines.iter().enumerate().filter(|(_, line)| opens(line)) {
                let end = format!("{}}}", " ".repeat(indent(line)));
                let length = lines[number..].iter().position(|other| other.starts_with(&end));
                assert!(length.unwrap() < 50, "{name}.js:{}", number + 1);
            }
        }
    }

    #[test]
    fn the_script_takes_no_more_than_25_kb_on_the_wire() {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(script().as_bytes()).unwrap();
        let size = packer.finish().unwrap().len();
        // As all sizes here, in 1,024 bytes.
        assert!(size <= 25 << 10, "{size}");
    }

    #[test]
    fn a_script_that_is_fetched_later_takes_from_the_first_one_all_that_it_imports() {
        let given = module("start").split_once("Object.assign(parts, {").unwrap().1;
        let given: Vec<&str> = given
            .split_once('}')
            .unwrap()
            .0
            .split(',')
            .map(str::trim)
            .collect();
        for part in &PARTS {
            let own = |line: &str| {
                part.modules
                    .iter()
                    .any(|own| line.ends_with(&format!("'./{own}.js';")))
            };
            let lines = part.modules.iter().flat_map(|name| module(name).lines());
            for line in lines.filter(|line| line.starts_with("import ") && !own(line)) {
                for one in line.split(['{', '}']).nth(1).unwrap().split(',').map(str::trim) {
                    let both = one == "parts"
                        || part.taken.split(',').any(|name| name == one) && given.contains(&one);
                    assert!(both, "{} imports {one}", part.name);
                }
            }
        }
        let names = part_scripts().iter().map(|(name, _)| name);
        assert!(names.into_iter().all(|name| script().contains(name)));
        assert!(!script().contains("class Lexicon") && !script().contains("class SearchPage"));
    }

    #[test]
    fn the_script_has_nothing_newer_than_es2017() {
        let newer = [
            "?.",
            "??",
            "{ ...",
            ", ...rest }",
            "catch {",
            "for await",
            "#",
            "**",
            "(?<",
            ".flat(",
            ".flatMap(",
            ".at(-",
            "matchAll",
            "replaceAll",
            "fromEntries",
            "allSettled",
        ];
        for one in newer {
            let parts: String = part_scripts().iter().map(|(_, text)| text.as_str()).collect();
            let both = [script(), &parts].concat();
            assert_eq!(both.matches(one).filter(|_| one != "#").count(), 0, "{one}");
        }
    }

    #[test]
    fn the_script_reads_the_format_that_is_written() {
        let format = module("format");
        let parts: Vec<&str> = format
            .split_once("CATALOG_PARTS = [")
            .unwrap()
            .1
            .split_once("];")
            .unwrap()
            .0
            .lines()
            .filter_map(|line| line.trim().strip_prefix('\'')?.split_once('\''))
            .map(|(name, _)| name)
            .collect();
        let layout = Layout::of(&[], &[], &Words::default(), None);
        let written = Catalog {
            entries: &[],
            parts: &[],
            layout: &layout,
            sections: &BTreeMap::new(),
            region: "",
            terms: &[],
            texts: &[],
            table: "",
            sounds: "",
            traditional: "",
            words: "",
            vocabulary: "",
            single: String::new(),
        }
        .named_parts();
        assert_eq!(parts, written.each_ref().map(|(name, _)| *name));
        let signs = [
            ("FIELD", text::FIELD),
            ("PASSAGE", text::UNIT),
            ("NEXT", text::NEXT),
            ("SAME", text::SAME),
            ("DAY", text::DAY),
        ];
        for (name, sign) in signs {
            assert!(
                format.contains(&format!("{name}: '\\u{:04x}'", sign as u32)),
                "{name}"
            );
        }
        let numbers = [
            ("TERM_BITS", term::BITS as usize),
            ("ASKED_BITS", layout::ASKED_BITS as usize),
            ("BUCKET_STEP", posting::STEP),
            ("NAMED_TOGETHER", crate::search::NAMED_TOGETHER),
        ];
        for (name, number) in numbers {
            assert!(format.contains(&format!("const {name} = {number};")), "{name}");
        }
        let list = format.split_once("@typedef {Object} CatalogLists\n").unwrap().1;
        let fields: BTreeSet<&str> = list
            .lines()
            .map_while(|line| line.strip_prefix(" * @property {"))
            .map(|line| line.split_once("} ").unwrap().1.split(' ').next().unwrap())
            .collect();
        let lists: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&written[1].1).unwrap();
        assert_eq!(fields, lists.keys().map(String::as_str).collect());
    }
}
