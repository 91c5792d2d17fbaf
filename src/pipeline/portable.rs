//! A site that works from a folder, opened as `file://`: links are relative and name their file, and what
//! search fetches comes as scripts, because nothing else can be fetched from a folder.

use super::{Artifact, Sink};
use crate::base::{Fault, Fingerprint, OutputPath, base64};
use crate::outputs::portable;
use crate::site::route;

/// Makes portable what goes through to another sink. Its links begin at the root of the site.
pub(super) struct PortableSink<'d>(pub &'d dyn Sink);

impl Sink for PortableSink<'_> {
    fn is_up_to_date(&self, address: &OutputPath, key: Fingerprint) -> bool {
        self.0.is_up_to_date(&named(address), salted(key))
    }

    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        let (address, key, bytes) = match artifact {
            Artifact::Made { address, key, bytes } => (address, key, bytes),
            Artifact::Photo {
                address,
                key,
                path,
                bytes,
            } => {
                let key = salted(key);
                return self.0.write(Artifact::Photo {
                    address,
                    key,
                    path,
                    bytes,
                });
            }
            Artifact::File { address, key, path } => {
                let key = salted(key);
                return self.0.write(Artifact::File { address, key, path });
            }
        };
        let bytes = if address.is_page() {
            portable::page(&String::from_utf8_lossy(&bytes), address.as_str()).into_bytes()
        } else if address.as_str().ends_with(".css") {
            portable::style(&String::from_utf8_lossy(&bytes), address.as_str()).into_bytes()
        } else if is_data(address) {
            as_script(address, &bytes)
        } else {
            bytes
        };
        self.0.write(Artifact::Made {
            address: &named(address),
            key: salted(key),
            bytes,
        })
    }
}

/// The same page through another sink has other bytes.
fn salted(key: Fingerprint) -> Fingerprint {
    Fingerprint::join(&[key, Fingerprint::of("portable")])
}

/// What the script of search fetches.
fn is_data(address: &OutputPath) -> bool {
    let address = address.as_str();
    address.starts_with(route::SEARCH) && (address.ends_with(".bin") || address.ends_with(".json"))
}

fn named(address: &OutputPath) -> OutputPath {
    if is_data(address) {
        OutputPath::at(&format!("{address}.js"))
    } else {
        address.clone()
    }
}

/// A file that hands itself over when it is loaded as a script.
fn as_script(address: &OutputPath, bytes: &[u8]) -> Vec<u8> {
    let name = address.as_str().trim_start_matches(route::SEARCH);
    format!("wanjiaFile(\"{name}\",\"{}\")\n", base64::encode(bytes)).into_bytes()
}
