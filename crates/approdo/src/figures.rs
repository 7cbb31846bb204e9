//! What is counted while the house works. Nothing here can say who asked for what: a request is known by
//! its route as it stands in the source, its method and its status, and by nothing of its address.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use ground::{Count, MICROS, Present, Spread};

/// Methods that are told apart. A client may invent as many as it likes: those are one.
const METHODS: [&str; 6] = ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"];
/// A method that is none of these, and a path that leads nowhere.
const OTHER: &str = "other";

/// What one house counted since it was opened.
#[derive(Debug, Default)]
pub struct Figures {
    requests: Mutex<BTreeMap<Asked, Answered>>,
    /// Requests that are being answered.
    pub in_flight: Present,
    /// Connections that are open.
    pub connections: Present,
    /// Connections that were accepted.
    pub accepted: Count,
    /// Connections that the system refused to give us.
    pub refused: Count,
    /// Jobs that were done.
    pub jobs_done: Count,
    /// Jobs that failed and were put back.
    pub jobs_failed: Count,
    /// Sessions that were begun, whatever the way in.
    pub log_ins: Count,
    /// Passwords that were wrong, or of nobody.
    pub passwords_wrong: Count,
    /// Codes that were wrong.
    pub codes_wrong: Count,
    /// Tries of either that were told to wait.
    pub throttled: Count,
}

/// A route as it stands in the source, and a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Such as `/people/{id}`; `other` for a path that leads nowhere.
    pub route: String,
    /// Such as `GET`; `other` for one that no page of ours sends.
    pub method: &'static str,
}

/// How requests of one kind were answered.
#[derive(Debug)]
pub struct Answered {
    /// How many with which status.
    pub by_status: BTreeMap<u16, u64>,
    /// How long they took.
    pub time: Spread,
}

impl Figures {
    /// Counts a request that was answered. `route` is the template that matched, never the path.
    pub fn answered(&self, route: Option<&str>, method: &str, status: u16, time: Duration) {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or(OTHER);
        let asked = Asked { route: route.unwrap_or(OTHER).to_owned(), method };
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let answered = requests
            .entry(asked)
            .or_insert_with(|| Answered { by_status: BTreeMap::new(), time: Spread::over(MICROS) });
        *answered.by_status.entry(status).or_default() += 1;
        answered.time.take_time(time);
    }

    /// Shows every kind of request with how it was answered.
    pub fn each_request(&self, mut show: impl FnMut(&Asked, &Answered)) {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.iter().for_each(|(asked, answered)| show(asked, answered));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_55_whatever_clients_invent_there_is_a_handful_of_kinds_of_requests() {
        let figures = Figures::default();
        for n in 0..1000 {
            figures.answered(None, &format!("X{n}"), 404, Duration::from_millis(1));
            figures.answered(Some("/people/{id}"), "GET", 200, Duration::from_millis(1));
        }
        let mut kinds = Vec::new();
        figures.each_request(|asked, answered| kinds.push((asked.clone(), answered.by_status.clone())));
        let kind = |route: &str, method| Asked { route: route.to_owned(), method };
        assert_eq!(
            kinds,
            [
                (kind("/people/{id}", "GET"), BTreeMap::from([(200, 1000)])),
                (kind("other", "other"), BTreeMap::from([(404, 1000)])),
            ]
        );
    }
}
