//! The text of a rule as its source has it now, and the file that is there → one text: what the source has changed since the last
//! import comes in, what the user has changed stays.
//!
//! Each key, and what stands above it, is judged by itself. [`Base`] knows what the last import wrote, so what differs from that in the
//! file is by hand, and what differs in the source is new. Where both differ nobody but the user knows which is right.
//!
//! | the file has | the source has | the text has |
//! |---|---|---|
//! | what the last import wrote | anything | what the source has |
//! | something else | what it had at the last import | what the file has |
//! | something else | something else | a conflict: nothing; the source's, if the user insists |
//!
//! `tests`, the keys of which the source says nothing and those that nobody but the user has are the user's whatever the base is. Without
//! a base all differences of values are conflicts; comments and layout are the file's.

use std::collections::BTreeMap;

use serde_yaml::Value;
use sha2::{Digest as _, Sha256};

use crate::blocks::{Block, Blocks, same};

/// What the source of a rule said at the last import: digests by key, as [`Rendered`](crate::Rendered) has them.
pub type Base = BTreeMap<String, Digests>;

/// The digests of what stands above a key, and of its lines.
pub type Digests = [String; 2];

/// The file that is there already.
#[derive(Debug, Clone, Copy)]
pub struct Existing<'a> {
    /// Its text.
    pub text: &'a str,
    /// What the last import wrote; `None` if that is not known.
    pub base: Option<&'a Base>,
    /// Whether the source wins where both have changed.
    pub overwrite: bool,
}

impl<'a> From<&'a str> for Existing<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, base: None, overwrite: false }
    }
}

/// What comes of both.
pub(crate) struct Merged {
    pub(crate) text: String,
    /// What the text has to say.
    pub(crate) values: Vec<(String, Value)>,
    /// The keys whose values are not the source's, because the user has changed them.
    pub(crate) kept: Vec<String>,
}

/// The digests of the blocks of a source.
pub(crate) fn base(source: &Blocks) -> Base {
    source.blocks.iter().map(|block| (block.key.clone(), [digest(&block.above), digest(&block.body)])).collect()
}

/// The first 64 bits: to tell changes apart, not to withstand anybody.
fn digest(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Whose text it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    File,
    Source,
    Conflict,
}

/// Merges; keys that `is_users` names are those of the file, if it has them.
///
/// # Errors
/// The keys that both have changed.
pub(crate) fn merge(
    file: &Blocks,
    source: &Blocks,
    existing: Existing<'_>,
    is_users: impl Fn(&str) -> bool,
) -> Result<Merged, Vec<String>> {
    let mut conflicts = Vec::new();
    let mut kept = Vec::new();
    let mut out: Vec<Block> = Vec::new();
    for own in &file.blocks {
        let base = existing.base.and_then(|base| base.get(&own.key));
        let Some(new) = source.get(&own.key).filter(|_| !is_users(&own.key)) else {
            // The source has it no longer, or never had it.
            match base.filter(|_| !is_users(&own.key)) {
                Some([_, body]) if digest(&own.body) == *body => {}
                Some(_) if existing.overwrite => {}
                Some(_) => conflicts.push(own.key.clone()),
                None => out.push(own.clone()),
            }
            continue;
        };
        let above = match side(&own.above, &new.above, base.map(|[above, _]| above.as_str())) {
            Side::Conflict if base.is_none() => Side::File,
            side => side,
        };
        let body = match side(&own.body, &new.body, base.map(|[_, body]| body.as_str())) {
            Side::Conflict if same(&own.value, &new.value) => Side::File,
            side => side,
        };
        if (above == Side::Conflict || body == Side::Conflict) && !existing.overwrite {
            conflicts.push(own.key.clone());
        }
        let (above, body) = (above == Side::File, body == Side::File);
        let whose = if body { own } else { new };
        if body && !same(&own.value, &new.value) {
            kept.push(own.key.clone());
        }
        out.push(Block { above: if above { own } else { new }.above.clone(), ..whose.clone() });
    }
    for (index, new) in source.blocks.iter().enumerate().filter(|(_, new)| file.get(&new.key).is_none()) {
        match existing.base.and_then(|base| base.get(&new.key)) {
            Some([_, body]) if digest(&new.body) == *body => kept.push(new.key.clone()),
            Some(_) if !existing.overwrite => conflicts.push(new.key.clone()),
            _ => {
                let before = source.blocks[..index].iter().rev();
                let place = before.filter_map(|before| out.iter().position(|block| block.key == before.key)).next();
                out.insert(place.map_or(0, |place| place + 1), new.clone());
            }
        }
    }
    if !conflicts.is_empty() {
        return Err(conflicts);
    }
    let mut text = String::new();
    for block in &out {
        // After a text that ends with empty lines another one would be a part of it.
        text += if text.ends_with("\n\n") { block.above.trim_start_matches('\n') } else { &block.above };
        text += &block.body;
    }
    text += &file.tail;
    Ok(Merged { text, values: out.into_iter().map(|block| (block.key, block.value)).collect(), kept })
}

fn side(file: &str, source: &str, base: Option<&str>) -> Side {
    match base {
        _ if file == source => Side::File,
        Some(base) if digest(file) == base => Side::Source,
        Some(base) if digest(source) == base => Side::File,
        _ => Side::Conflict,
    }
}
