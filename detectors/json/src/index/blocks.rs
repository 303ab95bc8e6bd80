//! 64 bytes → masks, with the widest instructions that the machine has.
//!
//! AVX2 where the processor has it, which is asked once; elsewhere words of eight bytes. Both say the same: the tests compare them with
//! what is said byte by byte. The unsafe code here is for want of a safe name for an instruction: it reads nothing but arrays of known
//! length.

use super::{BLOCK, Pass};

/// Bits by byte, of what every document has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plain {
    pub(super) quotes: u64,
    /// `{`, `}`, `[`, `]`.
    pub(super) brackets: u64,
    /// Whether [`Rare`] has anything.
    pub(super) rare: bool,
}

/// Bits by byte, of what most blocks have not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rare {
    pub(super) backslashes: u64,
    /// Below the space.
    pub(super) controls: u64,
    pub(super) beyond_ascii: bool,
}

pub(super) trait Blocks: Copy {
    fn plain(self, block: &[u8; BLOCK]) -> Plain;

    fn rare(self, block: &[u8; BLOCK]) -> Rare;

    /// Each bit the exclusive or of itself and all below.
    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        [1, 2, 4, 8, 16, 32].into_iter().fold(bits, |bits, distance| bits ^ bits << distance)
    }
}

/// What the machine has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Level {
    #[cfg(target_arch = "x86_64")]
    Avx2(x86_64::Avx2),
    Words(Words),
}

impl Level {
    /// The widest that there is.
    pub(crate) fn of_this_machine() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(level) = x86_64::Avx2::detect() {
            return Self::Avx2(level);
        }
        Self::Words(Words)
    }

    /// All that there are.
    #[cfg(test)]
    pub(super) fn all() -> Vec<Self> {
        vec![Self::of_this_machine(), Self::Words(Words)]
    }

    pub(super) fn run(self, pass: Pass<'_>) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(level) => level.run(pass),
            Self::Words(level) => pass.run(level),
        }
    }
}

/// Eight bytes of a general register at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words;

impl Words {
    /// A bit for each byte of which `high` has the highest bit set.
    fn mask(block: &[u8; BLOCK], high: impl Fn(u64) -> u64) -> u64 {
        let (words, _) = block.as_chunks::<8>();
        words.iter().enumerate().fold(0, |mask, (number, word)| {
            let bits = high(u64::from_le_bytes(*word)) & HIGHS;
            // The multiplication brings the eight bits together in the highest byte.
            mask | ((bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * number)
        })
    }
}

const ONES: u64 = u64::MAX / 0xff;
const HIGHS: u64 = ONES << 7;

/// The highest bit of each byte that equals another. No byte carries into its neighbour.
fn equal(word: u64, byte: u8) -> u64 {
    let difference = word ^ (ONES * u64::from(byte));
    !(((difference & !HIGHS) + !HIGHS) | difference) & HIGHS
}

impl Blocks for Words {
    fn plain(self, block: &[u8; BLOCK]) -> Plain {
        let brackets = |word: u64| equal(word | (ONES * 0x20), b'{') | equal(word | (ONES * 0x20), b'}');
        let Rare { backslashes, controls, beyond_ascii } = self.rare(block);
        Plain {
            quotes: Self::mask(block, |word| equal(word, b'"')),
            brackets: Self::mask(block, brackets),
            rare: backslashes | controls != 0 || beyond_ascii,
        }
    }

    fn rare(self, block: &[u8; BLOCK]) -> Rare {
        Rare {
            backslashes: Self::mask(block, |word| equal(word, b'\\')),
            controls: Self::mask(block, |word| equal(word & (ONES * 0xe0), 0)),
            beyond_ascii: !block.is_ascii(),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "the names of the instructions")]
pub(crate) mod x86_64 {
    use super::{BLOCK, Blocks, Pass, Plain, Rare};
    use core::arch::x86_64::*;

    /// INVARIANT: there is one only where the processor has the instructions of [`run`].
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Avx2(());

    impl Avx2 {
        pub(super) fn detect() -> Option<Self> {
            let has = is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
                && is_x86_feature_detected!("popcnt")
                && is_x86_feature_detected!("pclmulqdq");
            has.then_some(Self(()))
        }

