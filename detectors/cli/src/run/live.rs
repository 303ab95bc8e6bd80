//! A source that may be silent → its lines, or silence.
//!
//! Standard input is read by a thread of its own, so that what waits for later events is judged when none come.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use crate::read::input::{Line, Lines};

/// A line that owns its bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum OwnedLine {
    Text(Vec<u8>),
    TooLong(u64),
}

/// What a live source does next.
#[derive(Debug)]
pub(crate) enum Next {
    Line(u64, OwnedLine),
    /// Nothing has come for a while.
    Silence,
    /// It has ended, or cannot be read further.
    End(Option<io::Error>),
}

/// Lines of a source that may be silent.
pub(crate) struct Live {
    batches: Receiver<Vec<(u64, OwnedLine)>>,
    result: Receiver<Option<io::Error>>,
    ready: VecDeque<(u64, OwnedLine)>,
}

/// Lines that are handed over at a time at most; fewer when the source has no more just now.
const BATCH: usize = 64;

impl Live {
    /// Reads a source on a thread. `open` is called there: opening may wait for the first bytes.
    pub(crate) fn new(open: impl FnOnce() -> io::Result<Lines> + Send + 'static) -> Self {
        let (lines, batches) = sync_channel(64);
        let (end, result) = sync_channel(1);
        std::thread::spawn(move || {
            let error = open().and_then(|source| read(source, &lines)).err();
            // The error is there before the other side sees that the lines have ended.
            let _ = end.send(error);
            drop(lines);
        });
        Self { batches, result, ready: VecDeque::new() }
    }

    /// The next line, or silence when there is none for so long.
    pub(crate) fn next(&mut self, patience: Duration) -> Next {
        if let Some((number, line)) = self.ready.pop_front() {
            return Next::Line(number, line);
        }
        match self.batches.recv_timeout(patience) {
            Ok(batch) => {
                self.ready.extend(batch);
                self.next(patience)
            }
            Err(RecvTimeoutError::Timeout) => Next::Silence,
            Err(RecvTimeoutError::Disconnected) => Next::End(self.result.try_recv().ok().flatten()),
        }
    }
}

fn read(mut source: Lines, lines: &SyncSender<Vec<(u64, OwnedLine)>>) -> io::Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    loop {
        let next = source.next();
        let ended = match next {
            Ok(Some((number, Line::Text(text)))) => {
                batch.push((number, OwnedLine::Text(text.to_vec())));
                false
            }
            Ok(Some((number, Line::TooLong(bytes)))) => {
                batch.push((number, OwnedLine::TooLong(bytes)));
                false
            }
            Ok(None) => true,
            Err(error) => {
                let _ = lines.send(batch);
                return Err(error);
            }
        };
        if (ended || batch.len() == BATCH || !source.has_next_ready()) && !batch.is_empty() {
            // The other side is gone when the output was closed.
            if lines.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_err() {
                return Ok(());
            }
        }
        if ended {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::sync::mpsc::{Receiver, channel};

    /// A pipe: each read gives what was sent, or waits; it ends when the sender is gone.
    struct Pipe(Receiver<io::Result<&'static [u8]>>);

    impl Read for Pipe {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Ok(sent) = self.0.recv() else { return Ok(0) };
            let sent = sent?;
            buffer[..sent.len()].copy_from_slice(sent);
            Ok(sent.len())
        }
    }

    const LONG: Duration = Duration::from_secs(60);
    const SHORT: Duration = Duration::from_millis(20);

    fn text(next: Next) -> String {
        match next {
            Next::Line(number, OwnedLine::Text(text)) => format!("{number}:{}", String::from_utf8_lossy(&text)),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn lines_are_handed_over_as_they_come_and_silence_is_told() {
        let (pipe, end) = channel();
        let mut live = Live::new(|| Lines::new(Pipe(end)));
        pipe.send(Ok(b"first\nsecond\nthi")).unwrap();
        assert_eq!(text(live.next(LONG)), "1:first");
        assert_eq!(text(live.next(LONG)), "2:second");
        assert!(matches!(live.next(SHORT), Next::Silence), "a line without an end is none yet");
        pipe.send(Ok(b"rd\n")).unwrap();
        assert_eq!(text(live.next(LONG)), "3:third");
        pipe.send(Ok(b"last")).unwrap();
        drop(pipe);
        assert_eq!(text(live.next(LONG)), "4:last");
        assert!(matches!(live.next(LONG), Next::End(None)));
    }

    #[test]
    fn an_error_comes_after_the_lines_before_it() {
        let (pipe, end) = channel();
        let mut live = Live::new(|| Lines::new(Pipe(end)));
        pipe.send(Ok(b"first\n")).unwrap();
        pipe.send(Err(io::ErrorKind::ConnectionReset.into())).unwrap();
        assert_eq!(text(live.next(LONG)), "1:first");
        assert!(matches!(live.next(LONG), Next::End(Some(error)) if error.kind() == io::ErrorKind::ConnectionReset));
    }
}
