//! Slowing down who guesses (SEC-62).

/// Log-ins that failed lately.
#[derive(Debug, Default)]
pub struct Throttle {}
