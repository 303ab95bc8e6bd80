//! Feeds → decoded batches, by several threads, each feed's batches in order.
//!
//! ```text
//! Feed ── a batch of lines (one thread at a time) ──> decode (any thread) ──> next(): in order, to the one thread that judges
//! ```
//! No thread has a job of its own: whoever is free reads or decodes what is next, and the thread that judges does so too
//! while the batch that it wants is not there. So a single thread does all of it in turn, two share it evenly whatever costs more, and what
//! comes out is the same for any number of threads. Memory is bounded: a feed has so many batches on the way, no more.

pub(crate) mod batch;
pub(crate) mod feed;

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use batch::{Batch, Decoding};
use detectors::SlotField;
use feed::Feed;

/// Bytes of lines that a batch has, about.
const BATCH_BYTES: usize = 256 << 10;

/// Bytes of lines that the batches of all feeds have, about, if these are many.
const ALL_BYTES: usize = 32 << 20;

/// How the work is shared out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Threads, with the one that judges; at least one.
    pub(crate) threads: usize,
    /// Batches of a feed that are on the way at most.
    ahead: usize,
    batch_bytes: usize,
}

impl Sizes {
    /// For so many threads and feeds at a time.
    pub(crate) fn new(threads: usize, feeds: usize) -> Self {
        let (threads, feeds) = (threads.max(1), feeds.max(1));
        let ahead = if threads == 1 { 1 } else { (2 * threads + 2).div_ceil(feeds).max(2) };
        Self { threads, ahead, batch_bytes: (ALL_BYTES / (feeds * ahead)).clamp(4 << 10, BATCH_BYTES) }
    }

    /// Tiny batches, so that a small input has many.
    #[cfg(test)]
    pub(crate) fn tiny(self, bytes: usize) -> Self {
        Self { batch_bytes: bytes, ..self }
    }
}

/// What a feed does next.
pub(crate) enum Next {
    Batch(Box<Batch>),
    /// Nothing has come for a while.
    Silence,
    End {
        /// Why it cannot be read further.
        error: Option<io::Error>,
        /// Whether it could be opened.
        opened: bool,
    },
}

/// Names a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FeedId(usize);

/// Threads that read and decode.
pub(crate) struct Pipeline {
    shared: Arc<Shared>,
    decoding: Decoding,
    /// Threads beside the one that judges.
    helpers: usize,
}

struct Shared {
    state: Mutex<State>,
    sizes: Sizes,
    /// There is something to read or to decode.
    work: Condvar,
    /// A batch has been decoded, or a feed has ended.
    ready: Condvar,
}

#[derive(Default)]
struct State {
    streams: Vec<Stream>,
    #[expect(clippy::vec_box, reason = "a batch changes hands as it is, in its box")]
    spare: Vec<Box<Batch>>,
    /// Nobody wants any more batches.
    stopped: bool,
    /// A helper has died with a batch in its hands.
    broken: bool,
}

/// A feed and its batches on the way.
#[derive(Default)]
struct Stream {
    /// Not there while somebody reads it, and after its end.
    feed: Option<Box<dyn Feed>>,
    /// Only helpers may wait for it.
    is_live: bool,
    batches: VecDeque<Place>,
    /// How many batches have left the front of the queue.
    first: u64,
    end: Option<(Option<io::Error>, bool)>,
    /// Its end has been told: another feed may have its place.
    is_over: bool,
}

/// A batch in the queue.
enum Place {
    Raw(Box<Batch>),
    /// Somebody decodes it.
    Taken,
    Ready(Box<Batch>),
}

