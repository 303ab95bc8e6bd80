//! What documents decode to: nested, dotted, in any mixture, and what is refused.

use detectors::{Handle, Scalar, SlotField, SlotKind, SlotValue, Timestamp};
use detectors_json::{DecodeError, Decoder, Document};

const FIELDS: &[SlotField] = &[
    SlotField::new("@timestamp", SlotKind::Date),
    SlotField::new("process.name", SlotKind::Str),
    SlotField::new("process.pid", SlotKind::Int),
    SlotField::new("process.parent.name", SlotKind::Str),
    SlotField::new("process.args", SlotKind::Str),
    SlotField::new("source.ip", SlotKind::Ip),
    SlotField::new("file.elevated", SlotKind::Bool),
    SlotField::new("host.load", SlotKind::Float),
    SlotField::new("agent.version", SlotKind::Version),
];

/// The values of all fields that have some, as `name=value,value`.
fn decode(decoder: &mut Decoder, line: &str) -> Result<String, DecodeError> {
    let table = decoder.decode(line.as_bytes(), Handle(3))?;
    assert_eq!(table.handle, Handle(3));
    let mut all = Vec::new();
    for (place, field) in FIELDS.iter().enumerate() {
        let mut values = Vec::new();
        table.any(place, |value| {
            values.push(match value {
                Scalar::Str(text) => text.to_owned(),
                Scalar::Int(number) => number.to_string(),
                Scalar::Unsigned(number) => number.to_string(),
                Scalar::Float(number) => format!("{number:?}"),
                Scalar::Bool(value) => value.to_string(),
                Scalar::Ip(address) => address.to_string(),
                Scalar::Time(Timestamp(ms)) => format!("{ms}ms"),
            });
            false
        });
        if !values.is_empty() {
            all.push(format!("{}={}", field.name, values.join(",")));
        }
    }
    Ok(all.join(" "))
}

