use super::*;
use std::string::{String, ToString};
use std::vec::Vec;

fn id(text: &str) -> Option<Scalar<'_>> {
    Some(Scalar::Str(text))
}

fn told(met: u64) -> Told<1> {
    Told { met: [met], ended: None }
}

/// Tells of `init > a > b > c`, of which `a` has met query 0.
fn family<const CAPACITY: usize>() -> Tree<CAPACITY, 1> {
    let mut tree = Tree::new();
    tree.tell(id("a"), id("init"), told(1));
    tree.tell(id("b"), id("a"), told(0));
    tree.tell(id("c"), id("b"), told(0));
    tree
}

fn descends<const CAPACITY: usize>(tree: &Tree<CAPACITY, 1>, process: &str, parent: Option<&str>) -> bool {
    tree.ancestors(id(process), parent.and_then(id)).met(0)
}

#[test]
fn every_generation_is_looked_at_but_the_process_itself() {
    let tree = family::<8>();
    assert!(descends(&tree, "c", Some("b")) && descends(&tree, "b", Some("a")));
    assert!(!descends(&tree, "a", Some("init")));
    assert!(descends(&tree, "c", None), "the parent was told of before");
    assert!(descends(&tree, "new", Some("c")), "the event itself tells of its parent");
    assert!(!descends(&tree, "new", None) && !descends(&tree, "new", Some("unheard of")));
    assert!(tree.ancestors(None, id("c")).met(0) && !tree.ancestors(None, None).met(0));
    assert!(!tree.ancestors(id("c"), None).met(1) && !tree.ancestors(id("c"), None).met(64), "other queries");
}

#[test]
fn an_ancestor_that_meets_the_query_later_counts_from_then_on() {
    let mut tree: Tree<8, 1> = Tree::new();
    tree.tell(id("a"), None, told(0));
    tree.tell(id("b"), id("a"), told(0));
    assert!(!descends(&tree, "b", None));
    tree.tell(id("a"), None, told(1));
    assert!(descends(&tree, "b", None));
}

#[test]
fn a_circle_ends_where_it_began() {
    let mut tree: Tree<8, 1> = Tree::new();
    tree.tell(id("a"), id("b"), told(1));
    tree.tell(id("b"), id("a"), told(0));
    assert!(!descends(&tree, "a", None), "its own event is not an ancestor's");
    assert!(descends(&tree, "b", None));
    tree.tell(id("own"), id("own"), told(1));
    assert!(!descends(&tree, "own", None));
    tree.tell(id("c"), id("a"), told(0));
    assert!(descends(&tree, "c", None), "a walk into a circle ends");
}

#[test]
fn ids_of_numbers_and_of_digits_are_the_same() {
    let mut tree: Tree<8, 1> = Tree::new();
    tree.tell(Some(Scalar::Int(7)), None, told(1));
    assert!(descends(&tree, "8", Some("7")));
    tree.tell(None, id("7"), told(1));
    assert_eq!(tree.len(), 1, "an event without an id tells nothing");
}

#[test]
fn what_was_inherited_outlives_the_ancestors() {
    let mut tree = family::<3>();
    // `c` and its parent stay; `a` was told of longest ago.
    tree.tell(id("c"), id("b"), told(0));
    tree.tell(id("d"), id("c"), told(0));
    assert_eq!((tree.len(), tree.forgotten()), (3, 1));
    assert!(descends(&tree, "b", None) && descends(&tree, "c", None) && descends(&tree, "d", None));
    assert!(!descends(&tree, "new", Some("a")), "it is forgotten");
}

#[test]
fn those_that_ended_are_forgotten_first() {
    let mut tree: Tree<3, 1> = Tree::new();
    tree.tell(id("a"), None, told(1));
    tree.tell(id("b"), None, told(1));
    tree.tell(id("c"), None, told(1));
    tree.tell(id("b"), None, Told { met: [0], ended: Some(Timestamp(1)) });
    tree.tell(id("d"), None, told(1));
    let known: Vec<bool> = ["a", "b", "c", "d"].map(|parent| descends(&tree, "child", Some(parent))).to_vec();
    assert_eq!(known, [true, false, true, true]);
    // A child keeps its parent from being the next.
    tree.tell(id("e"), id("a"), told(0));
    assert!(descends(&tree, "child", Some("a")) && !descends(&tree, "child", Some("c")));
    assert_eq!((tree.forgotten(), tree.expired()), (2, 0));
}

#[test]
fn an_end_long_past_lets_a_process_go_when_time_passes() {
    let mut tree = family::<8>();
    tree.tell(id("b"), None, Told { met: [0], ended: Some(Timestamp(1_000)) });
    let over = 1_000 + ENDED_KEPT_MS as i64;
    tree.advance(Timestamp(over));
    assert_eq!((tree.len(), tree.expired()), (3, 0));
    tree.advance(Timestamp(over + 1));
    assert_eq!((tree.len(), tree.expired(), tree.forgotten()), (2, 1, 0));
    assert!(descends(&tree, "c", Some("b")), "it was told of while its parent was known");
    tree.reseed([1, 2]);
    assert!(tree.is_empty() && !descends(&tree, "c", Some("b")));
}

#[test]
fn queries_beyond_the_first_word_have_bits() {
    let met: Vec<bool> = (0..130).map(|number| number % 3 == 0).collect();
    let mut tree: Tree<2, 3> = Tree::new();
    tree.tell(id("a"), None, Told { met: bits(&met), ended: None });
    let ancestors = tree.ancestors(id("b"), id("a"));
    let found: Vec<bool> = (0..130).map(|number| ancestors.met(number)).collect();
    assert_eq!(found, met);
    assert!(!ancestors.met(130) && !ancestors.met(1_000));
}

/// A tree without a bound, and one in which nothing is forgotten, say the same of any history.
#[test]
fn it_says_what_a_map_of_parents_says() {
    let mut random = crate::random::Random::new(7);
    for _ in 0..50 {
        let mut tree: Tree<16, 1> = Tree::new();
        let mut model: std::collections::HashMap<String, (Option<String>, bool)> = std::collections::HashMap::new();
        for _ in 0..60 {
            let name = random.below(12).to_string();
            let parent = (random.below(3) > 0).then(|| random.below(12).to_string());
            let met = random.below(6) == 0;
            tree.tell(id(&name), parent.as_deref().and_then(id), told(u64::from(met)));
            let process = model.entry(name.clone()).or_default();
            process.0 = parent.or(process.0.take());
            process.1 |= met;
            for asked in 0..12 {
                let asked = asked.to_string();
                let mut seen = std::vec![asked.clone()];
                let mut next = model.get(&asked).and_then(|process| process.0.clone());
                let mut expected = false;
                while let Some(name) = next.filter(|name| !seen.contains(name)) {
                    let process = model.get(&name);
                    expected |= process.is_some_and(|process| process.1);
                    next = process.and_then(|process| process.0.clone());
                    seen.push(name);
                }
                assert_eq!(descends(&tree, &asked, None), expected, "{asked}: {model:?}");
            }
        }
        assert_eq!(tree.forgotten(), 0);
    }
}
