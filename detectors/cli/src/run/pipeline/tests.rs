//! Feeds that are made up, through any number of threads.

use super::feed::{LiveFeed, LogFeed};
use super::*;
use crate::read::input::Lines;
use crate::run::engine::Engine;
use crate::run::engine::testing::Tiny;
use batch::Outcome;
use std::io::{Cursor, Read};
use std::sync::mpsc::{Receiver, Sender, channel};

fn fields() -> &'static [SlotField] {
    Tiny::default().fields()
}

/// Lines as what they have become, `12:text` or an error.
fn told(batch: &mut Batch) -> Vec<String> {
    let mut told = Vec::new();
    while let Some((origin, outcome, text)) = batch.next() {
        let what = match outcome {
            Outcome::Document(document, _) => document.line().to_owned(),
            Outcome::TooLong(bytes) => format!("({bytes} bytes)"),
            Outcome::Bad(_) => format!("bad {}", String::from_utf8_lossy(text)),
            Outcome::Gone => "gone".into(),
        };
        told.push(format!("{}:{}:{what}", origin.file, origin.line));
    }
    told
}

fn log(number: usize, text: &str) -> Box<dyn Feed> {
    Box::new(LogFeed::new(number, Lines::new(Cursor::new(text.to_owned().into_bytes())).unwrap(), false))
}

/// All lines of a feed.
fn all(pipeline: &mut Pipeline, feed: FeedId) -> Vec<String> {
    let mut lines = Vec::new();
    loop {
        match pipeline.next(feed, None) {
            Next::Batch(mut batch) => {
                lines.extend(told(&mut batch));
                batch.renew(|| None);
                pipeline.give_back(batch);
            }
            Next::Silence => panic!("no feed is live"),
            Next::End { error, opened } => {
                assert!(error.is_none() && opened);
                return lines;
            }
        }
    }
}

#[test]
fn lines_of_each_feed_come_in_their_order_whatever_the_threads() {
    let text = |number: usize| -> String {
        let line = |at: usize| if at % 7 == 3 { format!("no {at}\n") } else { format!("{{\"process.pid\":{at}}}\n") };
        (0..200 + number).map(line).collect()
    };
    let expected = |number: usize| -> Vec<String> {
        let lines = text(number);
        let told = (1..).zip(lines.lines()).map(|(at, line)| match line.starts_with("no") {
            true => format!("{number}:{at}:bad {line}"),
            false => format!("{number}:{at}:{line}"),
        });
        told.collect()
    };
    for threads in [1, 2, 3, 8] {
        for bytes in [1, 100, 100_000] {
            let mut pipeline = Pipeline::new(fields(), Sizes::new(threads, 3).tiny(bytes), false);
            let feeds: Vec<FeedId> = (0..3).map(|number| pipeline.add(log(number, &text(number)), false)).collect();
            // The last first: the others must not fill the memory, nor be in the way.
            for (number, feed) in feeds.into_iter().enumerate().rev() {
                assert_eq!(all(&mut pipeline, feed), expected(number), "{threads} threads, {bytes} bytes");
            }
            let again = pipeline.add(log(9, "{}"), false);
            assert_eq!(again, FeedId(0), "the place of a feed that is over is free");
            assert_eq!(all(&mut pipeline, again), ["9:1:{}"]);
        }
    }
}

/// Gives lines without end, and counts the batches that were asked of it.
struct Endless(Arc<Mutex<usize>>);

impl Feed for Endless {
    fn fill(&mut self, batch: &mut Batch, _: usize) -> io::Result<bool> {
        *self.0.lock().unwrap() += 1;
        batch.push(crate::run::kept::Origin { file: 0, line: 1 }, b"{}");
        Ok(true)
    }
}

#[test]
fn no_more_than_a_few_batches_are_on_the_way() {
    for threads in [1, 2, 4] {
        let sizes = Sizes::new(threads, 1);
        let mut pipeline = Pipeline::new(fields(), sizes, false);
        let asked = Arc::default();
        let feed = pipeline.add(Box::new(Endless(Arc::clone(&asked))), false);
        for taken in 1..50 {
            assert!(matches!(pipeline.next(feed, None), Next::Batch(_)));
            std::thread::sleep(Duration::from_millis(1));
            // One more is in the hands of whoever reads just now.
            assert!(*asked.lock().unwrap() <= taken + sizes.ahead + 1, "{threads} threads, {taken} taken");
        }
    }
}

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

const LONG: Option<Duration> = Some(Duration::from_secs(60));
const SHORT: Option<Duration> = Some(Duration::from_millis(20));

/// A pipeline with a live feed; what is sent has the first four bytes, which opening waits for.
fn live(threads: usize) -> (Pipeline, FeedId, Sender<io::Result<&'static [u8]>>) {
    let (pipe, end) = channel();
    pipe.send(Ok(b"{}\n{\"a\":1}\n{\"b\"".as_slice())).unwrap();
    let mut pipeline = Pipeline::new(fields(), Sizes::new(threads, 1), true);
    let feed = LiveFeed::Open(LogFeed::new(0, Lines::new(Pipe(end)).unwrap(), true));
    let feed = pipeline.add(Box::new(feed), true);
    (pipeline, feed, pipe)
}

/// The next lines, which may come in several batches.
fn lines(pipeline: &mut Pipeline, feed: FeedId, count: usize) -> Vec<String> {
    let mut lines = Vec::new();
    while lines.len() < count {
        let Next::Batch(mut batch) = pipeline.next(feed, LONG) else { panic!("{lines:?}") };
        lines.extend(told(&mut batch));
    }
    lines
}

#[test]
fn lines_of_a_live_feed_come_as_they_are_sent_and_silence_is_told() {
    for threads in [1, 2, 3] {
        let (mut pipeline, feed, pipe) = live(threads);
        assert_eq!(lines(&mut pipeline, feed, 2), ["0:1:{}", "0:2:{\"a\":1}"]);
        assert!(matches!(pipeline.next(feed, SHORT), Next::Silence), "a line without an end is none yet");
        pipe.send(Ok(b":2}\n")).unwrap();
        assert_eq!(lines(&mut pipeline, feed, 1), ["0:3:{\"b\":2}"]);
        pipe.send(Ok(b"{}")).unwrap();
        drop(pipe);
        assert_eq!(lines(&mut pipeline, feed, 1), ["0:4:{}"]);
        assert!(matches!(pipeline.next(feed, LONG), Next::End { error: None, opened: true }));
    }
}

#[test]
fn an_error_comes_after_the_lines_before_it() {
    for threads in [1, 2, 3] {
        let (mut pipeline, feed, pipe) = live(threads);
        pipe.send(Err(io::ErrorKind::ConnectionReset.into())).unwrap();
        assert_eq!(lines(&mut pipeline, feed, 2), ["0:1:{}", "0:2:{\"a\":1}"]);
        let Next::End { error: Some(error), opened: true } = pipeline.next(feed, LONG) else { panic!() };
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    }
}

/// Dies when it is read by a helper.
struct Deadly;

impl Feed for Deadly {
    fn fill(&mut self, _: &mut Batch, _: usize) -> io::Result<bool> {
        panic!("as the test wants it");
    }
}

#[test]
fn a_helper_that_dies_does_not_leave_the_judge_waiting() {
    let mut pipeline = Pipeline::new(fields(), Sizes::new(2, 1), true);
    // Live, so that a helper reads it.
    let feed = pipeline.add(Box::new(Deadly), true);
    assert!(matches!(pipeline.next(feed, None), Next::End { error: Some(_), .. }));
}
