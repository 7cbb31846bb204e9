//! The Debian package and the container image are made from the binary of this build and unpacked into an
//! empty root: what is in them, who owns it, and that the program in them starts. What signs a release,
//! and the unit, are tried with Debian's own tools. Nothing is skipped where a tool is missing:
//! `scripts/test` installs them.

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
    let out = command.output().unwrap_or_else(|why| panic!("{command:?}: {why}. scripts/test installs what is needed"));
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// A package of this program, as quickly pressed as can be.
fn package_of(program: &Path, into: &Path) -> PathBuf {
    let mut making = Command::new(root().join("scripts/package"));
    making.arg(program).env("APPRODO_PACKAGE_DIR", into).env("APPRODO_PACKAGE_LEVEL", "1");
    PathBuf::from(said(&mut making).trim())
}

fn package(into: &Path) -> PathBuf {
    package_of(Path::new(env!("CARGO_BIN_EXE_approdo")), into)
}

/// A small program in place of ours, where only the making is looked at.
fn stand_in(home: &Path) -> PathBuf {
    let path = home.join("stand-in");
    fs::copy("/bin/true", &path).unwrap();
    path
}

#[test]
fn sec_83_the_debian_package_installs_a_service_on_this_machine_alone_with_data_and_keys_apart() {
    let home = tempfile::tempdir().unwrap();
    let made = package(home.path());
    let listed = said(Command::new("dpkg-deb").arg("--contents").arg(&made));
    for line in listed.lines() {
        assert!(line.contains(" root/root "), "not owned by root: {line}");
        assert!(!line.contains("/keys") && !line.contains("/var/"), "no package holds data or keys: {line}");
    }
    let place = home.path().join("installed");
    said(Command::new("dpkg-deb").arg("--extract").arg(&made).arg(&place));
    let depends = said(Command::new("dpkg-deb").arg("--field").arg(&made).arg("Depends"));
    assert!(depends.starts_with("libc6 (>= 2."), "an older Debian says so before it installs: {depends}");
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

/// The unit, with empty ones in place of those of the system that it names.
fn unit_in(home: &Path) -> PathBuf {
    let units = home.join("usr/lib/systemd/system");
    fs::create_dir_all(&units).unwrap();
    fs::create_dir_all(home.join("usr/bin")).unwrap();
    fs::copy("/bin/true", home.join("usr/bin/approdo")).unwrap();
    for target in ["sysinit", "basic", "network", "multi-user", "shutdown"] {
        fs::write(units.join(format!("{target}.target")), "[Unit]\n").unwrap();
    }
    fs::copy(root().join("packaging/approdo.service"), units.join("approdo.service")).unwrap();
    home.to_owned()
}

#[test]
fn sec_83_the_unit_is_sound_and_locks_the_service_in() {
    let home = tempfile::tempdir().unwrap();
    let place = unit_in(home.path());
    let verify = || {
        let told = Command::new("systemd-analyze")
            .args(["verify", "--man=no", "--root"])
            .arg(&place)
            .arg("approdo.service")
            .output()
            .expect("systemd-analyze: scripts/test installs systemd");
        // A line of the unit that it does not understand; it passes over it, and ends with 0.
        let told = String::from_utf8(told.stderr).unwrap();
        let of_a_line = |line: &&str| {
            let number = line.split_once("approdo.service:").and_then(|(_, rest)| rest.chars().next());
            number.is_some_and(|first| first.is_ascii_digit())
        };
        told.lines().filter(of_a_line).map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(verify(), "");
    let unit = place.join("usr/lib/systemd/system/approdo.service");
    // 0 is locked in, 100 lies open; a unit that says nothing has 96.
    let mut exposed = Command::new("systemd-analyze");
    exposed.args(["security", "--offline=true", "--no-pager", "--threshold=20"]).arg(&unit);
    said(&mut exposed);
    let text = fs::read_to_string(&unit).unwrap();
    fs::write(&unit, text.replace("ProtectHome=yes", "ProtectHome=maybe")).unwrap();
    assert!(verify().contains("protect home"), "the look finds a mistake");
    fs::write(&unit, text.replace("CapabilityBoundingSet=", "").replace("ProtectSystem=strict", "")).unwrap();
    assert!(!exposed.output().unwrap().status.success(), "and what is loosened");
}

#[test]
fn sec_84_the_same_program_gives_the_same_package_and_image_whoever_makes_them() {
    let home = tempfile::tempdir().unwrap();
    let program = stand_in(home.path());
    let made: Vec<(Vec<u8>, Vec<u8>)> = [("077", "Asia/Tokyo"), ("022", "UTC")]
        .into_iter()
        .map(|(mask, zone)| {
            let into = home.path().join(mask);
            let script = "umask $1; scripts/package \"$2\" >&2 && scripts/image \"$3\"/*.deb";
            let mut making = Command::new("sh");
            making.args(["-c", script, "sh", mask]).arg(&program).arg(&into).current_dir(root());
            making.env("APPRODO_PACKAGE_DIR", &into).env("TZ", zone).env("SOURCE_DATE_EPOCH", "1795000000");
            let image = said(&mut making);
            let package = fs::read_dir(&into).unwrap().map(|file| file.unwrap().path());
            let package = package.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "deb")).unwrap();
            (fs::read(package).unwrap(), fs::read(image.trim()).unwrap())
        })
        .collect();
    assert!(made[0].0 == made[1].0, "the packages differ");
    assert!(made[0].1 == made[1].1, "the images differ");
}

