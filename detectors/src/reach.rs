//! Whether a rule can fire at all on a type of event: checks while it is compiled.

use crate::event::{Shape, Shapes, same};
use crate::slots;

/// The category that an event must have to be looked at: the field that holds it, and its name; `None` is any.
pub type Category = Option<(&'static str, &'static str)>;

impl Shapes {
    /// Whether some event of this type may be of the category and have a value in the field. For `const` use.
    pub const fn may_have(&self, field: &str, category: Category) -> bool {
        self.may_be(category) && self.may_give(field, category)
    }

    /// Whether some event of this type may be of the category. For `const` use.
    pub const fn may_be(&self, category: Category) -> bool {
        let Some((field, name)) = category else { return true };
        match self {
            Self::One(shape) => shape.may_be(field, name),
            Self::Layout(fields) => slots::has(fields, field),
            Self::AnyOf(shapes) | Self::AllOf(shapes) => {
                let mut at = 0;
                while at < shapes.len() {
                    if shapes[at].may_be(category) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
        }
    }

    const fn may_give(&self, field: &str, category: Category) -> bool {
        match self {
            Self::One(_) | Self::AllOf(_) | Self::Layout(_) => self.gives(field),
            Self::AnyOf(shapes) => {
                let mut at = 0;
                while at < shapes.len() {
                    if shapes[at].may_have(field, category) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
        }
    }
}

impl Shape {
    const fn may_be(&self, field: &str, name: &str) -> bool {
        let mut at = 0;
        while at < self.constants.len() {
            let (constant, value) = self.constants[at];
            if same(constant, field) && same(value, name) {
                return true;
            }
            at += 1;
        }
        at = 0;
        while at < self.mapped.len() {
            if same(self.mapped[at], field) {
                return true;
            }
            at += 1;
        }
        false
    }
}
