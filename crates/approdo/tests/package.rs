//! The Debian package is made from the binary of this build and unpacked into an empty root: what is
//! in it, who owns it, and that the program in it starts.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first trouble, its helpers too"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn said(command: &mut Command) -> String {
    let out = command.output().unwrap();
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn package(into: &Path) -> PathBuf {
    let mut making = Command::new(root().join("scripts/package"));
    making.arg(env!("CARGO_BIN_EXE_approdo")).env("APPRODO_PACKAGE_DIR", into).env("APPRODO_PACKAGE_LEVEL", "1");
    PathBuf::from(said(&mut making).trim())
}

#[test]
fn sec_83_the_debian_package_installs_a_service_on_this_machine_alone_with_data_and_keys_apart() {
    if Command::new("dpkg-deb").arg("--version").output().is_err() {
        eprintln!("no dpkg-deb here: the package is not made");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let made = package(home.path());
    let listed = said(Command::new("dpkg-deb").arg("--contents").arg(&made));
    for line in listed.lines() {
        assert!(line.contains(" root/root "), "not owned by root: {line}");
        assert!(!line.contains("/keys") && !line.contains("/var/"), "no package holds data or keys: {line}");
    }
    let place = home.path().join("installed");
    said(Command::new("dpkg-deb").arg("--extract").arg(&made).arg(&place));
    assert!(said(Command::new(place.join("usr/bin/approdo")).arg("--version")).starts_with("approdo "));

    let settings = fs::read_to_string(place.join("etc/approdo/approdo.toml")).unwrap();
    let file = approdo::operation::config::File::parse(&settings).unwrap();
    assert!(file.listen.unwrap().ip().is_loopback());
    assert_ne!(file.data.unwrap().parent(), file.keys.as_deref(), "the keys are not around the data");
    let unit = fs::read_to_string(place.join("usr/lib/systemd/system/approdo.service")).unwrap();
    for line in ["User=approdo", "LimitCORE=0", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"] {
        assert!(unit.lines().any(|own| own == line), "the unit does not say {line}");
    }
    for page in ["operators.md", "operators.it.md", "SECURITY.md", "copyright"] {
        assert!(place.join("usr/share/doc/approdo").join(page).exists(), "{page} is missing");
    }
}

/// The unit lets the service call nobody: whoever sets up a provider has to read how it is let out.
#[test]
fn sec_72_the_pages_for_operators_say_how_a_provider_is_reached_past_the_unit() {
    let unit = fs::read_to_string(root().join("packaging/approdo.service")).unwrap();
    assert!(unit.lines().any(|line| line == "IPAddressDeny=any"));
    for page in ["docs/operators.md", "docs/operators.it.md"] {
        let page = fs::read_to_string(root().join(page)).unwrap();
        for word in ["[[provider]]", "IPAddressDeny=any", "[Service]\n   IPAddressAllow="] {
            assert!(page.contains(word), "{word}");
        }
    }
}
