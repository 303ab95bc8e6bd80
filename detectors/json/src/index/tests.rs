//! The index against a reading byte by byte, on lines of the bytes that matter.

use super::*;

/// A line, read one byte after the other.
#[derive(Debug, Default, PartialEq)]
struct Model {
    tokens: Vec<u32>,
    backslashes: Vec<usize>,
    defect: Option<DecodeError>,
}

impl Model {
    fn of(line: &[u8]) -> Self {
        let mut model = Self::default();
        let (mut in_string, mut escaped) = (false, false);
        for (at, byte) in line.iter().enumerate() {
            let is_quote = *byte == b'"' && !escaped;
            if is_quote || (matches!(byte, b'{' | b'}' | b'[' | b']') && !in_string) {
                model.tokens.push(at as u32);
            }
            if in_string && !is_quote && model.defect.is_none() {
                let what = "an escape instead of a control character";
                let control = (*byte < 0x20).then_some(DecodeError { offset: at, problem: Problem::Syntax(what) });
                model.defect = if escaped { wrong_escape(line, at).or(control) } else { control };
            }
            if *byte == b'\\' {
                model.backslashes.push(at);
            }
            in_string ^= is_quote;
            escaped = *byte == b'\\' && !escaped;
        }
        model
    }

    fn indexed(index: &mut Index, level: Level, line: &[u8]) -> Self {
        _ = index.fill(level, line);
        let backslashes = (0..line.len()).filter(|at| index.has_backslashes() && has_backslash(index, *at, *at + 1));
        Self { tokens: index.tokens().to_vec(), backslashes: backslashes.collect(), defect: index.defect().cloned() }
    }
}

fn has_backslash(index: &Index, start: usize, end: usize) -> bool {
    index.has_backslash(Text { start: start as u32, end: end as u32 })
}

/// xorshift64*: the same lines at every run.
fn random(state: &mut u64, below: usize) -> usize {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below
}

/// Lines of mostly plain bytes, or of mostly special ones.
fn lines(count: usize) -> impl Iterator<Item = Vec<u8>> {
    const PLAIN: &[u8] = b"abc,:0 {}[]\"";
    const SPECIAL: &[u8] = b"\\\\\\\"\"u09afFn/{[]}\x01\x1f\x20\x7f\x80\xff\xc3\xa9";
    let mut state = 0x1d_0115;
    (0..count).map(move |_| {
        let (len, special) = (random(&mut state, 200), random(&mut state, 100));
        let bytes = (0..len).map(|_| {
            let list = if random(&mut state, 100) < special { SPECIAL } else { PLAIN };
            list[random(&mut state, list.len())]
        });
        bytes.collect()
    })
}

const LINES: usize = if cfg!(miri) { 20 } else { 20_000 };

#[test]
fn every_level_finds_what_is_found_byte_by_byte() {
    let (mut index, mut defects) = (Index::default(), 0);
    for line in lines(LINES) {
        let expected = Model::of(&line);
        defects += usize::from(expected.defect.is_some());
        for level in Level::all() {
            assert_eq!(Model::indexed(&mut index, level, &line), expected, "{level:?} {:?}", String::from_utf8_lossy(&line));
            let valid = std::str::from_utf8(&line);
            assert_eq!(index.fill(level, &line), valid.map_err(|error| error.valid_up_to()));
        }
    }
    assert!((LINES / 10..LINES).contains(&defects), "some lines have defects: {defects}");
}

#[test]
fn a_backslash_is_found_in_the_part_that_has_it() {
    let mut line = vec![b'a'; 300];
    let mut index = Index::default();
    for at in [0, 1, 63, 64, 127, 128, 200, 299] {
        line[at] = b'\\';
        _ = index.fill(Level::of_this_machine(), &line);
        for start in (0..300).step_by(7) {
            for end in start..300 {
                assert_eq!(has_backslash(&index, start, end), (start..end).contains(&at), "{at} in {start}..{end}");
            }
        }
        line[at] = b'a';
    }
}

#[test]
fn as_many_tokens_as_bytes_find_room() {
    let mut index = Index::default();
    for len in [0, 1, 63, 64, 65, 128, 1000] {
        for level in Level::all() {
            _ = index.fill(level, &vec![b'['; len]);
            assert!(index.tokens().iter().copied().eq(0..len as u32));
        }
    }
}
