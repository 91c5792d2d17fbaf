//! Numbers as texts say them: 98, 1,200.5, ３万, 三千元, 两百零五, 三万六, 百分之三点五, 廿五.

/// All numbers that a text says, in reading order, scales and fractions counted in. What may be read in two ways is
/// there in both: 三五天 is 3, 5 and 35.
pub fn numbers_in(text: &str) -> Vec<f64> {
    let found = quantities_in(text).into_iter();
    found.map(|(number, _)| number).collect()
}

/// Characters behind a number that [`quantities_in`] gives: enough for a unit.
const BEHIND: usize = 4;

/// All numbers that a text says, each with the few characters behind it: 15 and 个工作日.
pub fn quantities_in(text: &str) -> Vec<(f64, String)> {
    let chars: Vec<char> = text.chars().map(narrow).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let before = found.len();
        let mut numbers = Vec::new();
        let mut end = match chars[at] {
            c if c.is_ascii_digit() => arabic(&chars, at, &mut numbers),
            c if digit(c).is_some() || scale(c).is_some() => chinese(&chars, at, &mut numbers),
            '半' if half_of(&chars, at).is_some() => {
                numbers.push(0.5);
                at + 1
            }
            _ => at + 1,
        };
        if chars.get(end) == Some(&'成')
            && let Some(tenths) = numbers.last().copied()
        {
            numbers.push(tenths * 10.0);
        }
        if let (Some(half), Some(number)) = (with_half(&chars, end), numbers.last_mut()) {
            *number += 0.5;
            end = half;
        }
        let behind: String = chars[end..].iter().take(BEHIND).collect();
        found.extend(numbers.into_iter().map(|number| (number, behind.clone())));
        // 百分之三十 says %, which stands before its number.
        if before < found.len() && chars[..at].ends_with(&['百', '分', '之']) {
            found.last_mut().expect("one was found").1.insert(0, '%');
        }
        at = end;
    }
    found
}

/// Where the unit of 半年, 半个月 begins, for a 半 that is half of something.
fn half_of(chars: &[char], at: usize) -> Option<usize> {
    let behind = at + 1 + usize::from(chars.get(at + 1) == Some(&'个'));
    matches!(chars.get(behind), Some('年' | '月' | '天' | '日' | '小')).then_some(behind)
}

/// Where a number goes on behind its half: 两个半月, 一年半. The unit of the second one is what it was.
fn with_half(chars: &[char], end: usize) -> Option<usize> {
    if chars.get(end) == Some(&'个') && chars.get(end + 1) == Some(&'半') {
        return Some(end + 2);
    }
    let unit = matches!(chars.get(end), Some('年' | '月' | '天' | '日'));
    (unit && chars.get(end + 1) == Some(&'半') && half_of(chars, end + 1).is_none()).then_some(end)
}

/// Full-width digits and signs are narrow ones.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A number in Arabic digits that begins at `at`, with a scale behind it; where it ends.
fn arabic(chars: &[char], at: usize, found: &mut Vec<f64>) -> usize {
    let digits = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let mut end = at + digits(at);
    let mut written: String = chars[at..end].iter().collect();
    while chars.get(end) == Some(&',') && digits(end + 1) == 3 {
        written.extend(&chars[end + 1..end + 4]);
        end += 4;
    }
    if chars.get(end) == Some(&'.') && digits(end + 1) > 0 {
        let part = end + 1 + digits(end + 1);
        written.extend(&chars[end..part]);
        end = part;
    }
    let mut number: f64 = written.parse().expect("digits, with at most one point");
    while let Some(size) = chars.get(end).and_then(|c| scale(*c)).filter(|size| *size > 1.0) {
        number *= size;
        end += 1;
        // 1万2千: what is smaller is added.
        let next = digits(end);
        let less = chars.get(end + next).and_then(|c| scale(*c));
        if let (1..=4, Some(less)) = (next, less)
            && less > 1.0
            && less < size
        {
            let part: f64 = chars[end..end + next]
                .iter()
                .collect::<String>()
                .parse()
                .expect("a few digits");
            number += part * less;
            end += next + 1;
            break;
        }
    }
    found.push(number);
    end
}

/// A number in Chinese that begins at `at`; where it ends.
fn chinese(chars: &[char], at: usize, found: &mut Vec<f64>) -> usize {
    let numeral = |c: &char| digit(*c).is_some() || scale(*c).is_some();
    let whole = chars[at..].iter().take_while(|c| numeral(c)).count();
    let mut end = at + whole;
    let run = &chars[at..end];
    let mut number = value(run);
    if chars.get(end) == Some(&'点') {
        let part: Vec<f64> = chars[end + 1..].iter().map_while(|c| digit(*c)).collect();
        if !part.is_empty() {
            let tenths = part.iter().rev().fold(0.0, |rest, digit| (digit + rest) / 10.0);
            number += tenths;
            end += 1 + part.len();
            // 一点五万
            while let Some(size) = chars
                .get(end)
                .and_then(|c| scale(*c))
                .filter(|size| *size >= 100.0)
            {
                number *= size;
                end += 1;
            }
        }
    }
    // 三五天: three to five days.
    if run.len() > 1 && run.len() < 4 && run.iter().all(|c| digit(*c).is_some_and(|digit| digit > 0.0)) {
        found.extend(run.iter().filter_map(|c| digit(*c)));
    }
    found.push(number);
    end
}

