//! What came of asking an address of another site.

use serde::{Deserialize, Serialize};

/// What came of asking an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It leads somewhere.
    Fine,
    /// There is nothing any more.
    Gone(Gone),
    /// It is elsewhere for good: there.
    Moved(String),
    /// A program is not let see what is there.
    Blocked(Blocked),
    /// The domain is no longer its owner's.
    Closed(Closed),
    /// Browsers warn of its certificate.
    Certificate,
    /// It is in a private network, or leads there: not asked.
    Private,
    /// It is none that can be asked, or there were too many of its host.
    NotAsked,
}

/// How it is known that something is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gone {
    /// The server says so: 404 or 410.
    Status(u16),
    /// It leads to the front page or to a page for errors.
    Elsewhere,
    /// What is there says that it is not there.
    Said,
}

/// Why it cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Blocked {
    /// What the server answers.
    Status(u16),
    /// A page that asks whether one is a person.
    Challenge,
    /// No answer, asked more than once.
    Silent,
    /// It is sent on and on.
    Circle,
}

/// How it is known that a domain is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Closed {
    /// No server has the name.
    NoName,
    /// Its page offers it for sale.
    ForSale,
}
