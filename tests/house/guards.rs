//! Who may touch the world: print, read the clock, look at the disk. All other rooms are handed what they need as
//! values.

use super::rule::Guard;

/// What touches the world or another thread, the words by which it is seen, and the only rooms and files that may.
pub const GUARDS: &[Guard] = &[
    Guard {
        what: "prints",
        words: &["println!(", "eprintln!(", "print!(", "eprint!(", "dbg!("],
        may: &[],
    },
    Guard {
        what: "uses the terminal",
        words: &["io::stdin(", "io::stdout(", "io::stderr("],
        may: &["cli"],
    },
    Guard {
        what: "reads the clock",
        words: &[
            "SystemTime::now(",
            "Instant::now(",
            "Timestamp::now(",
            "Zoned::now(",
            "today_in_shanghai(",
        ],
        may: &[
            "cli",
            "serve",
            "publish/staging.rs",
            "pipeline/documents.rs",
            "pipeline/programs.rs",
            "base/day.rs",
        ],
    },
    Guard {
        what: "reads the environment",
        words: &["std::env"],
        may: &[
            "main",
            "cli",
            "publish/paths.rs",
            "pipeline/memo.rs",
            "pipeline/store.rs",
            "upstream/git.rs",
        ],
    },
    Guard {
        what: "starts threads",
        words: &["std::thread", "rayon::"],
        may: &[
            "pipeline/programs.rs",
            "cli/progress.rs",
            "cli/watchdog.rs",
            "serve",
            "pipeline",
            "publish/staging.rs",
        ],
    },
    Guard {
        what: "shares what changes between threads",
        words: &[
            "Mutex",
            "RwLock",
            "Condvar",
            "mpsc",
            "AtomicBool",
            "AtomicUsize",
            "AtomicU64",
        ],
        may: &[
            "cli/progress.rs",
            "cli/watchdog.rs",
            "serve",
            "pipeline",
            "publish",
            "theme/bounds.rs",
            "theme/phrase.rs",
            "theme/from_site/frame.rs",
        ],
    },
    Guard {
        what: "looks at the disk",
        words: &[
            "std::fs",
            ".exists()",
            ".try_exists()",
            ".is_dir()",
            ".is_file()",
            ".is_symlink()",
            ".canonicalize()",
            ".read_dir()",
            ".read_link()",
            ".metadata()",
            ".symlink_metadata()",
        ],
        may: &[
            "cli", "serve", "local", "pipeline", "publish", "source", "upstream", "overlay", "config",
        ],
    },
    Guard {
        what: "writes files",
        words: &[
            "fs::write(",
            "fs::create_dir(",
            "fs::create_dir_all(",
            "fs::remove_file(",
            "fs::remove_dir(",
            "fs::remove_dir_all(",
            "fs::rename(",
            "fs::copy(",
            "fs::hard_link(",
            "fs::set_permissions(",
            "File::create(",
            "File::create_new(",
            "OpenOptions",
        ],
        may: &[
            "cli",
            "pipeline/store.rs",
            "pipeline/pictures.rs",
            "pipeline/pdf.rs",
            "pipeline/programs.rs",
            "publish",
            "upstream",
        ],
    },
    Guard {
        what: "starts or ends processes",
        words: &["std::process"],
        may: &[
            "main",
            "cli",
            "pipeline/store.rs",
            "upstream/git.rs",
            "pipeline/web/curl.rs",
            "pipeline/programs.rs",
        ],
    },
    Guard {
        what: "uses the network",
        words: &["std::net"],
        may: &[
            "serve",
            "pipeline/web/curl.rs",
            "pipeline/web/host.rs",
            "pipeline/web/mod.rs",
            "pipeline/web/round.rs",
        ],
    },
    Guard {
        what: "asks which system it runs on",
        words: &["std::os", "cfg(unix)", "cfg(windows)"],
        may: &[
            "pipeline/pdf.rs",
            "pipeline/programs.rs",
            "publish",
            "pipeline/store.rs",
            "source/state.rs",
        ],
    },
];
