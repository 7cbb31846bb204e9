//! The text of figures, in the format 0.0.4 that Prometheus reads.

use std::fmt::{Display, Write as _};

use ground::Spread;

/// What kind of figures a family has.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// They only grow.
    Counter,
    /// They go up and down.
    Gauge,
}

/// A label and its value: always a word of the source.
pub(super) type Label<'a> = (&'static str, &'a str);

/// The text so far.
#[derive(Default)]
pub(super) struct Sheet(String);

impl Sheet {
    /// Begins a family: its name, kind, and what it is.
    pub(super) fn family(&mut self, name: &str, kind: Kind, help: &str) {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
        };
        self.head(name, kind, help);
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// One figure of the family.
    pub(super) fn value(&mut self, name: &str, labels: &[Label<'_>], value: impl Display) {
        let _ = writeln!(self.0, "{name}{} {value}", told(labels));
    }

    /// A family of a single figure.
    pub(super) fn one(&mut self, name: &str, kind: Kind, help: &str, value: impl Display) {
        self.family(name, kind, help);
        self.value(name, &[], value);
    }

    /// The same, when there is a figure.
    pub(super) fn known(&mut self, name: &str, kind: Kind, help: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.one(name, kind, help, value);
        }
    }

    /// Begins a family of spreads.
    pub(super) fn spreads(&mut self, name: &str, help: &str) {
        self.head(name, "histogram", help);
    }

    /// One spread; `unit` writes its bounds and its sum.
    pub(super) fn spread(&mut self, name: &str, labels: &[Label<'_>], spread: &Spread, unit: fn(u64) -> String) {
        // Read last: what comes in meanwhile stands below no bound yet.
        let steps: Vec<(u64, u64)> = spread.steps().collect();
        let (sum, all) = (spread.sum(), spread.all());
        for (bound, below) in steps.into_iter().map(|(bound, below)| (unit(bound), below)).chain([("+Inf".into(), all)])
        {
            let with_bound: Vec<Label<'_>> = labels.iter().copied().chain([("le", bound.as_str())]).collect();
            self.value(&format!("{name}_bucket"), &with_bound, below);
        }
        self.value(&format!("{name}_sum"), labels, unit(sum));
        self.value(&format!("{name}_count"), labels, all);
    }

    pub(super) fn text(self) -> String {
        self.0
    }
}

/// Microseconds as seconds.
pub(super) fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

fn told(labels: &[Label<'_>]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let each = |(name, value): &Label<'_>| {
        format!("{name}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
    };
    format!("{{{}}}", labels.iter().map(each).collect::<Vec<_>>().join(","))
}
