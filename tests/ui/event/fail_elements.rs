use detectors::Event;

#[derive(Event)]
struct Frame<'a> {
    #[event(field = "process.thread.Ext.call_stack.symbol_info")]
    symbol: &'a str,
}

#[derive(Event)]
struct NoArray<'a> {
    #[event(elements = "process.args")]
    args: &'a [Frame<'a>],
    #[event(elements = "process.thread.Ext.call_stak")]
    stack: &'a [Frame<'a>],
}

#[derive(Event)]
struct WithOthers<'a> {
    #[event(elements = "process.thread.Ext.call_stack", field = "process.name")]
    stack: &'a [Frame<'a>],
}

#[derive(Event)]
struct Twice<'a> {
    #[event(elements = "process.thread.Ext.call_stack")]
    stack: &'a [Frame<'a>],
    #[event(elements = "process.thread.Ext.call_stack")]
    again: &'a [Frame<'a>],
}

fn main() {}
