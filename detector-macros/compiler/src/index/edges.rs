//! Edges of states → the packed table of `detectors::index::Edges`.

/// No state's number.
const NOBODY: u16 = u16::MAX;

/// The table, field by field as in the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edges {
    /// For each state where its edges lie.
    pub bases: Vec<u32>,
    /// Whose edge it is, and the state behind it.
    pub cells: Vec<(u16, u16)>,
}

impl Edges {
    /// For each state its edges, label and state. There are fewer than 65,535 states.
    ///
    /// States of many edges are laid down first, each at the first place where its edges fall into free cells.
    pub fn of(edges: &[Vec<(u8, u16)>]) -> Self {
        let mut order: Vec<usize> = (0..edges.len()).filter(|state| !edges[*state].is_empty()).collect();
        order.sort_by_key(|state| std::cmp::Reverse(edges[*state].len()));
        let (mut bases, mut cells) = (vec![0; edges.len()], Vec::new());
        // Everything before it is taken.
        let mut first_free = 0;
        for state in order {
            let of_state = &edges[state];
            let first_label = of_state.iter().map(|(label, _)| usize::from(*label)).min().unwrap_or(0);
            while cells.get(first_free).is_some_and(|(of, _)| *of != NOBODY) {
                first_free += 1;
            }
            let mut base = first_free.saturating_sub(first_label);
            let is_free = |cell: usize, cells: &[(u16, u16)]| cells.get(cell).is_none_or(|(of, _)| *of == NOBODY);
            while !of_state.iter().all(|(label, _)| is_free(base + usize::from(*label), &cells)) {
                base += 1;
            }
            bases[state] = u32::try_from(base).unwrap_or(u32::MAX);
            for (label, to) in of_state {
                let cell = base + usize::from(*label);
                if cells.len() <= cell {
                    cells.resize(cell + 1, (NOBODY, 0));
                }
                cells[cell] = (u16::try_from(state).unwrap_or(NOBODY), *to);
            }
        }
        Self { bases, cells }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edge_is_found_and_no_other() {
        // Many shapes: few labels and many, dense and far apart.
        let edges: Vec<Vec<(u8, u16)>> = (0..400_u16)
            .map(|state| {
                let step = usize::from(state % 7 + 1) * 3;
                (0..=255_u8)
                    .skip(usize::from(state % 13))
                    .step_by(step)
                    .take(usize::from(state % 40))
                    .map(|label| (label, state))
                    .collect()
            })
            .collect();
        let table = Edges::of(&edges);
        for (state, of_state) in (0..).zip(&edges) {
            for label in 0..=255_u8 {
                let expected = of_state.iter().find(|(of, _)| *of == label).map(|(_, to)| *to);
                let cell = table.cells.get(table.bases[usize::from(state)] as usize + usize::from(label));
                assert_eq!(cell.filter(|(of, _)| *of == state).map(|(_, to)| *to), expected, "state {state}, label {label}");
            }
        }
        let count: usize = edges.iter().map(Vec::len).sum();
        assert!(table.cells.len() < count * 5 / 4 + 512, "{} cells for {count} edges", table.cells.len());
    }
}
