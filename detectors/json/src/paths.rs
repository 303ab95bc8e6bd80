//! Dotted names → a tree of keys, so that a document's keys are followed and not put together.

/// A node of the tree: what a key, or several one after the other, lead to.
pub(crate) type NodeId = usize;

pub(crate) struct Paths {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    /// The place of the field that ends here. Other fields may go on: a multi-field is named below its field.
    place: Option<u32>,
    /// Open addressing by [`hash`], a power of two of which at most half is used; empty if there are none.
    children: Vec<Option<(Box<str>, NodeId)>>,
}

impl Paths {
    pub(crate) const ROOT: NodeId = 0;

    /// The tree of the names; a name's place is its index. Of equal names the last counts.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut paths = Self { nodes: vec![Node::default()] };
        for (place, name) in (0_u32..).zip(names) {
            let mut node = Self::ROOT;
            for segment in name.split('.') {
                node = paths.child_or_new(node, segment);
            }
            paths.nodes[node].place = Some(place);
        }
        paths
    }

    /// What a key leads to from a node. The key may hold dots.
    pub(crate) fn follow(&self, node: NodeId, key: &str) -> Option<NodeId> {
        if let Some(child) = self.child(node, key) {
            return Some(child);
        }
        if !key.contains('.') {
            return None;
        }
        key.split('.').try_fold(node, |node, segment| self.child(node, segment))
    }

    /// The place of the field that ends at a node.
    pub(crate) fn place(&self, node: NodeId) -> Option<u32> {
        self.nodes[node].place
    }

    /// Whether fields go on below a node.
    pub(crate) fn goes_on(&self, node: NodeId) -> bool {
        !self.nodes[node].children.is_empty()
    }

    #[inline]
    fn child(&self, node: NodeId, key: &str) -> Option<NodeId> {
        let children = &self.nodes[node].children;
        let mask = children.len().checked_sub(1)?;
        let mut at = hash(key.as_bytes()) & mask;
        // It ends, since half of the table is empty.
        while let Some((name, child)) = &children[at] {
            if **name == *key {
                return Some(*child);
            }
            at = (at + 1) & mask;
        }
        None
    }

    fn child_or_new(&mut self, node: NodeId, key: &str) -> NodeId {
        if let Some(child) = self.child(node, key) {
            return child;
        }
        let child = self.nodes.len();
        self.nodes.push(Node::default());
        let mut all: Vec<_> = self.nodes[node].children.drain(..).flatten().collect();
        all.push((key.into(), child));
        let mut children: Vec<Option<(Box<str>, NodeId)>> = vec![None; (all.len() * 2).next_power_of_two()];
        let mask = children.len() - 1;
        for entry in all {
            let mut at = hash(entry.0.as_bytes()) & mask;
            while children[at].is_some() {
                at = (at + 1) & mask;
            }
            children[at] = Some(entry);
        }
        self.nodes[node].children = children;
        child
    }
}

/// Of the length, the first and the last bytes of a key: enough to tell the keys of a schema apart, and cheap. The names in the
/// tables are the host's own; whatever keys a document has, a search reads no more than the table.
#[inline]
fn hash(key: &[u8]) -> usize {
    let ends = |first: u64, last: u64| first ^ last.rotate_left(29);
    let word = match (key.first_chunk(), key.last_chunk()) {
        (Some(first), Some(last)) => ends(u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (key.first_chunk(), key.last_chunk()) {
            (Some(first), Some(last)) => ends(u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into()),
            _ => key.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        },
    };
    let mixed = (word ^ key.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_to_places_in_steps_of_any_length() {
        let paths = Paths::new(["process.parent.name", "process.name", "process.name.caseless", "@timestamp"].into_iter());
        let place = |keys: &[&str]| {
            let node = keys.iter().try_fold(Paths::ROOT, |node, key| paths.follow(node, key));
            node.map(|node| paths.place(node))
        };
        assert_eq!(place(&["process", "parent", "name"]), Some(Some(0)));
        assert_eq!(place(&["process.parent", "name"]), Some(Some(0)));
        assert_eq!(place(&["process", "parent.name"]), Some(Some(0)));
        assert_eq!(place(&["process.name"]), Some(Some(1)));
        assert_eq!(place(&["process.name.caseless"]), Some(Some(2)));
        assert_eq!(place(&["process"]), Some(None));
        for keys in [&["proces"][..], &["process", "names"], &["process..name"], &[".process"], &["process."], &[""]] {
            assert_eq!(place(keys), None, "{keys:?}");
        }
    }
}