#[test]
fn sec_84_a_release_is_verified_with_debians_own_tools_and_what_was_altered_is_not() {
    let home = tempfile::tempdir().unwrap();
    let here = |name: &str| home.path().join(name);
    let release = here("release");
    fs::create_dir(&release).unwrap();
    for file in ["approdo_0.1.0_amd64.deb", "approdo_0.1.0.cdx.json"] {
        fs::write(release.join(file), file).unwrap();
    }
    for key in ["maintainer", "stranger"] {
        said(Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", key, "-f"]).arg(here(key)));
    }
    let public = fs::read_to_string(here("maintainer.pub")).unwrap();
    fs::write(here("signers"), format!("approdo {public}")).unwrap();
    let sign = |key: &str| said(Command::new(root().join("scripts/sign")).arg(&release).arg(here(key)));
    // What docs/operators.md tells a city to do.
    let verify = || {
        let commands = "ssh-keygen -Y verify -f ../signers -I approdo -n approdo-release -s SHA256SUMS.sig <SHA256SUMS \
                        && sha256sum --check --strict SHA256SUMS";
        Command::new("sh").args(["-c", commands]).current_dir(&release).output().unwrap().status.success()
    };
    for page in ["docs/operators.md", "docs/operators.it.md"] {
        let told = fs::read_to_string(root().join(page)).unwrap();
        let command =
            "ssh-keygen -Y verify -f approdo.signers -I approdo -n approdo-release -s SHA256SUMS.sig <SHA256SUMS";
        assert!(told.contains(command) && told.contains("sha256sum --check --strict"), "{page}");
    }
    sign("maintainer");
    assert!(verify());
    let package = release.join("approdo_0.1.0_amd64.deb");
    fs::write(&package, "another").unwrap();
    assert!(!verify(), "the package was altered");
    sign("stranger");
    assert!(!verify(), "and signed again by somebody else");
    sign("maintainer");
    assert!(verify());
    let sums = fs::read_to_string(release.join("SHA256SUMS")).unwrap();
    fs::write(release.join("SHA256SUMS"), sums.replace('0', "1")).unwrap();
    assert!(!verify(), "the sums were altered");
}

#[test]
fn sec_83_the_image_holds_the_program_and_what_it_needs_and_it_starts_there_alone() {
    let home = tempfile::tempdir().unwrap();
    let made = package(home.path());
    let image = said(Command::new(root().join("scripts/image")).arg(&made));
    let layout = home.path().join("layout");
    fs::create_dir(&layout).unwrap();
    said(Command::new("tar").args(["-xf", image.trim(), "-C"]).arg(&layout));
    let blob = |descriptor: &serde_json::Value| {
        let digest = descriptor["digest"].as_str().unwrap().strip_prefix("sha256:").unwrap().to_owned();
        let path = layout.join("blobs/sha256").join(&digest);
        let summed = said(Command::new("sha256sum").arg(&path));
        assert!(summed.starts_with(&digest), "a blob is named by what is in it");
        assert_eq!(fs::metadata(&path).unwrap().len(), descriptor["size"].as_u64().unwrap());
        path
    };
    let json = |path: &Path| -> serde_json::Value { serde_json::from_slice(&fs::read(path).unwrap()).unwrap() };
    let manifest = json(&blob(&json(&layout.join("index.json"))["manifests"][0]));
    let config = json(&blob(&manifest["config"]));
    let layer = blob(&manifest["layers"][0]);
    assert_eq!(config["rootfs"]["diff_ids"][0], manifest["layers"][0]["digest"], "the layer is not pressed");
    assert_eq!(config["config"]["User"], "8480:8480");
    let listed = said(Command::new("tar").args(["--numeric-owner", "-tvf"]).arg(&layer));
    assert!(!listed.contains("/bin/sh") && !listed.contains("/bash"), "no shell is in it");
    for place in ["city", "keys"] {
        let line = listed.lines().find(|line| line.ends_with(&format!("./var/lib/approdo/{place}/"))).unwrap();
        assert!(line.starts_with("drwx------ 8480/8480"), "{line}");
    }
    let inside = home.path().join("inside");
    fs::create_dir(&inside).unwrap();
    said(Command::new("tar").args(["--no-same-owner", "-xf"]).arg(&layer).arg("-C").arg(&inside));
    // Root changes its root by itself; everybody else in a namespace of her own.
    let is_root = said(Command::new("id").arg("-u")).trim() == "0";
    let mut alone = Command::new(if is_root { "chroot" } else { "unshare" });
    if !is_root {
        alone.args(["--map-root-user", "chroot"]);
    }
    alone.arg(&inside).args(["/usr/bin/approdo", "--version"]);
    assert!(said(&mut alone).starts_with("approdo "), "it needs nothing that is not there");
}
