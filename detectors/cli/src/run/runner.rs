//! Decoded lines of all sources → order → the engine → alerts.
//!
//! The thread that judges: it takes the lines of each source in their order from the [`pipeline`](crate::run::pipeline), so all
//! that follows, complaints too, is the same whichever thread has decoded them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use detectors::{Scalar, Timestamp};
use detectors_json::Document;

use crate::read::complaints::Complaints;
use crate::read::input::{Lines, Source};
use crate::run::engine::Engine;
use crate::run::fields::Fields;
use crate::run::judge::Judge;
use crate::run::kept::{Kept, Origin};
use crate::run::order::{Key, Order};
use crate::run::pipeline::batch::{Batch, HEADER, Outcome, Stamp};
use crate::run::pipeline::feed::{Feed, LiveFeed, LogFeed, SortedFeed};
use crate::run::pipeline::{FeedId, Next, Pipeline, Sizes};
use crate::run::sort::{Record, Sorter};
use crate::run::summary::Summary;
use crate::run::{KEPT_BYTES, KEPT_EVENTS, POOL_BYTES, POOLED_BYTES, SORT_BYTES, STRIDE, WAITING_BYTES, WAITING_MAX};

/// An event that waits. What waits is moved about, so it is small.
struct Event {
    document: Box<Document>,
    origin: Origin,
}

pub(crate) struct Runner<'r> {
    engine: &'r mut dyn Engine,
    pipeline: Pipeline,
    /// Places of what names a host; one that is not there has no values.
    hosts: [usize; 2],
    order: Order<Event>,
    arrivals: u64,
    kept: Kept,
    judge: Judge<'r>,
    complaints: Complaints<'r>,
    names: &'r [String],
    pool: Pool,
    advanced: Option<Timestamp>,
    fields: Fields,
}

/// A source that is being read, and its lines at hand.
struct Log {
    /// Number of the source.
    file: usize,
    feed: FeedId,
    batch: Option<Box<Batch>>,
}

/// What a source does next.
enum Turn {
    /// An event that has a time.
    Event(Stamp, Event),
    /// Nothing for a while.
    Silence,
    /// It has ended; whether it could be opened.
    End { opened: bool },
}

impl<'r> Runner<'r> {
    pub(crate) fn new(
        lateness: Duration,
        engine: &'r mut dyn Engine,
        judge: Judge<'r>,
        complaints: Complaints<'r>,
        names: &'r [String],
        sizes: Sizes,
        is_live: bool,
    ) -> Self {
        let mut pipeline = Pipeline::new(engine.fields(), sizes, is_live);
        let decoder = &pipeline.decoding().decoder;
        let fields = Fields {
            count: engine.fields().len(),
            category: decoder.place("event.category"),
            time: decoder.place(HEADER[0].name),
            any: false,
        };
        let hosts = [2, 3].map(|at| decoder.place(HEADER[at].name).unwrap_or(usize::MAX));
        let lateness_ms = i64::try_from(lateness.as_millis()).unwrap_or(i64::MAX);
        Self {
            engine,
            pipeline,
            hosts,
            order: Order::new(lateness_ms, WAITING_MAX, WAITING_BYTES),
            arrivals: 0,
            kept: Kept::new(KEPT_BYTES, KEPT_EVENTS),
            judge,
            complaints,
            names,
            pool: Pool::default(),
            advanced: None,
            fields,
        }
    }

    /// Judges all events of all sources; how many sources could be opened.
    ///
    /// # Errors
    /// If a temporary file cannot be used.
    pub(crate) fn all(&mut self, sources: &[Source], sort: bool) -> io::Result<usize> {
        if sort {
            self.sorted(sources)
        } else if let [Source::Stdin] = sources {
            Ok(self.live())
        } else {
            Ok(self.merged(sources))
        }
    }

    /// Standard input alone: when it is silent for as long as an event may be late, what waits is judged.
    fn live(&mut self) -> usize {
        let read = Arc::clone(&self.judge.progress.read);
        let feed = self.pipeline.add(Box::new(LiveFeed::Closed(Source::Stdin, read)), true);
        let mut log = Log { file: 0, feed, batch: None };
        let patience = Duration::from_millis(self.order.lateness_ms().clamp(100, 60_000).unsigned_abs());
        let mut is_open = true;
        while !self.judge.stopped() {
            match self.turn(&mut log, Some(patience)) {
                Turn::Event(stamp, event) => self.enqueue(stamp, event),
                Turn::Silence => self.drain(),
                Turn::End { opened } => {
                    is_open = opened;
                    break;
                }
            }
        }
        self.drain();
        usize::from(is_open)
    }

