#!/usr/bin/env bash
# cfb 0.16.0 (crates.io) and cfb 1.2.2 (npm, of SheetJS): the container of old office files (doc, xls) that the second writes is
# refused by the first, "Malformed FAT (FAT has 128 entries, but file has only N sectors)". SheetJS says of the sectors behind the
# end of the file that they end a chain (0xFFFFFFFE), where the format has a sign for free ones (0xFFFFFFFF), and the crate,
# which is lenient otherwise, looks at nothing else then; olefile 0.47 (PyPI) reads the same file. Zeros behind the file, up to
# what its table tells of, make it readable.
# Seen with Node 20 and Rust 1.95 on Debian 12, 2026-11-29. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit cfb@1.2.2
node -e '
const cfb = require("cfb"), file = cfb.utils.cfb_new();
cfb.utils.cfb_add(file, "/WordDocument", Buffer.alloc(5000, 65));
require("fs").writeFileSync("a.doc", cfb.write(file, { type: "buffer" }));'
{ cat a.doc; head -c 65536 /dev/zero; } > padded.doc
python3 -m venv env
env/bin/pip install --quiet olefile==0.47
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "open"
version = "0.1.0"
edition = "2021"
[dependencies]
cfb = "=0.16.0"
TOML
cat > src/main.rs <<'RUST'
fn main() {
    for name in ["a.doc", "padded.doc"] {
        match cfb::open(name) {
            Ok(file) => println!("{name}: {} bytes", file.entry("/WordDocument").unwrap().len()),
            Err(error) => println!("{name}: {}", error.to_string().split(" (").next().unwrap()),
        }
    }
}
RUST
seen=$(
    env/bin/python -c 'import olefile; print("olefile:", olefile.OleFileIO("a.doc").get_size("WordDocument"), "bytes")'
    cargo run --quiet
)
printf '%s\n' "$seen"
expected='olefile: 5000 bytes
a.doc: Malformed FAT
padded.doc: 5000 bytes'
[ "$seen" = "$expected" ] || { echo "cfb no longer does this" >&2; exit 1; }
