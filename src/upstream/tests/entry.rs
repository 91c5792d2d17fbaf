//! Entries of archives: names, kinds, sizes.

use super::*;
use crate::upstream::unpack::{Limits, UnpackError};
use crate::upstream::{tarball, zipped};

/// Little enough for a test.
const FEW: Limits = Limits {
    entries: 8,
    total: 3 << 20,
    single: 2 << 20,
};

/// Unpacks both kinds of archive with few limits; what is wrong is said in English.
fn unpack_tar(test: &TestFolder, bytes: &[u8]) -> Result<(), UnpackError> {
    let into = TempDir::new_in(test.0.path()).unwrap();
    tarball::unpack(bytes, into.path(), FEW)
}

fn unpack_zip(test: &TestFolder, bytes: &[u8]) -> Result<(), UnpackError> {
    let file = fs::File::open(test.write("few.zip", bytes)).unwrap();
    let into = TempDir::new_in(test.0.path()).unwrap();
    zipped::unpack(&file, into.path(), FEW)
}

fn why(result: Result<(), UnpackError>) -> String {
    result.unwrap_err().of("up").message().en.to_string()
}

#[test]
fn a_path_that_leaves_the_tree_is_refused_and_named() {
    for name in [
        "../x",
        "a/../../x",
        "/etc/x",
        "a\\..\\x",
        "C:x",
        "a/./x",
        "a//x",
        "..",
        "a\u{1b}x",
        "./../x",
    ] {
        let test = TestFolder::new();
        let origin = test.archive("up.tar", tar(&[(name.as_bytes(), b'0', b"x")]));
        let error = test.refused(&origin);
        assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE), "{name}");
        let shown = name.escape_debug().to_string();
        assert!(error.message().zh.contains(&shown), "{:?}", error.message());
        let stand_in = "A".repeat(name.len());
        let bytes = patch(zip(&[(&stand_in, b"x")]), stand_in.as_bytes(), name.as_bytes());
        let error = test.refused(&test.archive("up.zip", bytes));
        assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE), "{name}");
        assert!(!test.at("x").exists() && !test.at("site/x").exists());
    }
}

#[test]
fn names_that_not_every_system_takes_are_refused_on_all() {
    for name in [
        "con",
        "a/NUL.txt",
        "aux.md",
        "COM1",
        "lpt9.x",
        "com¹",
        "nul .md",
        "a.",
        "a /b",
        "a?",
        "a<b",
        "a|b",
    ] {
        let test = TestFolder::new();
        let error = test.refused(&test.archive("up.zip", zip(&[(name, b"x")])));
        assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE), "{name}");
    }
    let fine = [
        "console.md",
        "com.md",
        "COM10",
        "a.b.c",
        ".hidden",
        "三孩？.md",
        "a b",
    ];
    let test = TestFolder::new();
    let entries: Vec<(&str, &[u8])> = fine.iter().map(|name| (*name, b"x".as_slice())).collect();
    let fetched = test.fetch(&test.archive("up.zip", zip(&entries))).unwrap();
    assert_eq!(files(&fetched.root).len(), fine.len());
}

#[test]
fn links_and_devices_are_refused_and_named() {
    for kind in [b'1', b'2', b'3', b'4', b'6', b'S'] {
        let test = TestFolder::new();
        let bytes = tar(&[(b"site.yaml", b'0', b"x"), (b"odd", kind, b"")]);
        let error = test.refused(&test.archive("up.tar.gz", gzip(&bytes)));
        assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
        assert!(error.message().en.contains("odd"), "{}", char::from(kind));
    }
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let usual = zip::write::SimpleFileOptions::default();
    writer.add_symlink("odd", "/etc/passwd", usual).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let test = TestFolder::new();
    let error = test.refused(&test.archive("up.zip", bytes));
    assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
    assert!(error.message().zh.contains("odd") && error.message().zh.contains("链接"));
}

#[test]
fn a_file_behind_a_link_is_never_written() {
    let test = TestFolder::new();
    let bytes = tar(&[(b"out", b'2', b""), (b"out/x", b'0', b"x")]);
    assert_eq!(
        test.refused(&test.archive("up.tar", bytes)).rule(),
        Some(&UPSTREAM_UNSAFE)
    );
}

#[test]
fn an_entry_that_is_there_twice_is_an_error() {
    let twice = patch(zip(&[("a.md", b"x"), ("b.md", b"y")]), b"b.md", b"a.md");
    let test = TestFolder::new();
    let error = test.refused(&test.archive("up.zip", twice));
    assert_eq!(error.rule(), Some(&ARCHIVE_BROKEN));
    assert!(error.message().zh.contains("两次"));
    for names in [["a.md", "a.md"], ["a", "a/b"], ["a/b", "a"], ["a.md", "./a.md"]] {
        let entries = names.map(|name| (name.as_bytes(), b'0', b"x".as_slice()));
        let error = test.refused(&test.archive("up.tar", tar(&entries)));
        assert_eq!(error.rule(), Some(&ARCHIVE_BROKEN), "{names:?}");
        assert!(error.message().en.contains("twice"), "{:?}", error.message());
    }
}

