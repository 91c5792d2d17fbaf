//! Codes of regions (GB/T 2260): two digits for the province, two for the prefecture, two for the county.

use crate::base::Message;
use crate::base::region::PROVINCES;
use crate::message;
use std::fmt;

/// A code of six digits whose province there is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(String);

/// Why a text is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeProblem {
    /// It is not six digits.
    Form,
    /// No province begins so.
    Province,
    /// A county without a prefecture.
    Gap,
}

impl CodeProblem {
    /// What is wrong, for people.
    pub fn message(self, code: &str) -> Message {
        match self {
            Self::Form => message!(
                "“{code}”不是六位行政区划代码",
                "`{code}` is not a region code of six digits"
            ),
            Self::Province => {
                let two: String = code.trim().chars().take(2).collect();
                message!(
                    "没有代码以 {two} 开头的省份",
                    "no province has a code that begins with {two}"
                )
            }
            Self::Gap => message!(
                "{code} 的中间两位是 00，后两位却不是",
                "{code} has 00 in the middle and not at the end"
            ),
        }
    }
}

impl RegionCode {
    /// Reads a code; digits of a table may be full-width or set apart, and a number may have got a fraction of nothing (`610802.0`).
    pub fn read(text: &str) -> Result<Self, CodeProblem> {
        let narrow = |c: char| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            _ => c,
        };
        let set_apart = |c: &char| !(c.is_whitespace() || matches!(c, '\'' | '’' | '‘'));
        let plain: String = text.chars().filter(set_apart).map(narrow).collect();
        let code = plain.strip_suffix(".0").unwrap_or(&plain);
        // Codes of statistics go on to the village: 610804000000 is the county.
        let code = code
            .strip_suffix("000000")
            .filter(|county| county.len() == 6)
            .unwrap_or(code);
        if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CodeProblem::Form);
        }
        if !PROVINCES.iter().any(|(province, _)| province[..2] == code[..2]) {
            return Err(CodeProblem::Province);
        }
        if &code[2..4] == "00" && &code[4..] != "00" {
            return Err(CodeProblem::Gap);
        }
        Ok(Self(code.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The regions that this one lies in, the nearest first: 610802 lies in 610800, and that in 610000.
    pub fn above(&self) -> Vec<Self> {
        let up = [format!("{}00", &self.0[..4]), format!("{}0000", &self.0[..2])];
        let mut above: Vec<Self> = up.into_iter().filter(|code| *code != self.0).map(Self).collect();
        above.dedup();
        above
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_six_digits_a_province_and_no_gap() {
        for (text, expected) in [
            ("610802", Ok("610802")),
            (" ６１０８０２ ", Ok("610802")),
            ("610802.0", Ok("610802")),
            ("'610 802", Ok("610802")),
            ("610804000000", Ok("610804")),
            ("61080", Err(CodeProblem::Form)),
            ("61080x", Err(CodeProblem::Form)),
            ("990100", Err(CodeProblem::Province)),
            ("610002", Err(CodeProblem::Gap)),
        ] {
            let found = RegionCode::read(text);
            assert_eq!(
                found.as_ref().map(RegionCode::as_str).map_err(|error| *error),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_county_lies_in_its_prefecture_and_that_in_its_province() {
        let above = |code: &str| -> Vec<String> {
            let code = RegionCode::read(code).unwrap();
            code.above().iter().map(RegionCode::to_string).collect()
        };
        assert_eq!(above("610802"), ["610800", "610000"]);
        assert_eq!(above("610800"), ["610000"]);
        assert_eq!(above("610000"), Vec::<String>::new());
    }
}
