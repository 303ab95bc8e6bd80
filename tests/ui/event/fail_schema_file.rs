use detectors::Event;

#[derive(Event)]
#[event(schema = "no_such_fields.yml")]
struct Missing {
    #[event(field = "acme.badge")]
    badge: u32,
}

#[derive(Event)]
#[event(schema = "/etc/fields.yml")]
struct Absolute {
    #[event(field = "acme.badge")]
    badge: u32,
}

#[derive(Event)]
#[event(schema = "wrong_fields.yml")]
struct Wrong {
    #[event(field = "acme.badge")]
    badge: u32,
}

#[derive(Event)]
#[event(schema = "fields.yml", schema = "fields.yml")]
struct Twice {
    #[event(field = "acme.badge")]
    badge: u32,
}

fn main() {}