    /// Files, merged by the times of their next events.
    fn merged(&mut self, sources: &[Source]) -> usize {
        let opened = sources.iter().enumerate().map(|(file, source)| Some((file, source, self.open(source, file)?)));
        let opened: Vec<_> = opened.collect();
        let mut logs: Vec<Option<Log>> =
            opened.into_iter().map(|open| open.map(|(file, source, lines)| self.log(source, file, lines))).collect();
        let opened = logs.iter().flatten().count();
        let mut heads = BinaryHeap::new();
        let mut waiting: Vec<Option<(Stamp, Event)>> = logs.iter().map(|_| None).collect();
        for file in 0..logs.len() {
            self.refill(file, &mut logs, &mut waiting, &mut heads);
        }
        while let Some(Reverse((_, file))) = heads.pop() {
            if self.judge.stopped() {
                break;
            }
            if let Some((stamp, event)) = waiting[file].take() {
                self.enqueue(stamp, event);
            }
            self.refill(file, &mut logs, &mut waiting, &mut heads);
        }
        self.drain();
        opened
    }

    /// The next event of a file that has a time; those without are judged at once.
    fn refill(
        &mut self,
        file: usize,
        logs: &mut [Option<Log>],
        waiting: &mut [Option<(Stamp, Event)>],
        heads: &mut BinaryHeap<Reverse<(Key, usize)>>,
    ) {
        let Some(log) = &mut logs[file] else { return };
        match self.turn(log, None) {
            Turn::Event(stamp, event) => {
                heads.push(Reverse((Key::new(stamp.at, stamp.sequence, file as u64), file)));
                waiting[file] = Some((stamp, event));
            }
            Turn::Silence | Turn::End { .. } => logs[file] = None,
        }
    }

    /// The whole input in order, whatever its order was.
    fn sorted(&mut self, sources: &[Source]) -> io::Result<usize> {
        let mut sorter = Sorter::new(SORT_BYTES);
        let mut opened = 0;
        for (file, source) in sources.iter().enumerate() {
            let Some(lines) = self.open(source, file) else { continue };
            opened += 1;
            let mut log = self.log(source, file, lines);
            while let Turn::Event(Stamp { at, sequence }, event) = self.turn(&mut log, None) {
                let Origin { file, line } = event.origin;
                let text = event.document.line().as_bytes().into();
                self.pool.put(event.document);
                self.arrivals += 1;
                sorter.push(Record { at, sequence, place: self.arrivals, file, line, text })?;
            }
        }
        self.judge.summary.spilled = sorter.spilled();
        let feed = self.pipeline.add(Box::new(SortedFeed(sorter.finish()?)), false);
        while !self.judge.stopped() {
            match self.pipeline.next(feed, None) {
                Next::Batch(mut batch) => {
                    // They have been read before, so there are no others.
                    while let Some((origin, outcome, _)) = batch.next() {
                        if let Outcome::Document(document, _) = outcome {
                            self.observe(Event { document, origin });
                        }
                    }
                    self.give_back(batch);
                }
                Next::Silence | Next::End { error: None, .. } => break,
                Next::End { error: Some(error), .. } => return Err(error),
            }
        }
        Ok(opened)
    }

    fn open(&mut self, source: &Source, file: usize) -> Option<Lines> {
        let lines = source.open(&self.judge.progress.read);
        lines.map_err(|error| self.complaints.unreadable(self.judge.progress, &self.names[file], &error)).ok()
    }

    /// Begins to read a source.
    fn log(&mut self, source: &Source, file: usize, lines: Lines) -> Log {
        // A pipe may be slow, a file is not.
        let feed: Box<dyn Feed> = Box::new(LogFeed::new(file, lines, source.size().is_none()));
        Log { file, feed: self.pipeline.add(feed, false), batch: None }
    }

    /// The next event of a source that has a time. What comes before it and cannot be read is complained of, what has no time is judged.
    fn turn(&mut self, log: &mut Log, patience: Option<Duration>) -> Turn {
        while !self.judge.stopped() {
            let Some(mut batch) = log.batch.take() else {
                match self.pipeline.next(log.feed, patience) {
                    Next::Batch(batch) => log.batch = Some(batch),
                    Next::Silence => return Turn::Silence,
                    Next::End { error, opened } => {
                        if let Some(error) = error {
                            self.complaints.unreadable(self.judge.progress, &self.names[log.file], &error);
                        }
                        return Turn::End { opened };
                    }
                }
                continue;
            };
            if let Some((stamp, event)) = self.timed(&mut batch) {
                log.batch = Some(batch);
                return Turn::Event(stamp, event);
            }
            self.give_back(batch);
        }
        Turn::End { opened: true }
    }

