//! Tables of events → which of the rules' fields have been seen.

use detectors::SlotTable;

use crate::run::summary::Unseen;

/// Which of the rules' fields have been seen: whoever gives documents of another kind must not think that nothing is in them.
pub(crate) struct Fields {
    /// The rules' own come first in a table.
    pub(crate) count: usize,
    pub(crate) time: Option<usize>,
    /// `None` once it has been seen, or if no rule reads it.
    pub(crate) category: Option<usize>,
    /// Whether any has been seen, except for the time.
    pub(crate) any: bool,
}

impl Fields {
    #[inline]
    pub(crate) fn look(&mut self, event: &SlotTable<'_>) {
        if self.any && self.category.is_none() {
            return;
        }
        let has = |place: usize| event.slots.get(place).is_some_and(|slot| slot.len > 0);
        self.any |= (0..self.count).any(|place| Some(place) != self.time && has(place));
        self.category = self.category.filter(|place| !has(*place));
    }

    pub(crate) fn unseen(&self) -> Unseen {
        match (self.any, self.category) {
            (false, _) => Unseen::AllFields,
            (true, Some(place)) if place < self.count => Unseen::Category,
            (true, _) => Unseen::Nothing,
        }
    }
}
