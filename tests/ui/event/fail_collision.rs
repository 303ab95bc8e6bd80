//! Two names with the same 64-bit FNV-1a hash.

use detectors::Event;

#[derive(Event)]
#[event(schema = "collision.yml")]
struct Exec<'a> {
    #[event(field = "8yn0iYCKYHlIj4-BwPqk")]
    first: &'a str,
    #[event(field = "GReLUrM4wMqfg9yzV3KQ")]
    second: &'a str,
}

fn main() {}
