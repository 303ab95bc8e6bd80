//! Where judged events came from, and their text, for as long as an alert may name them.
//!
//! Handles are running numbers, so what is kept is a queue: new events at the back, and from the front goes what no unfinished
//! sequence can name any more. It is bounded: first the oldest texts go (an alert then shows where an event is, not what it says),
//! then the oldest places. Both are counted.

use std::collections::VecDeque;

use detectors::Handle;

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
    events: VecDeque<(Origin, Option<Box<str>>)>,
    /// Number of the first event whose text is still there.
    first_text: u64,
    text_bytes: usize,
    text_bytes_max: usize,
    events_max: usize,
    /// Events that an alert might yet have shown in full.
    pub(crate) texts_dropped: u64,
    /// Events that an alert might yet have named.
    pub(crate) origins_dropped: u64,
}

impl Kept {
    pub(crate) fn new(text_bytes_max: usize, events_max: usize) -> Self {
        Self {
            first: 0,
            events: VecDeque::new(),
            first_text: 0,
            text_bytes: 0,
            text_bytes_max,
            events_max,
            texts_dropped: 0,
            origins_dropped: 0,
        }
    }

    /// The handle that the next event gets.
    pub(crate) fn next_handle(&self) -> Handle {
        Handle(self.first + self.events.len() as u64)
    }

    /// Keeps an event under [`Self::next_handle`].
    pub(crate) fn push(&mut self, origin: Origin, text: &str) {
        self.text_bytes += text.len();
        self.events.push_back((origin, Some(text.into())));
        while self.text_bytes > self.text_bytes_max {
            self.drop_oldest_text();
        }
        if self.events.len() > self.events_max {
            self.pop();
            self.origins_dropped += 1;
        }
    }

    /// Forgets what is before a handle; everything if there is none.
    pub(crate) fn forget_before(&mut self, oldest: Option<Handle>) {
        let oldest = oldest.unwrap_or(self.next_handle());
        while self.first < oldest.0 && self.pop() {}
    }

    /// An event that is kept, with its text if that is.
    pub(crate) fn get(&self, handle: Handle) -> Option<(Origin, Option<&str>)> {
        let at = usize::try_from(handle.0.checked_sub(self.first)?).ok()?;
        self.events.get(at).map(|(origin, text)| (*origin, text.as_deref()))
    }

    fn pop(&mut self) -> bool {
        let Some((_, text)) = self.events.pop_front() else {
            return false;
        };
        self.text_bytes -= text.map_or(0, |text| text.len());
        self.first += 1;
        self.first_text = self.first_text.max(self.first);
        true
    }

    fn drop_oldest_text(&mut self) {
        let at = (self.first_text - self.first) as usize;
        if let Some(text) = self.events.get_mut(at).and_then(|(_, text)| text.take()) {
            self.text_bytes -= text.len();
            self.texts_dropped += 1;
        }
        self.first_text += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text_bytes_max: usize, events_max: usize) -> Kept {
        let mut kept = Kept::new(text_bytes_max, events_max);
        for line in 1..=5 {
            assert_eq!(kept.next_handle(), Handle(line - 1));
            kept.push(Origin { file: 0, line }, &format!("text{line}"));
        }
        kept
    }

    #[test]
    fn an_event_is_kept_until_nothing_can_name_it() {
        let mut kept = filled(1000, 1000);
        assert_eq!(kept.get(Handle(0)), Some((Origin { file: 0, line: 1 }, Some("text1"))));
        kept.forget_before(Some(Handle(3)));
        assert_eq!(kept.get(Handle(2)), None);
        assert_eq!(kept.get(Handle(3)), Some((Origin { file: 0, line: 4 }, Some("text4"))));
        kept.forget_before(Some(Handle(1)));
        assert!(kept.get(Handle(3)).is_some());
        kept.forget_before(None);
        assert_eq!((kept.get(Handle(4)), kept.get(Handle(5)), kept.next_handle()), (None, None, Handle(5)));
        assert_eq!((kept.texts_dropped, kept.origins_dropped, kept.text_bytes), (0, 0, 0));
    }

    #[test]
    fn over_the_bounds_the_oldest_texts_go_first_then_the_oldest_places() {
        let kept = filled(12, 4);
        let texts: Vec<_> = (0..6).map(|handle| kept.get(Handle(handle)).map(|(origin, text)| (origin.line, text))).collect();
        let expected = [None, Some((2, None)), Some((3, None)), Some((4, Some("text4"))), Some((5, Some("text5"))), None];
        assert_eq!(texts, expected);
        assert_eq!((kept.texts_dropped, kept.origins_dropped), (3, 1));
    }

    #[test]
    fn a_text_larger_than_the_bound_is_dropped_at_once() {
        let mut kept = Kept::new(3, 10);
        kept.push(Origin { file: 0, line: 1 }, "long");
        assert_eq!(kept.get(Handle(0)), Some((Origin { file: 0, line: 1 }, None)));
        kept.push(Origin { file: 0, line: 2 }, "abc");
        assert_eq!(kept.get(Handle(1)), Some((Origin { file: 0, line: 2 }, Some("abc"))));
    }
}