/// Something to do.
enum Work {
    Read(usize, Box<dyn Feed>, Box<Batch>),
    Decode(usize, u64, Box<Batch>),
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worker {
    /// The thread that judges: it must not wait for a feed that may be silent.
    Judge {
        may_wait: bool,
        wants: usize,
    },
    Helper,
    /// Reads feeds that may be silent, and does nothing else: with one thread only the other must not compete with it.
    Reader,
}

impl Pipeline {
    /// For documents with these fields. With `live` there are feeds that may be silent.
    pub(crate) fn new(fields: &'static [SlotField], sizes: Sizes, live: bool) -> Self {
        let shared = Arc::new(Shared { state: Mutex::default(), sizes, work: Condvar::new(), ready: Condvar::new() });
        let role = if sizes.threads == 1 { Worker::Reader } else { Worker::Helper };
        let wanted = (sizes.threads - 1).max(usize::from(live));
        let started = (0..wanted).map_while(|_| {
            let shared = Arc::clone(&shared);
            // They are not waited for: one that reads from a silent source would never end.
            std::thread::Builder::new().spawn(move || shared.help(role, fields)).ok()
        });
        Self { helpers: started.count(), decoding: Decoding::new(fields), shared }
    }

    /// What the thread that judges decodes with.
    pub(crate) fn decoding(&mut self) -> &mut Decoding {
        &mut self.decoding
    }

    /// Begins to read a feed.
    pub(crate) fn add(&mut self, feed: Box<dyn Feed>, is_live: bool) -> FeedId {
        let mut state = self.shared.lock();
        let stream = Stream { feed: Some(feed), is_live, ..Stream::default() };
        let free = state.streams.iter().position(|stream| stream.is_over);
        let at = free.unwrap_or_else(|| {
            state.streams.push(Stream::default());
            state.streams.len() - 1
        });
        state.streams[at] = stream;
        drop(state);
        self.shared.work.notify_one();
        FeedId(at)
    }

