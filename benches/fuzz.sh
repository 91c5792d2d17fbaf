#!/usr/bin/env bash
# Gives every reader damaged inputs, each for so many seconds: none may panic, hang, or take more than a gigabyte.
#
#   benches/fuzz.sh [SECONDS] [NAME]      SECONDS: 10 for each reader; NAME: only readers with this in their name
#
# It runs what `cargo test` builds, which tells when a number overflows.
# Another WANJIA_FUZZ_ROW (a number) tries other inputs. What broke a reader lies below target/fuzz/.
set -euo pipefail
cd "$(dirname "$0")/.."
export WANJIA_FUZZ_SECONDS=${1:-10} WANJIA_FUZZ_ROW=${WANJIA_FUZZ_ROW:-$(date +%j%H%M)}
echo "Row $WANJIA_FUZZ_ROW, $WANJIA_FUZZ_SECONDS s each"
cargo test --lib --no-run
# Address space is what can be limited; a gigabyte is over that of the threads and the program itself.
ulimit -v 2500000
cargo test --lib "fuzz_${2:-}" -- --ignored --nocapture --test-threads "$(nproc)" | grep -E "inputs|test result|panicked|input"
