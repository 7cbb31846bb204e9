//! How background threads hear that the service is to stop.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// A word that all background threads listen for. It is said once and stays said.
#[derive(Debug, Default)]
pub struct Stop {
    said: Mutex<bool>,
    heard: Condvar,
}

impl Stop {
    /// Tells every thread to finish what it has in hand and end.
    pub fn say(&self) {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.heard.notify_all();
    }

    /// Waits for the word, at most so long, and tells whether it was said.
    #[must_use]
    pub fn wait(&self, most: Duration) -> bool {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.heard.wait_timeout_while(said, most, |said| !*said);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_once_said_stays_said() {
        let stop = Stop::default();
        assert!(!stop.wait(Duration::from_millis(1)));
        stop.say();
        assert!(stop.wait(Duration::from_mins(1)));
    }
}
