//! libFuzzer over the targets of the campaign `inputs`. One program for all, so that the service is
//! linked once; `APPRODO_TARGET` names the one that is fed. `scripts/fuzz` builds and runs it.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/approdo/tests/campaigns/inputs/targets.rs"]
mod targets;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let wanted = std::env::var("APPRODO_TARGET").unwrap_or_default();
    let found = targets::TARGETS.iter().find(|(name, _)| *name == wanted);
    let names = targets::TARGETS.map(|(name, _)| name).join(", ");
    found.unwrap_or_else(|| panic!("APPRODO_TARGET is one of {names}")).1
});

fuzz_target!(|bytes: &[u8]| TARGET(bytes));
