use detectors::Event;

#[derive(Event)]
struct Exec<'a> {
    #[event(field = "process.nmae")]
    name: &'a str,
    #[event(field = "acme.badge")]
    badge: u32,
    #[event(field = "source.geo.location")]
    place: [f64; 2],
    #[event(field = "")]
    empty: u32,
}

fn main() {}
