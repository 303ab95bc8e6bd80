//! `detectors run`: sources → lines → documents → order → the engine → alerts.
//!
//! Events without `@timestamp` are judged as they come; the others wait for their turn ([`crate::run::order`]), or are sorted as a
//! whole ([`crate::run::sort`]). Memory is bounded whatever the input: by the wait, by what is kept for alerts, by the engine itself.

mod alerts;
pub(crate) mod engine;
mod kept;
mod limit;
mod live;
mod order;
mod output;
mod sort;
mod summary;

pub(crate) use engine::ShippedRules;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use detectors::{Alert, Scalar, SlotField, SlotKind, SlotTable, Timestamp};
use detectors_json::{Decoder, Document};

use crate::Ending;
use crate::args::Run;
use crate::progress::Progress;
use crate::read::complaints::Complaints;
use crate::read::input::{Line, Lines, Source};
use crate::run::alerts::Investigator;
use crate::run::engine::Engine;
use crate::run::kept::{Kept, Origin};
use crate::run::limit::{Limiter, Verdict};
use crate::run::live::{Live, Next, OwnedLine};
use crate::run::order::{Key, Order};
use crate::run::output::Printer;
use crate::run::sort::{Record, Sorter};
use crate::run::summary::{Figures, Summary, Unseen};

/// Events that wait for their turn at most.
const WAITING_MAX: usize = 65_536;

/// Bytes that they occupy at most.
const WAITING_BYTES: usize = 256 << 20;

/// Files that are open at a time; more are sorted instead of merged.
const OPEN_MAX: usize = 256;

/// Memory for sorting before it spills.
const SORT_BYTES: usize = 256 << 20;

/// Memory for the documents of events that an alert may yet name.
const KEPT_BYTES: usize = 256 << 20;

/// Events that an alert may yet name.
const KEPT_EVENTS: usize = 4 << 20;

/// Documents whose buffers are kept for the next, and the greatest that is.
const POOL: usize = 1024;
const POOLED_BYTES: usize = 64 << 10;

/// Events between two looks at the clock and the progress.
const STRIDE: u64 = 4096;

/// What the program itself reads of an event.
const HEADER: &[SlotField] = &[
    SlotField::new("@timestamp", SlotKind::Date),
    SlotField::new("event.sequence", SlotKind::Int),
    SlotField::new("host.id", SlotKind::Str),
    SlotField::new("host.name", SlotKind::Str),
];

/// Runs the engine over the sources of a command line. Alerts go to `out`, everything else to `err`.
///
/// # Errors
/// If alerts cannot be written (a closed pipe is no error), or a temporary file cannot be used.
pub(crate) fn run(
    options: &Run,
    engine: &mut dyn Engine,
    out: &mut dyn Write,
    err: &mut dyn Write,
    flush_each: bool,
) -> io::Result<Ending> {
    let begin = Instant::now();
    let sources: Vec<Source> = options.files.iter().map(|file| Source::from_argument(file)).collect();
    let names: Vec<String> = sources.iter().map(Source::name).collect();
    let size = sources.iter().map(Source::size).sum::<Option<u64>>();
    let progress = Progress::new(size, options.quiet);

    let judge = Judge {
        investigator: Investigator::new(),
        limiter: (!options.no_limit).then(Limiter::default),
        printer: Printer::new(out, options.format, &names),
        progress: &progress,
        summary: Summary {
            sources: sources.len(),
            rules: engine.rules().iter().map(|rule| Figures::new(rule)).collect(),
            ..Summary::default()
        },
        flush_each,
        failed: None,
    };
    let mut runner = Runner::new(options, engine, judge, Complaints::new(&mut *err, sources.len()), &names);
    let opened = runner.all(&sources, options.sort || sources.len() > OPEN_MAX)?;
    let mut summary = runner.end()?;
    progress.finish();

    summary.elapsed = begin.elapsed();
    if !options.quiet && opened > 0 {
        // Nobody is left to tell if standard error is closed.
        let _ = write!(err, "{summary}");
    }
    Ok(match summary {
        _ if opened == 0 => Ending::Nothing,
        Summary { events: 0, bad_lines: 1.., .. } => Ending::Nothing,
        Summary { unreadable: 1.., .. } | Summary { bad_lines: 1.., .. } => Ending::Refused,
        _ if options.fail_on_alert && summary.printed() > 0 => Ending::Found,
        _ => Ending::Finished,
    })
}

/// An event that waits. What waits is moved about, so it is small.
struct Event {
    document: Box<Document>,
    origin: Origin,
}

/// What orders an event, and whose clock it has.
struct Stamp {
    at: Timestamp,
    sequence: Option<i128>,
}

struct Runner<'r> {
    engine: &'r mut dyn Engine,
    decoder: Decoder,
    places: [usize; 4],
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