    /// The next batch of a feed; silence, if there is none for so long and the feed is live.
    pub(crate) fn next(&mut self, feed: FeedId, patience: Option<Duration>) -> Next {
        let until = patience.map(|patience| Instant::now() + patience);
        let shared = Arc::clone(&self.shared);
        let worker = Worker::Judge { may_wait: self.helpers == 0, wants: feed.0 };
        let mut state = shared.lock();
        loop {
            let stream = &mut state.streams[feed.0];
            match stream.batches.pop_front() {
                Some(Place::Ready(batch)) => {
                    stream.first += 1;
                    shared.work.notify_one();
                    return Next::Batch(batch);
                }
                Some(other) => stream.batches.push_front(other),
                None => {
                    if let Some((error, opened)) = stream.end.take() {
                        stream.is_over = true;
                        return Next::End { error, opened };
                    }
                }
            }
            if state.broken {
                return Next::End { error: Some(io::Error::other("a thread that decodes has ended early")), opened: true };
            }
            if let Some(work) = state.work(worker, shared.sizes) {
                drop(state);
                shared.perform(work, &mut self.decoding);
                state = shared.lock();
                continue;
            }
            let Some(until) = until else {
                state = shared.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Next::Silence;
            }
            state = shared.ready.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Gives back a batch that has been judged and renewed.
    pub(crate) fn give_back(&mut self, batch: Box<Batch>) {
        let mut state = self.shared.lock();
        let most = self.shared.sizes.ahead * state.streams.len().max(1) + self.shared.sizes.threads;
        if state.spare.len() < most {
            state.spare.push(batch);
        }
    }
}

impl Drop for Pipeline {
    fn drop(&mut self) {
        self.shared.lock().stopped = true;
        self.shared.work.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nobody panics with the lock, and the state is good between any two of its changes.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a helper does until nobody wants any more batches.
    fn help(&self, role: Worker, fields: &[SlotField]) {
        let _watch = Watch(self);
        let mut decoding = Decoding::new(fields);
        let mut state = self.lock();
        while !state.stopped {
            if let Some(work) = state.work(role, self.sizes) {
                drop(state);
                self.perform(work, &mut decoding);
                state = self.lock();
            } else {
                state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }

    fn perform(&self, work: Work, decoding: &mut Decoding) {
        match work {
            Work::Read(at, mut feed, mut batch) => {
                let filled = feed.fill(&mut batch, self.sizes.batch_bytes);
                let mut state = self.lock();
                let stream = &mut state.streams[at];
                match filled {
                    Ok(true) => stream.feed = Some(feed),
                    Ok(false) => stream.end = Some((None, true)),
                    Err(error) => stream.end = Some((Some(error), feed.is_open())),
                }
                if batch.is_empty() {
                    state.spare.push(batch);
                } else {
                    stream.batches.push_back(Place::Raw(batch));
                }
            }
            Work::Decode(at, number, mut batch) => {
                batch.decode(decoding);
                let mut state = self.lock();
                let stream = &mut state.streams[at];
                let place = usize::try_from(number - stream.first).ok().and_then(|place| stream.batches.get_mut(place));
                if let Some(place) = place {
                    *place = Place::Ready(batch);
                }
            }
        }
        // A feed that has been read can be read further, and has a batch to decode: that is work for two.
        self.work.notify_one();
        self.ready.notify_one();
    }
}

impl State {
    /// What a worker should do now.
    fn work(&mut self, worker: Worker, sizes: Sizes) -> Option<Work> {
        if let Worker::Judge { wants, .. } = worker {
            // Nothing else helps if the batch that it wants has only to be decoded.
            return self.decode(Some(wants)).or_else(|| self.read(worker, Some(wants), sizes)).or_else(|| {
                // With one thread only what is wanted is done, so that memory holds one batch of each feed.
                if sizes.threads == 1 { None } else { self.decode(None).or_else(|| self.read(worker, None, sizes)) }
            });
        }
        if worker == Worker::Reader {
            return self.read(worker, None, sizes);
        }
        // Whoever decodes must not run out of lines.
        let raw = self.streams.iter().flat_map(|stream| &stream.batches).filter(|place| matches!(place, Place::Raw(_))).count();
        if raw < sizes.threads { self.read(worker, None, sizes).or_else(|| self.decode(None)) } else { self.decode(None) }
    }

    /// The raw batch that will be wanted first, of a stream or of all.
    fn decode(&mut self, of: Option<usize>) -> Option<Work> {
        let raw = |stream: &Stream| stream.batches.iter().position(|place| matches!(place, Place::Raw(_)));
        let streams = self.streams.iter().enumerate().filter(|(at, _)| of.is_none_or(|of| of == *at));
        let (place, at) = streams.filter_map(|(at, stream)| Some((raw(stream)?, at))).min()?;
        let stream = &mut self.streams[at];
        match std::mem::replace(stream.batches.get_mut(place)?, Place::Taken) {
            Place::Raw(batch) => Some(Work::Decode(at, stream.first + place as u64, batch)),
            Place::Taken | Place::Ready(_) => None,
        }
    }

    /// The feed that has the fewest batches on the way, if it may have more.
    fn read(&mut self, worker: Worker, of: Option<usize>, sizes: Sizes) -> Option<Work> {
        let may_read = |stream: &Stream| match worker {
            Worker::Judge { may_wait, .. } => may_wait || !stream.is_live,
            Worker::Helper => true,
            Worker::Reader => stream.is_live,
        };
        let streams = self.streams.iter().enumerate().filter(|(at, stream)| {
            of.is_none_or(|of| of == *at) && stream.feed.is_some() && stream.batches.len() < sizes.ahead && may_read(stream)
        });
        let (_, at) = streams.map(|(at, stream)| (stream.batches.len(), at)).min()?;
        let stream = &mut self.streams[at];
        let feed = stream.feed.take()?;
        Some(Work::Read(at, feed, self.spare.pop().unwrap_or_default()))
    }
}

/// Tells of a helper that has died: the judge must not wait for its batch.
struct Watch<'s>(&'s Shared);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().broken = true;
            self.0.ready.notify_all();
        }
    }
}

#[cfg(test)]
mod tests;