#[test]
fn names_in_gbk_are_read() {
    let (gbk, ..) = encoding_rs::GBK.encode("政策/婚俗.md");
    let stand_in = "A".repeat(gbk.len());
    let bytes = zip(&[(&stand_in, b"x"), ("site.yaml", b"y"), ("问答.md", b"z")]);
    let bytes = patch(bytes, stand_in.as_bytes(), &gbk);
    let test = TestFolder::new();
    let fetched = test.fetch(&test.archive("up.zip", bytes)).unwrap();
    let names: Vec<_> = files(&fetched.root).into_keys().collect();
    assert_eq!(names, ["site.yaml", "政策/婚俗.md", "问答.md"]);
    let bytes = tar(&[(&gbk, b'0', b"x")]);
    let fetched = test.fetch(&test.archive("up.tar", bytes)).unwrap();
    assert!(fetched.root.join("政策/婚俗.md").is_file());
}

#[test]
fn a_name_in_gbk_that_happens_to_be_utf_8_is_read_where_it_is_the_only_one() {
    let (gbk, ..) = encoding_rs::GBK.encode("通知.md");
    assert!(str::from_utf8(&gbk).is_ok());
    let stand_in = "A".repeat(gbk.len());
    let bytes = patch(
        zip(&[(&stand_in, b"x"), ("site.yaml", b"y")]),
        stand_in.as_bytes(),
        &gbk,
    );
    let test = TestFolder::new();
    let fetched = test.fetch(&test.archive("up.zip", bytes)).unwrap();
    assert!(fetched.root.join("通知.md").is_file());
}

#[test]
fn names_in_another_encoding_are_refused() {
    let (big5, ..) = encoding_rs::BIG5.encode("婚育新風進萬家.md");
    let stand_in = "A".repeat(big5.len());
    let bytes = patch(zip(&[(&stand_in, b"x")]), stand_in.as_bytes(), &big5);
    let test = TestFolder::new();
    let error = test.refused(&test.archive("up.zip", bytes));
    assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
}

#[test]
fn a_name_in_utf_8_without_a_flag_is_read() {
    let name = "政策.md";
    let stand_in = "A".repeat(name.len());
    let bytes = patch(zip(&[(&stand_in, b"x")]), stand_in.as_bytes(), name.as_bytes());
    let test = TestFolder::new();
    let fetched = test.fetch(&test.archive("up.zip", bytes)).unwrap();
    assert!(fetched.root.join(name).is_file());
}

#[test]
fn a_name_that_is_no_text_is_refused() {
    let test = TestFolder::new();
    let error = test.refused(&test.archive("up.tar", tar(&[(b"a\xff\xff", b'0', b"x")])));
    assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
}

#[test]
fn long_names_are_read_in_both_manners_of_tar() {
    let long = format!("{}/页.md", "目录".repeat(30));
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    header.set_mode(0o644);
    builder.append_data(&mut header, &long, b"x".as_slice()).unwrap();
    let gnu = builder.into_inner().unwrap();
    let field = format!(" path={long}\n");
    let length = field.len() + 3;
    let pax = tar(&[
        (b"g", b'g', b"21 comment=something\n"),
        (b"x", b'x', format!("{length}{field}").as_bytes()),
        (b"short", b'0', b"x"),
    ]);
    for bytes in [gnu, pax] {
        let test = TestFolder::new();
        let fetched = test.fetch(&test.archive("up.tar", bytes)).unwrap();
        assert_eq!(
            files(&fetched.root).into_keys().collect::<Vec<_>>(),
            std::slice::from_ref(&long)
        );
    }
}

#[test]
fn the_name_in_a_header_ahead_is_looked_at_too() {
    let bytes = tar(&[(b"x", b'x', b"20 path=../../evil.x\n"), (b"short", b'0', b"x")]);
    let bytes = patch(bytes, b"20 path", b"21 path");
    let test = TestFolder::new();
    let error = test.refused(&test.archive("up.tar", bytes));
    assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
    assert!(error.message().en.contains("../../evil.x"));
}

