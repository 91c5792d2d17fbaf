//! Work on several sites side by side.
//!
//! Each of a few threads takes one site after the other and has only one at a time, so that who has to wait for a site that
//! another program is building holds no other one. They share the threads that work on the files of a site.
//!
//! What always holds: what came of the sites is heard in their order, and only a few are ahead of the one that is waited for.
//! The first one is done before the others begin, which take up what it found out.

use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};

/// Sites in memory at a time, whatever the machine has: more of one are not quicker, and large sites take room.
const MOST: usize = 4;

/// How many items are worked on at a time.
pub(super) fn hands() -> usize {
    rayon::current_num_threads().clamp(1, MOST)
}

/// What is heard of an item.
#[derive(Debug)]
pub enum Heard<T> {
    /// It has to wait; heard at once.
    Waits,
    /// What came of it; heard in order.
    Done(T),
}

/// The item that is to be taken next, and how many have been heard of.
#[derive(Debug, Default)]
struct Turnstile {
    state: Mutex<(usize, usize)>,
    moved: Condvar,
}

impl Turnstile {
    /// The number of the next of `all` items, when it is not too far ahead.
    fn next(&self, all: usize, ahead: usize) -> Option<usize> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let too_far = |(next, heard): &mut (usize, usize)| *next < all && *next >= *heard + ahead;
        let wait = self.moved.wait_while(state, too_far);
        let mut state = wait.unwrap_or_else(PoisonError::into_inner);
        let number = state.0;
        state.0 += 1;
        (number < all).then_some(number)
    }

    fn heard(&self, count: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).1 = count;
        self.moved.notify_all();
    }
}

/// Does `work` on all items. It may say that it waits; `hear` hears that, and what comes of each item in their order.
pub fn side_by_side<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I, &mut dyn FnMut()) -> T + Sync,
    mut hear: impl FnMut(&I, Heard<T>),
) {
    let hands = hands();
    let alone = if hands == 1 {
        items.len()
    } else {
        items.len().min(1)
    };
    let (first, items) = items.split_at(alone);
    for item in first {
        let done = work(item, &mut || hear(item, Heard::Waits));
        hear(item, Heard::Done(done));
    }
    let (turnstile, (told, news)) = (Turnstile::default(), mpsc::channel());
    std::thread::scope(|scope| {
        for _ in 0..hands.min(items.len()) {
            let (told, work, turnstile) = (told.clone(), &work, &turnstile);
            scope.spawn(move || {
                while let Some(number) = turnstile.next(items.len(), 2 * hands) {
                    let done = work(&items[number], &mut || {
                        let _ = told.send((number, Heard::Waits));
                    });
                    // Whoever hears is there until all are done.
                    let _ = told.send((number, Heard::Done(done)));
                }
            });
        }
        drop(told);
        let mut early: Vec<Option<T>> = items.iter().map(|_| None).collect();
        let mut heard = 0;
        for (number, news) in news {
            match news {
                Heard::Waits => hear(&items[number], Heard::Waits),
                Heard::Done(done) => early[number] = Some(done),
            }
            while let Some(done) = early.get_mut(heard).and_then(Option::take) {
                hear(&items[heard], Heard::Done(done));
                heard += 1;
            }
            turnstile.heard(heard);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn with_threads(count: usize, work: impl FnOnce() + Send) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build();
        pool.unwrap().install(work);
    }

    #[test]
    fn what_comes_of_items_is_heard_in_their_order_and_that_one_waits_at_once() {
        for threads in [1, 3] {
            with_threads(threads, || {
                let items: Vec<u64> = (0..40).collect();
                let mut heard = Vec::new();
                let mut waited = 0;
                let work = |item: &u64, waits: &mut dyn FnMut()| {
                    if item.is_multiple_of(7) {
                        waits();
                        std::thread::sleep(Duration::from_millis(5));
                    }
                    item * 2
                };
                side_by_side(&items, work, |item, news| match news {
                    Heard::Waits => waited += 1,
                    Heard::Done(done) => heard.push((*item, done)),
                });
                let expected: Vec<(u64, u64)> = items.iter().map(|item| (*item, item * 2)).collect();
                assert_eq!((heard, waited), (expected, 6));
            });
        }
    }

    #[test]
    fn only_a_few_are_ahead_of_the_one_that_is_waited_for() {
        with_threads(3, || {
            let items: Vec<usize> = (0..100).collect();
            let begun = AtomicUsize::new(0);
            let work = |item: &usize, _: &mut dyn FnMut()| {
                begun.fetch_add(1, Ordering::SeqCst);
                if *item == 1 {
                    std::thread::sleep(Duration::from_millis(200));
                    return begun.load(Ordering::SeqCst);
                }
                0
            };
            let mut most = 0;
            side_by_side(&items, work, |_, news| {
                if let Heard::Done(count) = news {
                    most = most.max(count);
                }
            });
            assert_eq!(most, 7);
            assert_eq!(begun.into_inner(), 100);
        });
    }
}
