//! Edges of states, packed: to go on from a state is one look-up.

/// For each state and label the state behind.
///
/// The edges of a state lie in `cells` from where `bases` says, the one for a label so far behind it as the label says; those of
/// other states fill the gaps between them.
#[derive(Debug, Clone, Copy)]
pub struct Edges {
    /// For each state where its edges lie.
    pub bases: &'static [u32],
    /// Whose edge it is, and the state behind it. A cell that is free is nobody's: [`NOBODY`].
    pub cells: &'static [(u16, u16)],
}

/// The number of no state.
pub const NOBODY: u16 = u16::MAX;

impl Edges {
    /// The state behind an edge, if there is one.
    #[inline(always)]
    pub(super) fn next(&self, state: u16, label: u8) -> Option<u16> {
        let base = *self.bases.get(usize::from(state))?;
        let (of, to) = *self.cells.get((base as usize).wrapping_add(usize::from(label)))?;
        (of == state).then_some(to)
    }
}
