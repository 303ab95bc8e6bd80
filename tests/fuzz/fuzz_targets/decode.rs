#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| detector_tests::fuzz::decode(bytes));
