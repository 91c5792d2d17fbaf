//! Values that are mostly empty.

use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// A value that most of its many holders have empty: it takes memory only where it says something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sparse<T>(Option<Box<T>>);

/// A value of which all who have it empty share one.
pub trait Empty: 'static {
    /// The one without anything in it.
    fn empty() -> &'static Self;
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Default + PartialEq> From<T> for Sparse<T> {
    fn from(value: T) -> Self {
        Self((value != T::default()).then(|| Box::new(value)))
    }
}

impl<T: Empty> Deref for Sparse<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            Some(said) => said,
            None => T::empty(),
        }
    }
}

/// Says of types that all who have them empty share one.
macro_rules! shared_empty {
    ($($name:ty),*) => {$(
        impl $crate::base::Empty for $name {
            fn empty() -> &'static Self {
                static EMPTY: std::sync::LazyLock<$name> = std::sync::LazyLock::new(Default::default);
                &EMPTY
            }
        }
    )*};
}

pub(crate) use shared_empty;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    struct Said {
        words: Vec<String>,
    }

    shared_empty! { Said }

    #[test]
    fn what_says_nothing_takes_no_memory_and_reads_as_empty() {
        let empty = Sparse::from(Said::default());
        assert!(empty.0.is_none() && empty.words.is_empty());
        let said = Sparse::from(Said {
            words: vec!["人".to_owned()],
        });
        assert_eq!(said.words, ["人"]);
        assert_ne!(said, empty);
    }
}
