//! What property tests of every room share: how many cases they try, and where a case that failed is kept.

pub mod fuzz;

use proptest::test_runner::{Config, FileFailurePersistence};
use std::path::Path;

/// Beside the crate's `src/`. What failed in `src/a/b.rs` is kept in `a/b.txt` below and tried first ever after.
const FAILURES: &str = "tests/proptest-regressions";

/// The configuration of a property test that tries so many cases.
pub fn cases(cases: u32) -> Config {
    Config {
        failure_persistence: Some(Box::new(FileFailurePersistence::SourceParallel(FAILURES))),
        ..Config::with_cases(cases)
    }
}

#[test]
fn what_failed_once_is_kept_with_the_tests_and_for_a_file_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(!root.join("proptest-regressions").exists());
    let mut folders = vec![root.join(FAILURES)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let inner = path.strip_prefix(root.join(FAILURES)).unwrap();
            let source = root.join("src").join(inner).with_extension("rs");
            assert!(source.is_file(), "{}", source.display());
        }
    }
}
