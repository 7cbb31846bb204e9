//! What a file needs besides its own sync to outlast a power cut: the directory that names it (SEC-76).

use std::{
    fs::{self, File},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

/// Makes a directory that only its owner opens, and those above it that are missing. When it returns,
/// each of them outlasts a power cut.
///
/// # Errors
/// What the system says.
pub fn make_directory(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let above = above(path);
    make_directory(above)?;
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made,
    }?;
    sync_directory(above)
}

/// Writes a new file as a whole: whoever finds its name finds all of it, after a power cut too. A file
/// that is there already stays as it is, and is an error.
///
/// # Errors
/// What the system says.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_added_extension(format!("{}.new", std::process::id()));
    let written = write_and_sync(&unfinished, bytes).and_then(|()| fs::hard_link(&unfinished, path));
    let removed = fs::remove_file(&unfinished);
    written.and(removed)?;
    sync_directory(above(path))
}

fn write_and_sync(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives a file that was synced its name, in place of what had it before.
///
/// # Errors
/// What the system says.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_directory(above(to))
}

/// Makes the names in a directory durable.
///
/// # Errors
/// What the system says.
pub fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// The directory that names this path.
#[must_use]
pub fn above(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) => Path::new("."),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_there_as_a_whole_and_never_takes_the_place_of_another() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("one/two/trail.key");
        make_directory(above(&path)).unwrap();
        make_directory(above(&path)).unwrap();
        write_new(&path, b"first").unwrap();
        assert_eq!(write_new(&path, b"second").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(fs::read_dir(above(&path)).unwrap().count(), 1, "something unfinished was left");
    }

    #[test]
    fn the_directory_above_a_bare_name_is_the_one_we_are_in() {
        assert_eq!(above(Path::new("keys")), Path::new("."));
        assert_eq!(above(Path::new("/srv/keys")), Path::new("/srv"));
        assert_eq!(above(Path::new("/")), Path::new("/"));
    }
}
