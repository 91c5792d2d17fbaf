//! Bits in a row: what lists of numbers are written with. The script reads them the same way.

/// Writes bits, the highest of a byte first.
#[derive(Debug, Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    /// Bits that do not fill a byte yet.
    last: u64,
    count: u32,
}

impl Bits {
    /// The lowest `count` bits of `value`; 32 at most.
    pub fn put(&mut self, value: u32, count: u32) {
        let value = u64::from(value) & ((1 << count) - 1);
        self.last = (self.last << count) | value;
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            self.bytes.push((self.last >> self.count).to_le_bytes()[0]);
        }
    }

    /// A number of any size that is mostly about 2^k: its quotient in unary, its rest in `k` bits (Rice).
    pub fn rice(&mut self, value: u32, k: u32) {
        let mut zeros = value >> k;
        while zeros > 24 {
            self.put(0, 24);
            zeros -= 24;
        }
        self.put(1, zeros + 1);
        self.put(value, k);
    }

    /// A number from 1 that is mostly small (Elias gamma).
    pub fn gamma(&mut self, value: u32) {
        let length = value.ilog2();
        self.put(0, length);
        self.put(value, length + 1);
    }

    /// The bytes, the last one filled up with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.put(0, 8 - self.count);
        }
        self.bytes
    }
}

/// The best `k` for `count` numbers that are spread over `range`.
pub(super) fn rice_of(range: u32, count: u32) -> u32 {
    let (range, count) = (u64::from(range) * 69, u64::from(count) * 100);
    let mut k = 0;
    while k < 28 && count << (k + 1) <= range {
        k += 1;
    }
    k
}

/// A number in bytes of seven bits, the lowest first.
pub(super) fn varint(out: &mut Vec<u8>, mut value: u32) {
    while value > 127 {
        out.push(u8::try_from(value & 127).expect("seven bits fit") | 128);
        value >>= 7;
    }
    out.push(u8::try_from(value).expect("what is left fits in seven bits"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_stand_one_after_the_other_the_highest_first() {
        let mut bits = Bits::default();
        bits.put(0b101, 3);
        bits.rice(9, 2);
        bits.gamma(5);
        // 101, then 00 1 01, then 00 101.
        assert_eq!(bits.finish(), [0b1010_0101, 0b0010_1000]);
    }

    #[test]
    fn a_long_unary_number_takes_several_bytes() {
        let mut bits = Bits::default();
        bits.rice(60, 0);
        let bytes = bits.finish();
        assert_eq!(bytes.len(), 8);
        assert_eq!(bytes[7], 0b0000_1000);
    }

    #[test]
    fn numbers_in_seven_bits() {
        let mut out = Vec::new();
        varint(&mut out, 5);
        varint(&mut out, 300);
        assert_eq!(out, [5, 172, 2]);
    }
}
