//! A fingerprint represents a value in the memo: same fingerprint, same value.

use serde::{Deserialize, Serialize};
use std::cell::Cell;

thread_local! {
    /// Room to write values in: they are many and of one size, and growing a buffer each time costs more
    /// than hashing it.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// 128 bits of BLAKE3, enough to never meet by accident or by intent of a contributor.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::truncated(blake3::hash(bytes))
    }

    /// The fingerprint of any value: that of its serialised form. Maps must be ordered for the result to be stable.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        SCRATCH.with(|scratch| {
            let mut buffer = scratch.take();
            buffer.clear();
            // Serialising into memory fails only for values that do not know their length; ours do.
            let written = postcard::to_extend(value, buffer);
            debug_assert!(written.is_ok(), "a value without a fingerprint");
            let buffer = written.expect("what is fingerprinted is plain data");
            let print = Self::of_bytes(&buffer);
            scratch.set(buffer);
            print
        })
    }

    /// The fingerprint of several fingerprints, in order.
    pub fn join(parts: &[Fingerprint]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&part.0);
        }
        Self::truncated(hasher.finalize())
    }

    /// Hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn truncated(hash: blake3::Hash) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Self(half)
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hex()[..8])
    }
}