/// What a run of Chinese numerals comes to.
fn value(run: &[char]) -> f64 {
    if run.iter().all(|c| digit(*c).is_some()) {
        return run
            .iter()
            .filter_map(|c| digit(*c))
            .fold(0.0, |all, digit| all * 10.0 + digit);
    }
    let (mut total, mut part, mut pending, mut last) = (0.0, 0.0, None, 1.0);
    for c in run {
        match (digit(*c), scale(*c)) {
            (Some(0.0), _) => (pending, last) = (None, 1.0),
            (Some(digit), _) => pending = Some(digit),
            (None, Some(size)) if size >= 10_000.0 => {
                let times = part + pending.take().unwrap_or(0.0);
                // 一亿二千万: what stands already is larger; 一万亿: it is counted itself.
                total = if total > size {
                    total + times * size
                } else {
                    (total + times).max(1.0) * size
                };
                (part, last) = (0.0, size);
            }
            (None, Some(size)) => {
                // 廿 brings its own digit.
                let times = if matches!(c, '廿' | '卅') {
                    1.0
                } else {
                    pending.take().unwrap_or(1.0)
                };
                part += times * size;
                last = if matches!(c, '廿' | '卅') { 10.0 } else { size };
            }
            (None, None) => {}
        }
    }
    // 三万六 is 36,000, 一百一 is 110; 十一 is 11.
    let unit = if last > 10.0 { last / 10.0 } else { 1.0 };
    total + part + pending.unwrap_or(0.0) * unit
}

fn digit(c: char) -> Option<f64> {
    Some(match c {
        '〇' | '零' | '○' => 0.0,
        '一' | '壹' => 1.0,
        '二' | '两' | '贰' => 2.0,
        '三' | '叁' => 3.0,
        '四' | '肆' => 4.0,
        '五' | '伍' => 5.0,
        '六' | '陆' => 6.0,
        '七' | '柒' => 7.0,
        '八' | '捌' => 8.0,
        '九' | '玖' => 9.0,
        _ => return None,
    })
}

fn scale(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '廿' => 20.0,
        '卅' => 30.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1000.0,
        '万' => 10_000.0,
        '亿' => 100_000_000.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, numbers) in [
            ("享受98天产假", vec![98.0]),
            ("每人１，２００.5元", vec![1200.5]),
            ("不超过3万元", vec![30_000.0]),
            ("三千元", vec![3000.0]),
            ("两百零五", vec![205.0]),
            ("一千零五十", vec![1050.0]),
            ("三万六", vec![36_000.0]),
            ("一百一", vec![110.0]),
            ("十一", vec![11.0]),
            ("一百一十一", vec![111.0]),
            ("百分之三点五", vec![100.0, 3.5]),
            ("一点五万元，零点八亿", vec![15_000.0, 80_000_000.0]),
            ("二〇二一年", vec![2021.0]),
            ("廿五日、卅日", vec![25.0, 30.0]),
            ("一百五十八天", vec![158.0]),
            ("十二万三千四百五十六", vec![123_456.0]),
            ("一亿二千万", vec![120_000_000.0]),
            ("三五天", vec![3.0, 5.0, 35.0]),
            ("五成", vec![5.0, 50.0]),
            ("1万2千元", vec![12_000.0]),
            ("半年内，两个半月，一年半，一个半小时", vec![0.5, 2.5, 1.5, 1.5]),
            ("一年半年各一次，多半", vec![1.0, 0.5, 1.0]),
            ("没有数", vec![]),
        ] {
            assert_eq!(numbers_in(text), numbers, "{text}");
        }
    }

    #[test]
    fn a_number_comes_with_what_stands_behind_it() {
        let said = |text| {
            quantities_in(text)
                .into_iter()
                .map(|(_, behind)| behind)
                .collect::<Vec<_>>()
        };
        assert_eq!(said("十五个工作日内"), ["个工作日"]);
        assert_eq!(said("1.2万元，一年半"), ["元,一年", "年半"]);
        assert_eq!(said("工资的百分之三十。")[1], "%。");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn what_is_written_in_chinese_is_read_back(n in 1_u32..10_000) {
            assert_eq!(numbers_in(&super::super::numeral::chinese(n)).last(), Some(&f64::from(n)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[0-9０-９，．,.一二三十百千万亿零点成廿半个年月]{0,24}") {
            numbers_in(&text);
        }
    }
}
