//! Addresses: blocks and order, in the 16-byte form.

use core::cmp::Ordering;
use core::net::IpAddr;

/// The 16-byte form as a number: IPv6 as it is, IPv4 as `::ffff:a.b.c.d`.
#[inline]
pub const fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// The order of addresses: by their 16-byte forms.
#[inline]
pub fn compare(left: IpAddr, right: IpAddr) -> Ordering {
    bits(left).cmp(&bits(right))
}

/// A block of addresses (CIDR) in the 16-byte form. An IPv4 block of n bits is one of 96 + n bits there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// An address of the block.
    pub network: u128,
    /// How many leading bits the addresses of the block share, at most 128.
    pub prefix: u8,
}

impl Block {
    /// The block of all addresses that share their first `prefix` bits with `network`.
    pub const fn new(network: u128, prefix: u8) -> Self {
        Self { network, prefix }
    }

    /// Whether the address is in the block.
    #[inline]
    pub fn contains(&self, address: IpAddr) -> bool {
        let difference = bits(address) ^ self.network;
        // A shift by 128 is none: a block of all addresses.
        let host_bits = 128_u32.saturating_sub(u32::from(self.prefix));
        difference.checked_shr(host_bits).unwrap_or(0) == 0
    }
}

/// Whether the address lies in one of the blocks.
#[inline]
pub fn in_any(address: IpAddr, blocks: &[Block]) -> bool {
    blocks.iter().any(|block| block.contains(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_met_in_the_16_byte_form() {
        let rows = [
            ("10.0.0.0", 96 + 8, "10.255.1.2", true),
            ("10.0.0.0", 96 + 8, "11.0.0.0", false),
            ("10.1.2.3", 96 + 8, "10.0.0.1", true),
            ("10.0.0.0", 96 + 8, "::ffff:10.0.0.1", true),
            ("::ffff:10.0.0.0", 104, "10.9.9.9", true),
            ("0.0.0.0", 96, "1.2.3.4", true),
            ("0.0.0.0", 96, "::1", false),
            ("::", 0, "1.2.3.4", true),
            ("::", 0, "ffff::1", true),
            ("fe80::", 10, "febf::1", true),
            ("fe80::", 10, "fec0::1", false),
            ("::1", 128, "::1", true),
            ("::1", 128, "::", false),
            ("::1", 255, "::1", true),
        ];
        for (network, prefix, address, expected) in rows {
            let block = Block::new(bits(network.parse().unwrap()), prefix);
            assert_eq!(block.contains(address.parse().unwrap()), expected, "{address} in {network}/{prefix}");
        }
    }

    #[test]
    fn addresses_are_ordered_by_their_16_bytes() {
        let order: [IpAddr; 5] = ["::", "::1", "1.2.3.4", "1.2.3.5", "2001::"].map(|address| address.parse().unwrap());
        assert!(order.windows(2).all(|pair| compare(pair[0], pair[1]) == Ordering::Less));
        assert_eq!(compare("1.2.3.4".parse().unwrap(), "::ffff:1.2.3.4".parse().unwrap()), Ordering::Equal);
    }
}
