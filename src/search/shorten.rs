//! Making a script small: what only its writers read is left out, and names are short where nobody outside asks for them.
//!
//! In goes a script in the form that the modules in `js/` have, out comes one that does the same. It is read by its tokens
//! and brackets, which is enough to tell names from fields; nothing here knows what a script means.

use std::collections::{BTreeMap, BTreeSet};

/// A module without what only its writers read: imports, exports, comments, blanks that separate no words, and ends of
/// lines behind which the sentence goes on or is ended anyway.
/// Strings and regular expressions stay as they are; a module has no template strings.
pub(super) fn bare(module: &str) -> String {
    let mut out = String::with_capacity(module.len());
    let mut rest = module;
    while let Some(c) = rest.chars().next() {
        let token = token(rest, &out);
        let text = &rest[..token];
        rest = &rest[token..];
        match c {
            _ if text.starts_with("//") || text.starts_with("/*") => {}
            '\n' if out.is_empty() || out.ends_with(['\n', ';', '{', ',', '(', '[']) => {}
            '\n' => out.push(c),
            ' ' if separates(&out, rest) => out.push(c),
            ' ' => {}
            // A block that ends ends its last sentence, too.
            '}' => {
                out.truncate(out.trim_end_matches([';', '\n']).len());
                out.push(c);
            }
            _ if text == "export" => rest = &rest[1..],
            _ if text == "import" => rest = &rest[rest.find('\n').unwrap_or(rest.len())..],
            _ => out.push_str(text),
        }
    }
    out
}

/// A script with short names for what its modules declare, where these stand for nothing else: for no field of an object,
/// no part that another script takes, and no word in a text.
/// `lines` are those of the modules.
pub(super) fn short<'m>(script: &str, lines: impl Iterator<Item = &'m str>) -> String {
    let names = lines.filter_map(declared);
    let mut words: BTreeMap<&str, bool> = names.map(|name| (name, name.len() > 3)).collect();
    for (before, word, after) in tokens(script) {
        let field = before == Some('.')
            || after == Some(':')
            || (matches!(before, Some('{' | ',')) && matches!(after, Some('}' | ',')));
        if word.starts_with(['\'', '/']) {
            for part in word.split(|c| !is_word(Some(c))) {
                words.remove(part);
            }
        } else if field {
            words.remove(word);
        }
    }
    let numbered = words.into_iter().filter(|(_, long)| *long).enumerate();
    let short: BTreeMap<&str, String> = numbered.map(|(n, (name, _))| (name, format!("${n}"))).collect();
    tokens(script)
        .map(|(_, word, _)| short.get(word).map_or(word, String::as_str))
        .collect()
}

/// What a line of the script declares for all modules.
fn declared(line: &str) -> Option<&str> {
    let kinds = ["async function ", "function ", "class ", "const ", "let "];
    let line = line.strip_prefix("export ").unwrap_or(line);
    let rest = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
    rest.split(|c| !is_word(Some(c)))
        .next()
        .filter(|name| !name.is_empty())
}

/// Words, texts and signs of a script in their order, with the characters before and behind each.
fn tokens(script: &str) -> impl Iterator<Item = (Option<char>, &str, Option<char>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = script.get(at..).filter(|rest| !rest.is_empty())?;
        let before = script[..at].chars().next_back();
        let length = token(rest, &script[..at]);
        at += length;
        Some((before, &rest[..length], rest[length..].chars().next()))
    })
}

/// How long the token is that a text begins with: a word, a string, a regular expression, a comment, or one sign.
/// `before` is what is before it: a slash behind a value divides.
fn token(text: &str, before: &str) -> usize {
    let until = |end: &str, from: usize| text[from..].find(end).map_or(text.len(), |at| from + at);
    let first = text.chars().next().map_or(0, char::len_utf8);
    match text.as_bytes()[0] {
        b'/' if text.starts_with("//") => until("\n", 0),
        b'/' if text.starts_with("/*") => until("*/", 2) + 2,
        b'\'' => quoted(text, '\''),
        b'/' if before
            .trim_end()
            .ends_with(['(', ',', '=', ':', '[', '!', '&', '|', '?', '{', ';', '\n', '>']) =>
        {
            quoted(text, '/')
        }
        _ if is_word(text.chars().next()) => text.find(|c| !is_word(Some(c))).unwrap_or(text.len()),
        _ => first,
    }
}