impl<'r> Runner<'r> {
    fn new(options: &Run, engine: &'r mut dyn Engine, judge: Judge<'r>, complaints: Complaints<'r>, names: &'r [String]) -> Self {
        let decoder = Decoder::with_extra(engine.fields(), HEADER);
        let fields = Fields {
            count: engine.fields().len(),
            category: decoder.place("event.category"),
            time: decoder.place(HEADER[0].name),
            any: false,
        };
        let lateness_ms = i64::try_from(options.lateness.as_millis()).unwrap_or(i64::MAX);
        Self {
            // A place that is not there has no values.
            places: [0, 1, 2, 3].map(|at| decoder.place(HEADER[at].name).unwrap_or(usize::MAX)),
            decoder,
            engine,
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
    fn all(&mut self, sources: &[Source], sort: bool) -> io::Result<usize> {
        if sort {
            self.sorted(sources)
        } else if let [Source::Stdin] = sources {
            self.live();
            Ok(1)
        } else {
            Ok(self.merged(sources))
        }
    }

    /// Standard input alone: when it is silent for as long as an event may be late, what waits is judged.
    fn live(&mut self) {
        let read = std::sync::Arc::clone(&self.judge.progress.read);
        let mut live = Live::new(move || Source::Stdin.open(&read));
        let patience = Duration::from_millis(self.order.lateness_ms().clamp(100, 60_000).unsigned_abs());
        while !self.judge.stopped() {
            match live.next(patience) {
                Next::Line(line, text) => {
                    let text = match &text {
                        OwnedLine::Text(text) => Line::Text(text),
                        OwnedLine::TooLong(bytes) => Line::TooLong(*bytes),
                    };
                    if let Some((stamp, event)) = self.timed(Origin { file: 0, line }, text) {
                        self.enqueue(stamp, event);
                    }
                }
                Next::Silence => self.drain(),
                Next::End(error) => {
                    if let Some(error) = error {
                        self.complaints.unreadable(self.judge.progress, "-", &error);
                    }
                    break;
                }
            }
        }
        self.drain();
    }

    /// Files, merged by the times of their next events.
    fn merged(&mut self, sources: &[Source]) -> usize {
        let mut files = self.open_all(sources);
        let opened = files.iter().flatten().count();
        let mut heads = BinaryHeap::new();
        let mut waiting: Vec<Option<(Stamp, Event)>> = files.iter().map(|_| None).collect();
        for file in 0..files.len() {
            self.refill(file, &mut files, &mut waiting, &mut heads);
        }
        while let Some(Reverse((_, file))) = heads.pop() {
            if self.judge.stopped() {
                break;
            }
            if let Some((stamp, event)) = waiting[file].take() {
                self.enqueue(stamp, event);
            }
            self.refill(file, &mut files, &mut waiting, &mut heads);
        }
        self.drain();
        opened
    }

    /// The next event of a file that has a time; those without are judged at once.
    fn refill(
        &mut self,
        file: usize,
        files: &mut [Option<Lines>],
        waiting: &mut [Option<(Stamp, Event)>],
        heads: &mut BinaryHeap<Reverse<(Key, usize)>>,
    ) {
        while let Some(lines) = &mut files[file]
            && !self.judge.stopped()
        {
            match self.next_line(file, lines) {
                Some(Some((stamp, event))) => {
                    heads.push(Reverse((Key::new(stamp.at, stamp.sequence, file as u64), file)));
                    waiting[file] = Some((stamp, event));
                    return;
                }
                Some(None) => {}
                None => files[file] = None,
            }
        }
    }

    /// The whole input in order, whatever its order was.
    fn sorted(&mut self, sources: &[Source]) -> io::Result<usize> {
        let mut sorter = Sorter::new(SORT_BYTES);
        let mut opened = 0;
        for (file, source) in sources.iter().enumerate() {
            let Some(mut lines) = self.open(source, file) else { continue };
            opened += 1;
            while !self.judge.stopped()
                && let Some(next) = self.next_line(file, &mut lines)
            {
                let Some((Stamp { at, sequence }, event)) = next else { continue };
                let Origin { file, line } = event.origin;
                let text = event.document.line().as_bytes().into();
                self.pool.put(event.document);
                self.arrivals += 1;
                sorter.push(Record { at, sequence, place: self.arrivals, file, line, text })?;
            }
        }
        self.judge.summary.spilled = sorter.spilled();
        let mut sorted = sorter.finish()?;
        while !self.judge.stopped()
            && let Some(record) = sorted.next()?
        {
            let mut document = self.pool.take();
            // It has been read before.
            if self.decoder.read(&record.text, &mut document).is_ok() {
                self.observe(Event { document, origin: Origin { file: record.file, line: record.line } });
            }
        }
        Ok(opened)
    }

    fn open_all(&mut self, sources: &[Source]) -> Vec<Option<Lines>> {
        sources.iter().enumerate().map(|(file, source)| self.open(source, file)).collect()
    }

    fn open(&mut self, source: &Source, file: usize) -> Option<Lines> {
        let lines = source.open(&self.judge.progress.read);
        lines.map_err(|error| self.complaints.unreadable(self.judge.progress, &self.names[file], &error)).ok()
    }

    /// The next line of a file: `None` at its end, `Some(None)` if there is nothing of it to order.
    fn next_line(&mut self, file: usize, lines: &mut Lines) -> Option<Option<(Stamp, Event)>> {
        match lines.next() {
            Ok(Some((line, text))) => Some(self.timed(Origin { file: file as u32, line }, text)),
            Ok(None) => None,
            Err(error) => {
                self.complaints.unreadable(self.judge.progress, &self.names[file], &error);
                None
            }
        }
    }

    /// Reads a line. What cannot be read is complained of, what has no time is judged at once, and the rest is given back.
    fn timed(&mut self, origin: Origin, line: Line<'_>) -> Option<(Stamp, Event)> {
        let (file, name) = (origin.file as usize, &self.names[origin.file as usize]);
        let text = match line {
            Line::Text(text) => text,
            Line::TooLong(bytes) => {
                self.complaints.long_line(self.judge.progress, file, name, origin.line, bytes);
                return None;
            }
        };
        let mut document = self.pool.take();
        if let Err(error) = self.decoder.read(text, &mut document) {
            self.complaints.bad_line(self.judge.progress, file, (name, origin.line), text, &error);
            self.pool.put(document);
            return None;
        }
        self.complaints.good_line(file);
        let sequence = match document.first(self.places[1]) {
            Some(Scalar::Int(number)) => Some(number.into()),
            Some(Scalar::Unsigned(number)) => Some(number.into()),
            _ => None,
        };
        match document.first(self.places[0]) {
            Some(Scalar::Time(at)) => Some((Stamp { at, sequence }, Event { document, origin })),
            _ => {
                self.judge.summary.untimed += 1;
                self.observe(Event { document, origin });
                None
            }
        }
    }

    /// Lets an event wait, and judges those whose wait is over.
    fn enqueue(&mut self, stamp: Stamp, event: Event) {
        let name = [2, 3].iter().find_map(|header| match event.document.first(self.places[*header]) {
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
        let handle = self.kept.push(event.origin, event.document);
        if let Some((_, Some(document))) = self.kept.get(handle) {
            let table = self.decoder.table(document, handle);
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
    fn end(mut self) -> io::Result<Summary> {
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
struct Pool(Vec<Box<Document>>);

impl Pool {
    fn take(&mut self) -> Box<Document> {
        self.0.pop().unwrap_or_default()
    }

    fn put(&mut self, document: Box<Document>) {
        if self.0.len() < POOL && document.size() <= POOLED_BYTES {
            self.0.push(document);
        }
    }
}

/// Which of the rules' fields have been seen: whoever gives documents of another kind must not think that nothing is in them.
struct Fields {
    /// The rules' own come first in a table.
    count: usize,
    time: Option<usize>,
    /// `None` once it has been seen, or if no rule reads it.
    category: Option<usize>,
    /// Whether any has been seen, except for the time.
    any: bool,
}

impl Fields {
    #[inline]
    fn look(&mut self, event: &SlotTable<'_>) {
        if self.any && self.category.is_none() {
            return;
        }
        let has = |place: usize| event.slots.get(place).is_some_and(|slot| slot.len > 0);
        self.any |= (0..self.count).any(|place| Some(place) != self.time && has(place));
        self.category = self.category.filter(|place| !has(*place));
    }

    fn unseen(&self) -> Unseen {
        match (self.any, self.category) {
            (false, _) => Unseen::AllFields,
            (true, Some(place)) if place < self.count => Unseen::Category,
            (true, _) => Unseen::Nothing,
        }
    }
}

/// Takes alerts from the engine to the output.
struct Judge<'r> {
    investigator: Investigator,
    limiter: Option<Limiter>,
    printer: Printer<'r>,
    progress: &'r Progress,
    summary: Summary,
    flush_each: bool,
    /// The output cannot be written any more.
    failed: Option<io::Error>,
}

impl Judge<'_> {
    fn take(&mut self, alert: &Alert<'_>, kept: &Kept) {
        let finding = self.investigator.finding(alert, kept);
        let verdict = self.limiter.as_mut().map_or(Verdict::Print, |limiter| limiter.judge(&finding));
        let figures = self.summary.of(finding.rule);
        match verdict {
            Verdict::Suppress => figures.suppressed += 1,
            Verdict::Duplicate => figures.duplicates += 1,
            Verdict::Print => {
                figures.printed += 1;
                let printed = self.progress.aside(|| self.printer.print(&finding));
                self.note(printed);
                if self.flush_each {
                    self.flush();
                }
            }
        }
    }

    fn flush(&mut self) {
        let flushed = self.printer.flush();
        self.note(flushed);
    }

    fn note(&mut self, written: io::Result<()>) {
        if let Err(error) = written {
            self.failed.get_or_insert(error);
        }
    }

    /// Whether there is no point in going on.
    fn stopped(&self) -> bool {
        self.failed.is_some()
    }
}

#[cfg(test)]
mod tests;
