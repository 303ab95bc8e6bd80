//! Judged events: where they came from, and their documents, for as long as an alert may name them.
//!
//! Handles are running numbers, so what is kept is a queue: new events at the back, and from the front goes what no unfinished
//! sequence can name any more. It is bounded: first the oldest documents go (an alert then shows where an event is, not what it says),
//! then the oldest places. Both are counted.

use std::collections::VecDeque;

use detectors::Handle;
use detectors_json::Document;

/// Where a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Index of the source.
    pub(crate) file: u32,
    /// From 1.
    pub(crate) line: u64,
}

/// The judged events that an alert may name.
pub(crate) struct Kept {
    /// Number of the front event.
    first: u64,
    events: VecDeque<(Origin, Option<Box<Document>>)>,
    /// Number of the first event whose document is still there.
    first_document: u64,
    bytes: usize,
    bytes_max: usize,
    events_max: usize,
    /// Events that an alert might yet have shown in full.
    pub(crate) texts_dropped: u64,
    /// Events that an alert might yet have named.
    pub(crate) origins_dropped: u64,
}

impl Kept {
    /// At most so many bytes of documents and so many places.
    pub(crate) fn new(bytes_max: usize, events_max: usize) -> Self {
        Self {
            first: 0,
            events: VecDeque::new(),
            first_document: 0,
            bytes: 0,
            bytes_max,
            events_max,
            texts_dropped: 0,
            origins_dropped: 0,
        }
    }

    /// Keeps an event; its handle. At least until the next call its document is there, whatever the bounds. `recycle` gets the documents
    /// that have to go.
    pub(crate) fn push(&mut self, origin: Origin, document: Box<Document>, recycle: &mut impl FnMut(Box<Document>)) -> Handle {
        while self.bytes > self.bytes_max {
            self.drop_oldest_document(recycle);
        }
        if self.events.len() >= self.events_max && self.pop(recycle) {
            self.origins_dropped += 1;
        }
        let handle = Handle(self.first + self.events.len() as u64);
        self.bytes += document.size();
        self.events.push_back((origin, Some(document)));
        handle
    }

    /// Forgets what is before a handle; everything if there is none. `recycle` gets the documents.
    pub(crate) fn forget_before(&mut self, oldest: Option<Handle>, recycle: &mut impl FnMut(Box<Document>)) {
        let oldest = oldest.map_or(u64::MAX, |oldest| oldest.0);
        while self.first < oldest && self.pop(recycle) {}
    }

    /// An event that is kept, with its document if that is.
    pub(crate) fn get(&self, handle: Handle) -> Option<(Origin, Option<&Document>)> {
        let at = usize::try_from(handle.0.checked_sub(self.first)?).ok()?;
        self.events.get(at).map(|(origin, document)| (*origin, document.as_deref()))
    }

    fn pop(&mut self, recycle: &mut impl FnMut(Box<Document>)) -> bool {
        let Some((_, document)) = self.events.pop_front() else {
            return false;
        };
        if let Some(document) = document {
            self.bytes -= document.size();
            recycle(document);
        }
        self.first += 1;
        self.first_document = self.first_document.max(self.first);
        true
    }

    fn drop_oldest_document(&mut self, recycle: &mut impl FnMut(Box<Document>)) {
        let at = (self.first_document - self.first) as usize;
        if let Some(document) = self.events.get_mut(at).and_then(|(_, document)| document.take()) {
            self.bytes -= document.size();
            self.texts_dropped += 1;
            recycle(document);
        }
        self.first_document += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detectors_json::Decoder;

    fn document(line: &str) -> Box<Document> {
        let mut document = Box::default();
        Decoder::new(&[]).read(line.as_bytes(), &mut document).unwrap();
        document
    }

    fn filled(documents_max: usize, events_max: usize) -> Kept {
        let size = document(r#"{"a":1}"#).size();
        let mut kept = Kept::new(size * documents_max, events_max);
        for line in 1..=5 {
            let handle = kept.push(Origin { file: 0, line }, document(&format!("{{\"a\":{line}}}")), &mut |_| {});
            assert_eq!(handle, Handle(line - 1));
        }
        kept
    }

    fn text(kept: &Kept, handle: u64) -> Option<(u64, Option<&str>)> {
        kept.get(Handle(handle)).map(|(origin, document)| (origin.line, document.map(Document::line)))
    }

    #[test]
    fn an_event_is_kept_until_nothing_can_name_it() {
        let mut kept = filled(1000, 1000);
        let mut recycled = 0;
        let mut recycle = |_| recycled += 1;
        assert_eq!(text(&kept, 0), Some((1, Some("{\"a\":1}"))));
        kept.forget_before(Some(Handle(3)), &mut recycle);
        assert_eq!(text(&kept, 2), None);
        assert_eq!(text(&kept, 3), Some((4, Some("{\"a\":4}"))));
        kept.forget_before(Some(Handle(1)), &mut recycle);
        assert!(text(&kept, 3).is_some());
        kept.forget_before(None, &mut recycle);
        assert_eq!((text(&kept, 4), text(&kept, 5), kept.bytes, recycled), (None, None, 0, 5));
        assert_eq!((kept.texts_dropped, kept.origins_dropped), (0, 0));
        assert_eq!(kept.push(Origin { file: 0, line: 6 }, document("{}"), &mut |_| {}), Handle(5));
    }

    #[test]
    fn over_the_bounds_the_oldest_documents_go_first_then_the_oldest_places() {
        let kept = filled(2, 4);
        let documents: Vec<_> = (0..6).map(|handle| text(&kept, handle).map(|(line, text)| (line, text.is_some()))).collect();
        assert_eq!(documents, [None, Some((2, false)), Some((3, true)), Some((4, true)), Some((5, true)), None]);
        assert_eq!((kept.texts_dropped, kept.origins_dropped), (2, 1));
    }

    #[test]
    fn the_newest_document_is_there_however_large() {
        let mut kept = Kept::new(0, 10);
        kept.push(Origin { file: 0, line: 1 }, document(r#"{"a":1}"#), &mut |_| {});
        assert_eq!(text(&kept, 0), Some((1, Some(r#"{"a":1}"#))));
        kept.push(Origin { file: 0, line: 2 }, document("{}"), &mut |_| {});
        assert_eq!((text(&kept, 0), text(&kept, 1)), (Some((1, None)), Some((2, Some("{}")))));
    }
}