    /// The next event of a batch that has a time.
    fn timed(&mut self, batch: &mut Batch) -> Option<(Stamp, Event)> {
        while !self.judge.stopped()
            && let Some((origin, outcome, text)) = batch.next()
        {
            let (file, name) = (origin.file as usize, &self.names[origin.file as usize]);
            match outcome {
                Outcome::Document(document, stamp) => {
                    self.complaints.good_line(file);
                    let event = Event { document, origin };
                    match stamp {
                        Some(stamp) => return Some((stamp, event)),
                        None => {
                            self.judge.summary.untimed += 1;
                            self.observe(event);
                        }
                    }
                }
                Outcome::TooLong(bytes) => self.complaints.long_line(self.judge.progress, file, name, origin.line, bytes),
                Outcome::Bad(error) => {
                    self.complaints.bad_line(self.judge.progress, file, (name, origin.line), text, &error);
                }
                Outcome::Gone => {}
            }
        }
        None
    }

    /// Lets a batch go round, with documents that are free.
    fn give_back(&mut self, mut batch: Box<Batch>) {
        batch.renew(|| self.pool.take());
        self.pipeline.give_back(batch);
    }

    /// Lets an event wait, and judges those whose wait is over.
    fn enqueue(&mut self, stamp: Stamp, event: Event) {
        let name = self.hosts.iter().find_map(|place| match event.document.first(*place) {
            Some(Scalar::Str(name)) => Some(name),
            _ => None,
        });
        // Events that name no host have the clock of their source.
        let host = self.order.host(name.unwrap_or(&self.names[event.origin.file as usize]));
        self.arrivals += 1;
        let bytes = event.document.size();
        self.order.push(Key::new(stamp.at, stamp.sequence, self.arrivals), host, bytes, event);
        while let Some(event) = self.order.pop() {
            self.observe(event);
        }
    }

    /// Judges all that waits.
    fn drain(&mut self) {
        while let Some(event) = self.order.pop_any() {
            self.observe(event);
        }
        self.judge.flush();
    }

    fn observe(&mut self, event: Event) {
        if self.judge.stopped() {
            return;
        }
        let handle = self.kept.push(event.origin, event.document, &mut |document| self.pool.put(document));
        if let Some((_, Some(document))) = self.kept.get(handle) {
            let table = self.pipeline.decoding().decoder.table(document, handle);
            self.fields.look(&table);
            self.engine.observe(table, &mut |alert| self.judge.take(alert, &self.kept));
        }
        self.kept.forget_before(self.engine.oldest_live_handle(), &mut |document| self.pool.put(document));
        self.judge.summary.events += 1;
        if self.judge.summary.events.is_multiple_of(STRIDE) {
            self.judge.progress.update(self.judge.summary.events, self.judge.summary.printed());
            self.advance();
        }
    }

    /// Tells the engine what time has passed for every host.
    fn advance(&mut self) {
        let passed = self.order.passed_everywhere();
        if let Some(now) = passed
            && passed > self.advanced
        {
            self.advanced = passed;
            self.engine.advance(now, &mut |alert| self.judge.take(alert, &self.kept));
        }
    }

    /// No event follows: the figures are put together.
    ///
    /// # Errors
    /// If alerts could not be written; a closed pipe is no error.
    pub(crate) fn end(mut self) -> io::Result<Summary> {
        if !self.judge.stopped() {
            self.engine.finish(&mut |alert| self.judge.take(alert, &self.kept));
        }
        self.judge.flush();
        let mut summary = self.judge.summary;
        summary.bad_lines = self.complaints.bad_lines();
        summary.unreadable = self.complaints.unreadable_sources();
        summary.late = self.order.late;
        summary.forced = self.order.forced;
        summary.texts_dropped = self.kept.texts_dropped;
        summary.origins_dropped = self.kept.origins_dropped;
        summary.unseen = self.fields.unseen();
        for (number, rule) in self.engine.rules().iter().enumerate() {
            summary.of(rule).counters = self.engine.counters_of(number);
        }
        match self.judge.failed {
            Some(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                summary.cut_short = true;
                Ok(summary)
            }
            Some(error) => Err(error),
            None => Ok(summary),
        }
    }
}

/// Documents that are not used just now, so that their buffers need not be made again.
#[derive(Default)]
#[expect(clippy::vec_box, reason = "the boxes go round, the documents stay where they are")]
struct Pool {
    free: Vec<Box<Document>>,
    bytes: usize,
}

impl Pool {
    fn take(&mut self) -> Option<Box<Document>> {
        let document = self.free.pop()?;
        self.bytes -= document.size();
        Some(document)
    }

    fn put(&mut self, document: Box<Document>) {
        let bytes = document.size();
        if bytes <= POOLED_BYTES && self.bytes + bytes <= POOL_BYTES {
            self.bytes += bytes;
            self.free.push(document);
        }
    }
}