#[test]
fn documents_of_any_form_decode_to_the_values_at_their_paths() {
    let cases = [
        (r#"{}"#, ""),
        (r#" { "process" : { "name" : "sh" } } "#, "process.name=sh"),
        (r#"{"process.name":"sh"}"#, "process.name=sh"),
        (r#"{"process.parent":{"name":"init"},"process":{"name":"sh"}}"#, "process.name=sh process.parent.name=init"),
        (r#"{"process":{"parent.name":"init","parent":{"pid":1}}}"#, "process.parent.name=init"),
        (r#"{"pro\u0063ess":{"na\u006de":"sh"}}"#, "process.name=sh"),
        (r#"{"process":{"args":["a",["b",[],["c"]],null,"d"]}}"#, "process.args=a,b,c,d"),
        (r#"{"process":[{"name":"a"},{"name":["b",null]},null,[{"pid":1}]]}"#, "process.name=a,b process.pid=1"),
        (r#"{"process":{"name":null,"args":[],"parent":null},"host":[]}"#, ""),
        (r#"{"process":{"name":"a"},"process.name":"b","process":{"name":"c"}}"#, "process.name=a,b,c"),
        (
            r#"{"process":[{"name":"a","pid":1},{"name":"b","pid":2},{"pid":3,"name":"c"}]}"#,
            "process.name=a,b,c process.pid=1,2,3",
        ),
        (r#"{"x":{"process":{"name":"no"}},"processs":{"name":"no"},"process":{"nam":"no"}}"#, ""),
        (r#"{"process":{"name":""}}"#, "process.name="),
        (r#"{"process":{"name":"C:\\a\t\"é\u00e9\ud83d\ude00"}}"#, "process.name=C:\\a\t\"éé😀"),
        (r#"{"process":{"args":[1,-1.50,true,false,"x\ny",1e3]}}"#, "process.args=1,-1.50,true,false,x\ny,1e3"),
        (r#"{"_index":"i","_id":"7","_source":{"process":{"name":"sh"}},"sort":[1]}"#, "process.name=sh"),
        (r#"{"_source":null}"#, ""),
        (r#"{"_source":"x","process":"sh","host":[1,true],"process.name":"sh"}"#, "process.name=sh"),
        (r#"{"a":{"_source":{"process.name":"no"}},"_source":{"_source":{"process.name":"no"}}}"#, ""),
        (
            r#"{"@timestamp":"1970-01-01T00:00:01Z","process.pid":["7",8.9,""],"source.ip":["::1","10.0.0.1"]}"#,
            "@timestamp=1000ms process.pid=7,8 source.ip=::1,10.0.0.1",
        ),
        (
            r#"{"file.elevated":["true",false,""],"host.load":["1.5",2],"agent.version":[8,"8.1.0"],"@timestamp":12}"#,
            "@timestamp=12ms file.elevated=true,false,false host.load=1.5,2.0 agent.version=8,8.1.0",
        ),
        (r#"{"process.pid":[9223372036854775808,1e19]}"#, "process.pid=9223372036854775808,1e19"),
    ];
    let mut decoder = Decoder::new(FIELDS);
    for (line, expected) in cases {
        assert_eq!(decode(&mut decoder, line).as_deref(), Ok(expected), "{line}");
    }
}

#[test]
fn what_is_no_document_is_refused_at_its_byte() {
    let deep = r#"{"process":{"args":"#.to_owned() + &"[".repeat(200);
    let cases = [
        ("", 0, "not JSON: expected the rest of the document"),
        ("{", 1, "not JSON: expected the rest of the document"),
        (r#"{"process":{"name":"sh"#, 22, "not JSON: expected the rest of the document"),
        ("[]", 0, "expected an object, found an array"),
        (" 7", 1, "expected an object, found a number"),
        ("null", 0, "expected an object, found null"),
        (r#"{} {}"#, 3, "text after the document"),
        (r#"{"a":nope}"#, 6, "not JSON: expected a value"),
        (r#"{"a" 1}"#, 5, "not JSON: expected `:`"),
        (r#"{"x":"\q"}"#, 7, "not JSON: expected an escape: one of `\"\\/bfnrtu`"),
        (&deep, 145, "more than 128 arrays and objects inside one another"),
        (r#"{"process":{"pid":"abc"}}"#, 18, "field `process.pid` is a long, found `abc`"),
        (r#"{"process":{"pid":[1,true]}}"#, 21, "field `process.pid` is a long, found `true`"),
        (r#"{"process":{"name":{"a":1}}}"#, 19, "field `process.name` is a keyword, found `{…`"),
        (r#"{"source":{"ip":"10.0.0.256"}}"#, 16, "field `source.ip` is an ip, found `10.0.0.256`"),
        (r#"{"@timestamp":"2023-02-29"}"#, 14, "field `@timestamp` is a date, found `2023-02-29`"),
        (r#"{"file":{"elevated":1}}"#, 20, "field `file.elevated` is a boolean, found `1`"),
        (r#"{"host":{"load":"\u001b[31m"}}"#, 16, "field `host.load` is a double, found `\\u001b[31m`"),
        // Whatever stands first: inside of a string or outside, read or skipped.
        (r#"{"x":{"y":["\q"]},"z":nope}"#, 13, "not JSON: expected an escape: one of `\"\\/bfnrtu`"),
        (r#"{"z":nope,"x":"\q"}"#, 6, "not JSON: expected a value"),
        (r#"{"process":{"pid":"abc"},"x":"\q"}"#, 18, "field `process.pid` is a long, found `abc`"),
        (r#"{"x":"\q","process":{"pid":"abc"}}"#, 7, "not JSON: expected an escape: one of `\"\\/bfnrtu`"),
        (r#"{"process":{"pid":"a\q"}}"#, 21, "not JSON: expected an escape: one of `\"\\/bfnrtu`"),
        (r#"{"process":{"pid":"\u12"}}"#, 23, "not JSON: expected four hexadecimal digits"),
        (r#"{"x\u00g0":1}"#, 7, "not JSON: expected four hexadecimal digits"),
        ("{\"x\":\"a\tb\"}", 7, "not JSON: expected an escape instead of a control character"),
        (r#"{"x":"\u00"#, 10, "not JSON: expected the rest of the document"),
        (r#"{"x":"\"#, 7, "not JSON: expected the rest of the document"),
        (r#"{"x":\"y":1}"#, 5, "not JSON: expected a value"),
        (r#"{"x":1\"y":1}"#, 6, "not JSON: expected `,` or `}`"),
        (r#"{"x":[1,{"y":2]}"#, 14, "not JSON: expected `,` or `}`"),
        (r#"{"x":"y" "z":1}"#, 9, "not JSON: expected `,` or `}`"),
        (r#"{"x":"y","z"}"#, 12, "not JSON: expected `:`"),
        (r#"{"x":"y","z":}"#, 13, "not JSON: expected a value"),
        (r#"{"x":"y",}"#, 9, "not JSON: expected a key in double quotes"),
        (r#"{"x":"y",["z":1]}"#, 9, "not JSON: expected a key in double quotes"),
        ("{\"host\":{\"load\":\"\u{9b}31m\"}}", 16, "field `host.load` is a double, found `\\u{9b}31m`"),
    ];
    let mut decoder = Decoder::new(FIELDS);
    for (line, offset, message) in cases {
        let error = decode(&mut decoder, line).unwrap_err();
        assert_eq!((error.offset, &*error.to_string()), (offset, message), "{line}");
    }
    let error = decoder.decode(b"{\"a\":\"\xff\"}", Handle(0)).unwrap_err();
    assert_eq!((error.offset, &*error.to_string()), (6, "not UTF-8"));
    // The decoder is as good as new after an error.
    assert_eq!(decode(&mut decoder, r#"{"process":{"pid":1}}"#).as_deref(), Ok("process.pid=1"));
}

#[test]
fn a_field_may_end_where_another_goes_on() {
    let fields = [SlotField::new("process.name", SlotKind::Str), SlotField::new("process.name.caseless", SlotKind::Str)];
    let mut decoder = Decoder::new(&fields);
    let table = decoder.decode(br#"{"process":{"name":["a",{"caseless":"b"}]}}"#, Handle(0)).unwrap();
    assert_eq!((table.first(0), table.first(1)), (Some(Scalar::Str("a")), Some(Scalar::Str("b"))));
}

#[test]
fn a_kept_document_is_the_same_table_later() {
    let lines = [
        r#"{"process":[{"name":"a","pid":1},{"name":"b\n","pid":2}],"host":{"name":"h1"}}"#,
        r#"{"@timestamp":5,"host":{"name":"h\t2"}}"#,
        r#"{"process.pid":7}"#,
    ];
    let extra = [SlotField::new("host.name", SlotKind::Str), SlotField::new("process.pid", SlotKind::Int)];
    let mut decoder = Decoder::with_extra(FIELDS, &extra);
    let host = decoder.place("host.name").unwrap();
    assert_eq!(host, FIELDS.len(), "extra places are behind the layout's");
    assert_eq!(decoder.place("process.pid"), Some(2), "a field of the layout keeps its place");
    assert_eq!(decoder.place("nope"), None);

    let mut documents = vec![Document::default(); 3];
    for (line, document) in lines.iter().zip(&mut documents) {
        decoder.read(line.as_bytes(), document).unwrap();
        assert_eq!(document.line(), *line);
    }
    for (line, document) in lines.iter().zip(&documents) {
        let kept = format!("{:?}", values(&decoder.table(document, Handle(0)), host + 1));
        let direct = format!("{:?}", values(&decoder.decode(line.as_bytes(), Handle(0)).unwrap(), host + 1));
        assert_eq!(kept, direct);
    }
    assert_eq!(documents[1].first(host), Some(Scalar::Str("h\t2")));
    assert_eq!(documents[0].values(1).collect::<Vec<_>>(), [Scalar::Str("a"), Scalar::Str("b\n")]);
    assert_eq!(documents[2].values(host).count(), 0);

    assert!(decoder.read(b"{\"process\":{\"pid\":[]},\"process.name\":{}}", &mut documents[0]).is_err());
    assert_eq!((documents[0].line(), documents[0].values(1).count()), ("", 0), "what was refused leaves nothing behind");
}

fn values<'a>(table: &detectors::SlotTable<'a>, places: usize) -> Vec<Vec<Scalar<'a>>> {
    let all = (0..places).map(|place| {
        let mut values = Vec::new();
        table.any(place, |value| {
            values.push(value);
            false
        });
        values
    });
    all.collect()
}

/// The elements of an array, each as the texts of its members by place: `1:a 2:b; ; 1:c`.
#[expect(clippy::unwrap_used, reason = "fails the test")]
fn elements(line: &str) -> String {
    let fields = [
        SlotField::new("a.b", SlotKind::Objects),
        SlotField::new("a.b.x", SlotKind::Str),
        SlotField::new("a.b.c", SlotKind::Objects),
        SlotField::new("a.b.c.y", SlotKind::Int),
        SlotField::new("z", SlotKind::Str),
    ];
    let mut decoder = Decoder::new(&fields);
    let table = decoder.decode(line.as_bytes(), Handle(0)).unwrap();
    let of_place = |place: usize| {
        let slot = table.slots[place];
        let run = &table.values[slot.start as usize..(slot.start + slot.len) as usize];
        let mut text = String::new();
        let mut values = run.iter();
        while let Some(value) = values.next() {
            match value {
                SlotValue::Element => text.push(';'),
                SlotValue::Member { place } => {
                    let value = values.next().and_then(|value| value.scalar(table.input, table.scratch)).unwrap();
                    text.push_str(&format!(" {place}:{}", value.with_text(str::to_owned)));
                }
                other => text.push_str(&format!("{other:?}")),
            }
        }
        text
    };
    let flat = |place: usize| {
        let mut all = Vec::new();
        table.any(place, |value| {
            all.push(value.with_text(str::to_owned));
            false
        });
        all.join(",")
    };
    format!("{} | {} | {} {}", of_place(0), of_place(2), flat(1), flat(3)).trim().to_owned()
}

#[test]
fn objects_in_arrays_are_kept_apart_and_are_flat_besides() {
    let cases = [
        ("{}", "|  |"),
        (r#"{"a":{"b":[]}}"#, "|  |"),
        (r#"{"a":{"b":[{"x":"1"},{"x":["2","3"]},{}]}}"#, "; 1:1; 1:2 1:3; |  | 1,2,3"),
        (r#"{"a.b":[{"x":"1"}],"a":{"b":{"x":"\u0032"}}}"#, "; 1:1; 1:2 |  | 1,2"),
        (r#"{"a":[{"b":[[{"x":"1"}],null,"s",7,true]},{"b":{"x":"2"}}]}"#, "; 1:1; 1:2 |  | 1,2"),
        (r#"{"a.b.x":["1","2"]}"#, "|  | 1,2"),
        (r#"{"a.b":[{"x":"1","c":[{"y":4},{"y":5}],"c.y":6}],"z":"0"}"#, "; 1:1 3:4 3:5 3:6 | ; 3:4; 3:5 | 1 4,5,6"),
        (r#"{"_source":{"a.b":[{"x":"1"}]}}"#, "; 1:1 |  | 1"),
    ];
    for (line, expected) in cases {
        assert_eq!(elements(line), expected, "{line}");
    }
}

#[test]
fn an_array_of_which_no_member_is_read_has_its_elements_all_the_same() {
    let mut decoder = Decoder::new(&[SlotField::new("a", SlotKind::Objects)]);
    let table = decoder.decode(br#"{"a":[{"x":{"y":1}},{}]}"#, Handle(0)).unwrap();
    assert_eq!(table.values, [SlotValue::Element, SlotValue::Element]);
    let mut document = Document::default();
    decoder.read(br#"{"a":{}}"#, &mut document).unwrap();
    assert_eq!(decoder.table(&document, Handle(0)).values, [SlotValue::Element]);
}
