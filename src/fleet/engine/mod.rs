//! Jobs of engines that build a fleet on several machines: plain files, commented in the language of their reader.
//!
//! Each template stands in this folder, with a line of Chinese (`#zh`) and of English (`#en`) for every remark; `@NAME@` is what
//! the fleet fills in.

use super::sites::Fleet;
use crate::base::message::Locale;
use std::path::{Component, Path, PathBuf};

/// What runs the parts of a fleet.
pub struct Engine {
    /// Its name on the command line.
    pub name: &'static str,
    /// The command that starts the jobs, in their folder.
    pub start: &'static str,
    /// Names and templates.
    files: &'static [(&'static str, &'static str)],
}

macro_rules! files {
    ($engine:literal: $($name:literal,)*) => {
        &[$(($name, include_str!(concat!($engine, "/", $name))),)*]
    };
}

/// All engines.
pub const ENGINES: [&Engine; 3] = [
    &Engine {
        name: "kubernetes",
        start: "sh image.sh; kubectl apply -f storage.yaml; sh submit.sh",
        files: files!("kubernetes": "build.yaml", "gather.yaml", "storage.yaml", "submit.sh", "image.sh", "Containerfile",),
    },
    &Engine {
        name: "slurm",
        start: "sh submit.sh",
        files: files!("slurm": "submit.sh", "build.sbatch", "gather.sbatch",),
    },
    &Engine {
        name: "dask",
        start: "python3 fleet.py tcp://127.0.0.1:8786",
        files: files!("dask": "fleet.py",),
    },
];

/// What the jobs of a fleet are made for.
pub struct EnginePlan<'p> {
    /// The fleet.
    pub fleet: &'p Fleet,
    /// The program, as every machine finds it.
    pub program: &'p Path,
    /// Into how many parts the fleet is cut.
    pub shards: usize,
    /// The name of the image that containers are made of.
    pub image: &'p str,
}

/// Sites that one part has, when nobody says how many parts there are.
const SITES_OF_A_PART: usize = 50;
/// More parts than this read the upstream once more for nothing.
const MOST_PARTS: usize = 200;
/// Parts that containers build at the same time.
const AT_ONCE: usize = 20;

impl Fleet {
    /// Into how many parts it is cut when nobody says so.
    pub fn usual_parts(&self) -> usize {
        self.sites.len().div_ceil(SITES_OF_A_PART).clamp(1, MOST_PARTS)
    }

    /// The folder that holds all of it and its upstream, and where it is in there.
    fn volume(&self) -> (PathBuf, PathBuf) {
        let upstream = self.settings.upstream.as_ref();
        let upstream = upstream.and_then(|upstream| self.root.join(&upstream.value).canonicalize().ok());
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.clone());
        let whole = upstream.map_or_else(|| root.clone(), |upstream| common(&root, &upstream));
        let inside = root.strip_prefix(&whole).unwrap_or(Path::new("")).to_path_buf();
        (whole, inside)
    }
}

/// The deepest folder that holds both.
fn common(a: &Path, b: &Path) -> PathBuf {
    let pairs = a.components().zip(b.components());
    pairs
        .take_while(|(a, b)| a == b)
        .map(|(part, _): (Component<'_>, _)| part)
        .collect()
}

impl Engine {
    /// The names and texts of its files.
    pub fn files(&self, plan: &EnginePlan<'_>, locale: Locale) -> Vec<(String, String)> {
        let file = |(name, template): &(&str, &str)| {
            let filled = plan
                .values(name)
                .into_iter()
                .fold(in_language(template, locale), |text, (name, value)| {
                    text.replace(&format!("@{name}@"), &value)
                });
            ((*name).to_owned(), filled)
        };
        self.files.iter().map(file).collect()
    }
}

impl EnginePlan<'_> {
    /// What goes into a file, as its language writes texts.
    fn values(&self, file: &str) -> [(&'static str, String); 6] {
        let (volume, inside) = self.fleet.volume();
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let text: fn(&str) -> String = match ending {
            "sh" | "sbatch" => in_shell,
            _ => quoted,
        };
        let root = match ending {
            "yaml" => Path::new("/fleet").join(inside),
            _ => self.fleet.root.clone(),
        };
        [
            ("PROGRAM", text(&self.program.to_string_lossy())),
            ("ROOT", text(root.to_string_lossy().trim_end_matches('/'))),
            ("SHARDS", self.shards.to_string()),
            ("PARALLEL", self.shards.min(AT_ONCE).to_string()),
            ("IMAGE", text(self.image)),
            ("VOLUME", one_line(&volume.to_string_lossy())),
        ]
    }
}

/// A template with the remarks of one language.
fn in_language(template: &str, locale: Locale) -> String {
    let (own, other) = match locale {
        Locale::Chinese => ("#zh ", "#en "),
        Locale::English => ("#en ", "#zh "),
    };
    let lines = template
        .lines()
        .filter(|line| !line.trim_start().starts_with(other));
    lines.map(|line| line.replacen(own, "# ", 1) + "\n").collect()
}

/// A text as one word of a shell.
fn in_shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A text as YAML and Python both read it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fleet::FleetSettings;
    use crate::fleet::shard::COUNT;

    fn fleet(root: &Path) -> Fleet {
        let settings = FleetSettings::begin("../national".to_owned(), "a.csv".to_owned());
        std::fs::create_dir_all(root.join("../national")).unwrap();
        std::fs::write(root.join("a.csv"), "code,name\n").unwrap();
        Fleet::of(root, settings).unwrap()
    }

    #[test]
    fn jobs_are_filled_in_and_speak_one_language() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("it's 省");
        std::fs::create_dir_all(&root).unwrap();
        let fleet = fleet(&root);
        let plan = EnginePlan {
            fleet: &fleet,
            program: Path::new("/opt/wanjia"),
            shards: 7,
            image: "registry.example.org/wanjia:1",
        };
        for engine in ENGINES {
            for locale in [Locale::Chinese, Locale::English] {
                for (name, text) in engine.files(&plan, locale) {
                    let other = text.contains("#zh") || text.contains("#en");
                    assert!(!other && !text.contains('@'), "{name}: {text}");
                    // The folder is called so, in quotation marks of several kinds.
                    let chinese = text
                        .replace('省', "")
                        .chars()
                        .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                    assert_eq!(chinese, locale == Locale::Chinese, "{name}: {text}");
                }
            }
        }
        let files = |at: usize| ENGINES[at].files(&plan, Locale::English);
        let (_, job) = &files(0)[0];
        assert!(
            job.contains("completions: 7\n") && job.contains("--root, \"/fleet/it's 省\","),
            "{job}"
        );
        assert!(job.contains(&format!("name: {COUNT}, value: \"7\"")), "{job}");
        let (_, build) = &files(1)[1];
        let root = root.to_string_lossy().replace('\'', "'\\''");
        assert!(
            build.contains(&format!("'/opt/wanjia' fleet build --root '{root}' --shard auto")),
            "{build}"
        );
        let (_, script) = &files(2)[0];
        assert!(
            script.contains("PROGRAM = \"/opt/wanjia\"\n") && script.contains("SHARDS = 7\n"),
            "{script}"
        );
    }
}
