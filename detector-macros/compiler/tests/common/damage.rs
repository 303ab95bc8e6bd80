//! Random damage: the same for the same seed.

/// xorshift64*: the same cases in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).expect("31 bits") % bound.max(1)
    }
}

/// Cuts, splices, and changes a byte; always a text.
pub(crate) fn mutate(random: &mut Random, text: &str, other: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let (from, to) = (random.below(bytes.len() + 1), random.below(bytes.len() + 1));
        let (from, to) = (from.min(to), from.max(to));
        match random.below(4) {
            0 => drop(bytes.drain(from..to.min(from + 20))),
            1 => {
                let start = random.below(other.len() + 1);
                let piece = &other.as_bytes()[start..(start + random.below(40)).min(other.len())];
                drop(bytes.splice(from..from, piece.iter().copied()));
            }
            2 => {
                const PIECES: [&str; 24] = [
                    "(", ")", "[", "]", "![", "\"", "\"\"\"", "'", "`", "\\", "?", "$", "~", "=", "|", ",", ".", "/*", "*/",
                    "\n", " not ", " and ", "é", "😀",
                ];
                let piece = PIECES[random.below(PIECES.len())];
                drop(bytes.splice(from..from, piece.bytes()));
            }
            _ => {
                if let Some(byte) = bytes.get_mut(from) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