        pub(super) fn run(self, pass: Pass<'_>) {
            // SAFETY: the processor has the instructions, by the invariant.
            unsafe { run(pass, self) }
        }
    }

    /// All that is called here is inlined into it, and so compiled for these instructions.
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt,pclmulqdq")]
    fn run(pass: Pass<'_>, level: Avx2) {
        pass.run(level);
    }

    /// A block in registers, and a block of answers: all ones for yes.
    #[derive(Clone, Copy)]
    struct Wide([__m256i; 2]);

    // SAFETY (of all unsafe blocks): AVX2 is there, since only [`Avx2`] makes one; the instructions have no other requirement.
    impl Wide {
        #[inline(always)]
        fn load(_: Avx2, block: &[u8; BLOCK]) -> Self {
            let (low, high) = (block.as_ptr(), block[32..].as_ptr());
            // SAFETY: each half of the block has 32 bytes, which are read at any alignment.
            unsafe { Self([_mm256_loadu_si256(low.cast()), _mm256_loadu_si256(high.cast())]) }
        }

        #[inline(always)]
        fn equals(self, byte: u8) -> Self {
            let [low, high] = self.0;
            // SAFETY: as above.
            unsafe {
                let byte = _mm256_set1_epi8(byte as i8);
                Self([_mm256_cmpeq_epi8(low, byte), _mm256_cmpeq_epi8(high, byte)])
            }
        }

        #[inline(always)]
        fn at_most(self, byte: u8) -> Self {
            let [low, high] = self.0;
            // SAFETY: as above.
            unsafe {
                let byte = _mm256_set1_epi8(byte as i8);
                Self([_mm256_cmpeq_epi8(_mm256_min_epu8(low, byte), low), _mm256_cmpeq_epi8(_mm256_min_epu8(high, byte), high)])
            }
        }

        #[inline(always)]
        fn or(self, other: Self) -> Self {
            let ([low, high], [other_low, other_high]) = (self.0, other.0);
            // SAFETY: as above.
            unsafe { Self([_mm256_or_si256(low, other_low), _mm256_or_si256(high, other_high)]) }
        }

        #[inline(always)]
        fn all_of(_: Avx2, byte: u8) -> Self {
            // SAFETY: as above.
            unsafe { Self([_mm256_set1_epi8(byte as i8); 2]) }
        }

        /// The highest bit of each byte.
        #[inline(always)]
        fn mask(self) -> u64 {
            let [low, high] = self.0;
            // SAFETY: as above.
            unsafe { u64::from(_mm256_movemask_epi8(low) as u32) | u64::from(_mm256_movemask_epi8(high) as u32) << 32 }
        }

        /// Whether some byte has its highest bit.
        #[inline(always)]
        fn any(self) -> bool {
            let [low, high] = self.0;
            // SAFETY: as above.
            unsafe { _mm256_movemask_epi8(_mm256_or_si256(low, high)) != 0 }
        }
    }

    impl Blocks for Avx2 {
        #[inline(always)]
        fn plain(self, block: &[u8; BLOCK]) -> Plain {
            let bytes = Wide::load(self, block);
            let folded = bytes.or(Wide::all_of(self, 0x20));
            Plain {
                quotes: bytes.equals(b'"').mask(),
                brackets: folded.equals(b'{').or(folded.equals(b'}')).mask(),
                rare: bytes.or(bytes.equals(b'\\')).or(bytes.at_most(0x1f)).any(),
            }
        }

        #[inline(always)]
        fn rare(self, block: &[u8; BLOCK]) -> Rare {
            let bytes = Wide::load(self, block);
            Rare { backslashes: bytes.equals(b'\\').mask(), controls: bytes.at_most(0x1f).mask(), beyond_ascii: bytes.any() }
        }

        #[inline(always)]
        fn prefix_xor(self, bits: u64) -> u64 {
            // SAFETY: the instruction is there, by the invariant. A product without carries by all ones is the prefix.
            unsafe {
                let product = _mm_clmulepi64_si128(_mm_set_epi64x(0, bits as i64), _mm_set1_epi8(-1), 0);
                _mm_cvtsi128_si64(product) as u64
            }
        }
    }
}
