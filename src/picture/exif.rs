//! The little of EXIF that has to be known: which way up a photo is, and whether it tells a place.

const ORIENTATION: u16 = 0x0112;
const GPS: u16 = 0x8825;

/// Which way up a photo is, 1 to 8; 1 when nothing is said.
pub(super) fn orientation(tiff: &[u8]) -> u8 {
    let value = Tiff::read(tiff).and_then(|tiff| tiff.first_value(ORIENTATION));
    match value {
        Some(value @ 1..=8) => u8::try_from(value).unwrap_or(1),
        _ => 1,
    }
}

/// Whether it tells where a photo was taken.
pub(super) fn has_location(tiff: &[u8]) -> bool {
    Tiff::read(tiff).is_some_and(|tiff| tiff.entry(GPS).is_some())
}

/// Notes that say nothing but which way up the photo is.
pub(super) fn only_orientation(orientation: u8) -> [u8; 26] {
    let mut tiff = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0";
    tiff[18] = orientation;
    tiff
}

struct Tiff<'b> {
    bytes: &'b [u8],
    little: bool,
}

impl<'b> Tiff<'b> {
    fn read(bytes: &'b [u8]) -> Option<Self> {
        let little = match bytes.get(..4)? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        Some(Self { bytes, little })
    }

    fn two(&self, at: usize) -> Option<u16> {
        let pair: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.little {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        })
    }

    fn four(&self, at: usize) -> Option<usize> {
        let four: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let value = if self.little {
            u32::from_le_bytes(four)
        } else {
            u32::from_be_bytes(four)
        };
        usize::try_from(value).ok()
    }

    /// Where the entry of a tag is in the first directory.
    fn entry(&self, tag: u16) -> Option<usize> {
        let start = self.four(4)?;
        let count = usize::from(self.two(start)?);
        (0..count)
            .map(|entry| start + 2 + entry * 12)
            .find(|at| self.two(*at) == Some(tag))
    }

    fn first_value(&self, tag: u16) -> Option<u16> {
        self.two(self.entry(tag)? + 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orientation_is_read_in_either_order_of_bytes() {
        assert_eq!(orientation(&only_orientation(6)), 6);
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0";
        assert_eq!(orientation(big), 8);
        assert_eq!([orientation(b"II*\0"), orientation(&only_orientation(9))], [1, 1]);
    }
}
