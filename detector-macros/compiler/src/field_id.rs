//! The identity of a field in emitted code: a hash of its dotted name, the same as the runtime's.

/// The 64-bit FNV-1a hash of a dotted name.
///
/// Emitted code names fields by it. It must be the hash that `detectors::field_id` computes, and never changes: an
/// event type and a rule may be compiled by different versions.
pub const fn field_id(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::field_id;

    #[test]
    fn it_is_the_64_bit_fnv_1a_hash() {
        // Test vectors of the hash's authors, http://www.isthe.com/chongo/src/fnv/test_fnv.c
        for (text, hash) in [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)] {
            assert_eq!(field_id(text), hash, "{text}");
        }
    }
}