#[test]
fn what_finder_adds_is_left_out() {
    let test = TestFolder::new();
    let origin = test.archive(
        "up.zip",
        zip(&[
            ("site.yaml", b"x"),
            ("__MACOSX/._site.yaml", b"y"),
            ("content/.DS_Store", b"z"),
        ]),
    );
    let fetched = test.fetch(&origin).unwrap();
    assert_eq!(
        files(&fetched.root).into_keys().collect::<Vec<_>>(),
        ["site.yaml"]
    );
}

#[test]
fn a_bomb_ends_in_an_error_whatever_it_says_of_its_size() {
    let test = TestFolder::new();
    let zeros = vec![0; 5 << 20];
    let honest = zip(&[("bomb", &zeros)]);
    assert!(honest.len() < 10_000);
    assert!(why(unpack_zip(&test, &honest)).contains("more than 2 MB"));
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let lying = patch(honest, &size, &7_u32.to_le_bytes());
    assert!(unpack_zip(&test, &lying).is_err());
    let packed = gzip(&tar(&[(b"bomb", b'0', &zeros)]));
    let unpacked = flate2::read::GzDecoder::new(packed.as_slice());
    let into = TempDir::new_in(test.0.path()).unwrap();
    assert!(why(tarball::unpack(unpacked, into.path(), FEW)).contains("more than 2 MB"));
    assert!(fs::metadata(into.path().join("bomb")).unwrap().len() <= FEW.single);
}

#[test]
fn all_files_together_are_counted_and_what_is_left_out_too() {
    let test = TestFolder::new();
    let most = vec![0; 2 << 20];
    for second in ["b", "__MACOSX/b"] {
        let said = why(unpack_zip(&test, &zip(&[("a", &most), (second, &most)])));
        assert!(said.contains("more than 3 MB"), "{said}");
        let said = why(unpack_tar(
            &test,
            &tar(&[(b"a", b'0', &most), (second.as_bytes(), b'0', &most)]),
        ));
        assert!(said.contains("more than 3 MB"), "{said}");
    }
    assert_eq!(unpack_zip(&test, &zip(&[("a", &most), ("b", b"x")])), Ok(()));
}

#[test]
fn entries_and_the_folders_that_they_need_are_counted() {
    let test = TestFolder::new();
    let names: Vec<String> = (0..9).map(|n| n.to_string()).collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), b"x".as_slice()))
        .collect();
    assert_eq!(unpack_zip(&test, &zip(&entries[..8])), Ok(()));
    assert!(why(unpack_zip(&test, &zip(&entries))).contains("more than 8 entries"));
    let entries: Vec<(&[u8], u8, &[u8])> = names
        .iter()
        .map(|name| (name.as_bytes(), b'0', b"x".as_slice()))
        .collect();
    assert_eq!(unpack_tar(&test, &tar(&entries[..8])), Ok(()));
    assert!(why(unpack_tar(&test, &tar(&entries))).contains("more than 8 entries"));
    let deep = tar(&[(b"a/b/c/d/e/f/g/h/i", b'0', b"x")]);
    assert!(why(unpack_tar(&test, &deep)).contains("more than 8 entries"));
}

#[test]
fn a_header_ahead_that_is_no_header_is_refused() {
    let test = TestFolder::new();
    let name = vec![b'a'; 1 << 20];
    let said = why(unpack_tar(
        &test,
        &tar(&[(b"L", b'L', &name), (b"a", b'0', b"x")]),
    ));
    assert!(said.contains("longer than names are"), "{said}");
    let too_long = zip(&[(&"a".repeat(300), b"x")]);
    assert!(why(unpack_zip(&test, &too_long)).contains("too long"));
}

#[test]
fn two_sizes_of_one_entry_are_refused() {
    let test = TestFolder::new();
    let bytes = tar(&[(b"x", b'x', b"9 size=9\n"), (b"a", b'0', b"x")]);
    let said = why(unpack_tar(&test, &bytes));
    assert!(said.contains("two sizes"), "{said}");
}

proptest::proptest! {
    #![proptest_config(crate::base::tests::cases(256))]
    #[test]
    fn a_damaged_archive_never_panics_and_never_writes_elsewhere(
        at in 0_usize..2000, with in proptest::prelude::any::<u8>(), packed in proptest::prelude::any::<bool>()
    ) {
        let test = TestFolder::new();
        let mut bytes = if packed {
            zip(&[("site.yaml", b"name: A"), ("a/b.md", b"b")])
        } else {
            tar(&[(b"site.yaml", b'0', b"name: A"), (b"a/b.md", b'0', b"b")])
        };
        let at = at % bytes.len();
        bytes[at] = with;
        let done = if packed { unpack_zip(&test, &bytes) } else { unpack_tar(&test, &bytes) };
        drop(done);
        let left = fs::read_dir(test.0.path()).unwrap().count();
        assert_eq!(left, usize::from(packed));
    }
}
