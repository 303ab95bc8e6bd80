use detectors::Event;

#[derive(Event)]
struct Frame<'a> {
    #[event(field = "process.thread.Ext.call_stack.symbol_info")]
    symbol: &'a str,
}

#[derive(Event)]
struct NoElements<'a> {
    #[event(elements = "process.thread.Ext.call_stack")]
    stack: &'a [&'a str],
}

#[derive(Event)]
struct Overlap<'a> {
    #[event(field = "process.thread.Ext.call_stack.symbol_info")]
    symbols: &'a [&'a str],
    #[event(elements = "process.thread.Ext.call_stack")]
    stack: &'a [Frame<'a>],
}

fn main() {}