/// How long a string or regular expression is, which ends with `end` outside brackets and not behind a backslash.
fn quoted(text: &str, end: char) -> usize {
    let (mut escaped, mut class) = (false, false);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' if end == '/' => class = true,
            ']' => class = false,
            c if c == end && !class => return at + end.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// Whether a blank is needed between what was written and what follows.
fn separates(before: &str, after: &str) -> bool {
    let (last, next) = (before.chars().next_back(), after.chars().next());
    is_word(last) && is_word(next) || matches!((last, next), (Some('+'), Some('+')) | (Some('-'), Some('-')))
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$')
}

/// A script with short names for what is declared within one function or method only.
///
/// A name is short wherever it stands in there, so what has the same name in two blocks still has. A field keeps its name:
/// `{page}` becomes `{page:a}`. What the modules declare for all, by their `lines`, stays, too.
pub(super) fn short_locals<'m>(script: &str, lines: impl Iterator<Item = &'m str>) -> String {
    let shared: BTreeSet<&str> = lines.filter_map(declared).collect();
    let words = Reader::read(script);
    let mut names: BTreeMap<(usize, &str), String> = BTreeMap::new();
    for unit in words.chunk_by(|one, next| one.unit == next.unit) {
        let taken: BTreeSet<&str> = unit.iter().map(|word| word.text).collect();
        let locals: BTreeSet<&str> = unit
            .iter()
            .filter(|word| word.declares)
            .map(|word| word.text)
            .collect();
        let mut free = short_names().filter(|name| !taken.contains(name.as_str()));
        for word in unit {
            let local = word.text.len() > 1 && locals.contains(word.text) && !shared.contains(word.text);
            if local && !word.text.starts_with('$') {
                names
                    .entry((word.unit, word.text))
                    .or_insert_with(|| free.next().expect("there is no end of names"));
            }
        }
    }
    let written = words
        .iter()
        .map(|word| match (names.get(&(word.unit, word.text)), word.role) {
            (Some(name), Role::Name) => name.clone(),
            (Some(name), Role::NameAndField) => format!("{}:{name}", word.text),
            _ => word.text.to_owned(),
        });
    written.collect()
}

/// One letter each, then two signs of which no word of the language consists.
fn short_names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let longer = (0..).flat_map(move |n: u32| letters().map(move |c| format!("{c}{n}")));
    letters().map(String::from).chain(longer)
}

/// What a token of a script is.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// A name, of which the script knows what it stands for.
    Name,
    /// `page` in `{page}`: the field, and the name.
    NameAndField,
    /// All else.
    Other,
}

struct Word<'s> {
    text: &'s str,
    role: Role,
    /// Whether a name is declared here.
    declares: bool,
    /// Which function, method or sentence that stands by itself it is in.
    unit: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Bracket {
    /// Round or square ones.
    Plain,
    /// Around fields.
    Object,
    Block,
    Class,
}

/// What is open at a place of a script.
struct Frame {
    bracket: Bracket,
    /// Whether it is around names that are declared: parameters, or parts of what is taken apart.
    pattern: bool,
    /// Whether a `const` or `let` has begun and not ended in it.
    declaring: bool,
    /// Whether a name that comes now is declared.
    expects: bool,
}

/// Reads the tokens of a script one after the other.
struct Reader<'s> {
    /// All tokens, and the places of those that are no blanks.
    tokens: Vec<&'s str>,
    solid: Vec<usize>,
    frames: Vec<Frame>,
}

impl<'s> Reader<'s> {
    fn read(script: &'s str) -> Vec<Word<'s>> {
        let tokens: Vec<&str> = tokens(script).map(|(_, text, _)| text).collect();
        let solid = (0..tokens.len())
            .filter(|&at| !matches!(tokens[at], " " | "\n"))
            .collect();
        let mut reader = Reader {
            tokens,
            solid,
            frames: Vec::new(),
        };
        let (mut unit, mut known) = (0, BTreeMap::new());
        for n in 0..reader.solid.len() {
            let (role, declares) = reader.step(n);
            known.insert(reader.solid[n], (role, declares, unit));
            let inner = reader
                .frames
                .last()
                .is_some_and(|frame| frame.bracket != Bracket::Class);
            unit += usize::from(matches!(reader.at(n), "}" | ";") && !inner);
        }
        let blank = (Role::Other, false, usize::MAX);
        let word = |(at, text): (usize, &&'s str)| {
            let (role, declares, unit) = *known.get(&at).unwrap_or(&blank);
            Word {
                text,
                role,
                declares,
                unit,
            }
        };
        let mut words: Vec<Word<'s>> = reader.tokens.iter().enumerate().map(word).collect();
        // A blank is where the word before it is.
        for at in 1..words.len() {
            if words[at].unit == usize::MAX {
                words[at].unit = words[at - 1].unit;
            }
        }
        words
    }

    /// The token at a place, blanks not counted; nothing beyond the ends.
    fn at(&self, n: usize) -> &'s str {
        self.solid.get(n).map_or("", |&at| self.tokens[at])
    }

    fn before(&self, n: usize, back: usize) -> &'s str {
        n.checked_sub(back).map_or("", |n| self.at(n))
    }

    /// What the next token is, and whether it declares a name.
    fn step(&mut self, n: usize) -> (Role, bool) {
        let text = self.at(n);
        let expects = self.frames.last().is_some_and(|frame| frame.expects);
        match text {
            "(" | "[" | "{" => {
                let bracket = if text == "{" && !expects {
                    self.brace(n)
                } else {
                    Bracket::Plain
                };
                let bracket = if text == "{" && expects {
                    Bracket::Object
                } else {
                    bracket
                };
                let pattern = if text == "(" {
                    self.are_parameters(n)
                } else {
                    expects
                };
                self.frames.push(Frame {
                    bracket,
                    pattern,
                    declaring: false,
                    expects: pattern,
                });
            }
            ")" | "]" | "}" => {
                self.frames.pop();
                self.expect(|_| false);
            }
            "," => self.expect(|frame| frame.pattern || frame.declaring),
            ":" => self.expect(|frame| frame.pattern && frame.bracket == Bracket::Object),
            "=" => self.expect(|_| false),
            ";" => {
                if let Some(frame) = self.frames.last_mut() {
                    (frame.declaring, frame.expects) = (false, false);
                }
            }
            "const" | "let" => {
                if let Some(frame) = self.frames.last_mut() {
                    (frame.declaring, frame.expects) = (true, true);
                }
            }
            _ if is_word(text.chars().next()) => return self.word(n, expects),
            _ => {}
        }
        (Role::Other, false)
    }

    fn expect(&mut self, rule: impl Fn(&Frame) -> bool) {
        if let Some(frame) = self.frames.last_mut() {
            frame.expects = rule(frame);
        }
    }

    /// What a word is.
    fn word(&mut self, n: usize, expects: bool) -> (Role, bool) {
        let (before, after) = (self.before(n, 1), self.at(n + 1));
        let field = before == "." && self.before(n, 2) != "." || before.len() > 1 && before.starts_with('/');
        let bracket = self.frames.last().map(|frame| frame.bracket);
        let first = bracket == Some(Bracket::Object) && matches!(before, "{" | ",");
        if field
            || self.at(n) == "of"
            || bracket == Some(Bracket::Class)
            || first && matches!(after, ":" | "(")
        {
            return (Role::Other, false);
        }
        self.expect(|_| false);
        let of_arrow = after == "=" && self.at(n + 2) == ">";
        let declares = bracket.is_some() && (expects || of_arrow || before == "function");
        let both = first && matches!(after, "}" | ",");
        (if both { Role::NameAndField } else { Role::Name }, declares)
    }

    /// What a brace opens that no name is declared in.
    fn brace(&self, n: usize) -> Bracket {
        let (before, earlier) = (self.before(n, 1), self.before(n, 2));
        match before {
            _ if matches!(earlier, "class" | "extends") => Bracket::Class,
            "" | ")" | ";" | "{" | "}" | "else" | "try" | "finally" | "do" => Bracket::Block,
            ">" if earlier == "=" => Bracket::Block,
            _ => Bracket::Object,
        }
    }

    /// Whether a round bracket opens what a function is given.
    fn are_parameters(&self, n: usize) -> bool {
        let mut open = 0;
        let end = (n..self.solid.len()).find(|&at| {
            open += i32::from(self.at(at) == "(") - i32::from(self.at(at) == ")");
            open == 0
        });
        let after = |ahead: usize| end.map_or("", |end| self.at(end + ahead));
        let named = is_word(self.before(n, 1).chars().next());
        after(1) == "=" && after(2) == ">"
            || after(1) == "{" && named && !matches!(self.before(n, 1), "if" | "for" | "while" | "switch")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_writers_read_is_left_out_and_strings_and_patterns_stay() {
        let module = "// Head.\nimport { a } from './a.js';\n\n/** Says. */\nexport function b(c) {\n  \
                      return c / 2 + a('x // y  z', /[/' ]+ {2}/g) - -1; // why\n}\n";
        let wanted = "function b(c){return c/2+a('x // y  z',/[/' ]+ {2}/g)- -1}\n";
        assert_eq!(bare(module), wanted);
    }

    #[test]
    fn what_modules_declare_has_short_names_but_fields_and_texts_keep_theirs() {
        let script = "const LIMIT=3\nfunction outer(one){return one.inner+LIMIT}\nfunction inner(){return{title:LIMIT,other}}\n\
                      function other(){return'spoken'}\nfunction spoken(){outer(/LIMITS/,other)}\n";
        let wanted = "const $0=3\nfunction $1(one){return one.inner+$0}\nfunction inner(){return{title:$0,other}}\n\
                      function other(){return'spoken'}\nfunction spoken(){$1(/LIMITS/,other)}\n";
        assert_eq!(short(script, script.lines()), wanted);
    }

    #[test]
    fn names_within_a_function_are_short_but_those_of_fields_and_of_all_modules_stay() {
        let script = "function outer({page,at:place},rest=page.most){const[first,{size}]=rest,both={page,size:first};\
                      for(const one of both.page)inner(one=>one.page?place:document,(two,three)=>{let four=two,five;return{four,five}})}\n\
                      class Kind{most(page){if(page){return this.page}return outer}}const page=1;";
        let wanted = "function outer({page:a,at:b},c=a.most){const[d,{size:e}]=c,f={page:a,size:d};\
                      for(const g of f.page)inner(g=>g.page?b:document,(h,i)=>{let j=h,k;return{four:j,five:k}})}\n\
                      class Kind{most(a){if(a){return this.page}return outer}}const page=1;";
        assert_eq!(
            short_locals(script, ["function outer(", "function inner("].into_iter()),
            wanted
        );
    }
}
