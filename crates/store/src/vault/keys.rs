//! Master keys: files in a directory of their own, outside the database and its backups.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write as _},
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use ground::{Dice, Secret, hex};
use zeroize::Zeroize as _;

use super::seal::{self, DataKey};
use crate::{Result, StoreError, disk};

/// The directory that holds the master keys, one file each: `master-1.key`, 64 hexadecimal digits.
#[derive(Clone, Debug)]
pub struct KeyDirectory(PathBuf);

impl KeyDirectory {
    /// Opens the directory; where it is missing, or was made by a start that was cut off before its
    /// first key, it gets one.
    ///
    /// # Errors
    /// When it cannot be made or read, or others than its owner may read it.
    pub fn open_or_make(path: &Path, dice: &Dice) -> Result<Self> {
        disk::make_directory(path)
            .map_err(StoreError::io(format!("cannot make the key directory {}", path.display())))?;
        let directory = Self::private(path)?;
        if directory.keys()?.is_empty() {
            directory.write_secret(&master_file(1), &dice.bytes())?;
        }
        Self::open(path)
    }

    /// Opens a directory that must be there.
    ///
    /// # Errors
    /// When it is missing, empty, or others than its owner may read it.
    pub fn open(path: &Path) -> Result<Self> {
        let directory = Self::private(path)?;
        if directory.keys()?.is_empty() {
            return Err(StoreError::Setup(format!("there is no master key in {}", path.display())));
        }
        Ok(directory)
    }

    /// The directory, if nobody but its owner may read it.
    fn private(path: &Path) -> Result<Self> {
        let about =
            fs::metadata(path).map_err(StoreError::io(format!("cannot read the key directory {}", path.display())))?;
        if about.permissions().mode() & 0o077 != 0 {
            return Err(StoreError::Setup(format!(
                "the key directory {} can be read by others: run chmod 700 on it",
                path.display()
            )));
        }
        Ok(Self(path.to_owned()))
    }

    /// Where the directory is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Every master key, by number.
    pub(crate) fn keys(&self) -> Result<BTreeMap<u32, MasterKey>> {
        let trouble = || format!("cannot read the key directory {}", self.0.display());
        let mut keys = BTreeMap::new();
        for entry in fs::read_dir(&self.0).map_err(StoreError::io(trouble()))? {
            let name = entry.map_err(StoreError::io(trouble()))?.file_name();
            let number =
                name.to_str().and_then(|name| name.strip_prefix("master-")?.strip_suffix(".key")?.parse().ok());
            if let (Some(number), Some(name)) = (number, name.to_str()) {
                keys.insert(number, MasterKey(Secret::new(self.read_secret(name)?)));
            }
        }
        Ok(keys)
    }

    /// Reads a 32-byte secret of that name.
    ///
    /// # Errors
    /// When the file is missing or holds something else.
    pub fn read_secret(&self, name: &str) -> Result<[u8; 32]> {
        let path = self.0.join(name);
        let mut text =
            fs::read_to_string(&path).map_err(StoreError::io(format!("cannot read the key {}", path.display())))?;
        let secret = hex::decode_exactly(text.trim());
        text.zeroize();
        secret.ok_or_else(|| StoreError::Setup(format!("{} does not hold 64 hexadecimal digits", path.display())))
    }

    /// Reads a secret, or makes it at first use.
    ///
    /// # Errors
    /// When the file can be neither read nor made.
    pub fn secret_or_make(&self, name: &str, dice: &Dice) -> Result<[u8; 32]> {
        if !self.0.join(name).exists() {
            self.write_secret(name, &dice.bytes())?;
        }
        self.read_secret(name)
    }

    /// Writes a secret that outlasts a power cut before anything is sealed with it. Another node that
    /// shares the directory may have drawn it in the meantime: then that one holds.
    fn write_secret(&self, name: &str, secret: &[u8; 32]) -> Result<()> {
        let path = self.0.join(name);
        let mut text = hex::encode(secret);
        let written = disk::write_new(&path, text.as_bytes());
        text.zeroize();
        match written {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            written => written.map_err(StoreError::io(format!("cannot write the key {}", path.display()))),
        }
    }

    fn sync(&self) -> std::io::Result<()> {
        fs::File::open(&self.0)?.sync_all()
    }

    /// The number of the newest master key.
    ///
    /// # Errors
    /// When the directory cannot be read, or holds none.
    pub fn newest(&self) -> Result<u32> {
        self.keys()?.last_key_value().map(|(number, _)| *number).ok_or(StoreError::NoMasterKey(1))
    }

    /// The numbers of the master keys that are here.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn numbers(&self) -> Result<Vec<u32>> {
        Ok(self.keys()?.into_keys().collect())
    }

    /// Draws the next master key and gives its number.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn make_master(&self, dice: &Dice) -> Result<u32> {
        let number = self.newest()? + 1;
        self.write_secret(&master_file(number), &dice.bytes())?;
        Ok(number)
    }

    /// Destroys a master key for good. Its file loses its name first, so that no half destroyed key is
    /// read at the next start; then it is written over, as far as the disk below does what it is told.
    ///
    /// # Errors
    /// When the file cannot be changed. What a destruction that was cut off left is destroyed too.
    pub fn destroy_master(&self, number: u32, dice: &Dice) -> Result<()> {
        let path = self.0.join(master_file(number));
        let trouble = || format!("cannot destroy the key {}", path.display());
        if path.exists() {
            fs::rename(&path, path.with_extension(DESTROYED))
                .and_then(|()| self.sync())
                .map_err(StoreError::io(trouble()))?;
        }
        for entry in fs::read_dir(&self.0).map_err(StoreError::io(trouble()))? {
            let left = entry.map_err(StoreError::io(trouble()))?.path();
            let is_half_written = left.extension().is_some_and(|end| end == "new");
            if is_half_written || left.extension().is_some_and(|end| end == DESTROYED) {
                wipe(&left, dice).map_err(StoreError::io(trouble()))?;
            }
        }
        self.sync().map_err(StoreError::io(trouble()))
    }
}

/// How the file of a key that is being destroyed ends.
const DESTROYED: &str = "destroyed";

fn master_file(number: u32) -> String {
    format!("master-{number}.key")
}

/// Writes a file over and removes it. One that has a second name only loses this one: a start that was cut
/// off leaves its unfinished name on a key that lives (`disk::write_new`).
fn wipe(path: &Path, dice: &Dice) -> std::io::Result<()> {
    if fs::metadata(path)?.nlink() > 1 {
        return fs::remove_file(path);
    }
    let mut file = fs::OpenOptions::new().write(true).open(path)?;
    file.write_all(hex::encode(&dice.bytes::<32>()).as_bytes())?;
    file.sync_all()?;
    fs::remove_file(path)
}

/// A key that wraps the keys of the compartments.
pub struct MasterKey(Secret<[u8; 32]>);

const BROKEN: StoreError = StoreError::Sealed { table: "compartment_key", column: "wrapped" };

impl MasterKey {
    pub(crate) fn wrap(&self, number: u32, key: &DataKey, safe: &str, generation: u32, nonce: [u8; 24]) -> Vec<u8> {
        let mut wrapped = number.to_be_bytes().to_vec();
        wrapped.extend(seal::encrypt(&self.0, &bound_to(safe, generation), key.secret().reveal(), nonce));
        wrapped
    }

    pub(crate) fn number_in(wrapped: &[u8]) -> Result<u32> {
        let (number, _) = wrapped.split_first_chunk::<4>().ok_or(BROKEN)?;
        Ok(u32::from_be_bytes(*number))
    }

    pub(crate) fn unwrap(&self, wrapped: &[u8], safe: &str, generation: u32) -> Result<DataKey> {
        let (_, sealed) = wrapped.split_first_chunk::<4>().ok_or(BROKEN)?;
        let plain = seal::decrypt(&self.0, &bound_to(safe, generation), sealed).ok_or(BROKEN)?;
        plain.try_into().map(DataKey::new).map_err(|_| BROKEN)
    }

    /// Seals bytes that must open with the key directory alone, such as a chunk of a backup.
    #[must_use]
    pub fn seal_outside(&self, bound: &[u8], plain: &[u8], dice: &Dice) -> Vec<u8> {
        seal::encrypt(&self.0, bound, plain, dice.bytes())
    }

    /// Opens what [`Self::seal_outside`] sealed; none when it was bound to something else or is damaged.
    #[must_use]
    pub fn open_outside(&self, bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        seal::decrypt(&self.0, bound, sealed)
    }
}

impl KeyDirectory {
    /// The master key of that number.
    ///
    /// # Errors
    /// [`StoreError::NoMasterKey`] when it is not here.
    pub fn master(&self, number: u32) -> Result<MasterKey> {
        self.keys()?.remove(&number).ok_or(StoreError::NoMasterKey(number))
    }
}

fn bound_to(safe: &str, generation: u32) -> Vec<u8> {
    [b"compartment_key|".as_slice(), safe.as_bytes(), &generation.to_be_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_52_master_keys_are_made_once_and_only_their_owner_reads_them() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("keys");
        KeyDirectory::open_or_make(&path, &Dice::seeded(1)).unwrap();
        let again = KeyDirectory::open_or_make(&path, &Dice::seeded(2)).unwrap();
        assert_eq!(again.keys().unwrap().len(), 1);
        assert_eq!(again.read_secret("master-1.key").unwrap(), Dice::seeded(1).bytes());
        let mode = fs::metadata(path.join("master-1.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(KeyDirectory::open(&path).is_err());
    }

    #[test]
    fn sec_76_a_start_that_was_cut_off_before_its_first_key_gets_one_and_two_at_once_agree() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("keys");
        disk::make_directory(&path).unwrap();
        fs::write(path.join("master-1.key.77.new"), "half a k").unwrap();
        assert!(KeyDirectory::open(&path).is_err(), "a directory that must be there has a key");
        let keys = KeyDirectory::open_or_make(&path, &Dice::seeded(1)).unwrap();
        keys.write_secret("master-1.key", &[9; 32]).unwrap();
        assert_eq!(keys.read_secret("master-1.key").unwrap(), Dice::seeded(1).bytes());
    }

    #[test]
    fn sec_76_destroying_a_key_never_writes_over_one_that_lives_under_a_second_name() {
        let home = tempfile::tempdir().unwrap();
        let keys = KeyDirectory::open_or_make(&home.path().join("keys"), &Dice::seeded(1)).unwrap();
        assert_eq!(keys.make_master(&Dice::seeded(2)).unwrap(), 2);
        // As two starts leave it that were cut off after the key had its name.
        for name in ["master-1.key", "master-2.key"] {
            fs::hard_link(keys.path().join(name), keys.path().join(format!("{name}.7.new"))).unwrap();
        }
        let old = fs::File::open(keys.path().join("master-1.key")).unwrap();
        keys.destroy_master(1, &Dice::seeded(3)).unwrap();
        assert_eq!(keys.read_secret("master-2.key").unwrap(), Dice::seeded(2).bytes());
        let wiped = io::read_to_string(old).unwrap();
        assert_ne!(wiped, hex::encode(&Dice::seeded(1).bytes::<32>()), "the key that was destroyed is still there");
        assert_eq!(fs::read_dir(keys.path()).unwrap().count(), 1, "a second name was left");
    }

    #[test]
    fn sec_56_a_secret_is_drawn_at_first_use_and_the_same_ever_after() {
        let home = tempfile::tempdir().unwrap();
        let keys = KeyDirectory::open_or_make(&home.path().join("keys"), &Dice::seeded(1)).unwrap();
        let drawn: [u8; 32] = Dice::seeded(2).bytes();
        assert_eq!(keys.secret_or_make("trail.key", &Dice::seeded(2)).unwrap(), drawn);
        assert_eq!(keys.secret_or_make("trail.key", &Dice::seeded(3)).unwrap(), drawn);
        assert_eq!(keys.read_secret("trail.key").unwrap(), drawn);
        assert!(keys.write_secret("no such folder/trail.key", &drawn).is_err(), "what was not written is no key");
    }

    #[test]
    fn sec_54_a_master_key_is_added_whole_and_destroyed_without_a_trace() {
        let home = tempfile::tempdir().unwrap();
        let (path, dice) = (home.path().join("keys"), Dice::seeded(1));
        let keys = KeyDirectory::open_or_make(&path, &dice).unwrap();
        assert_eq!(keys.make_master(&dice).unwrap(), 2);
        assert_eq!((keys.numbers().unwrap(), keys.newest().unwrap()), (vec![1, 2], 2));
        fs::write(path.join("master-3.key.77.new"), "half").unwrap();
        fs::write(path.join("master-0.destroyed"), "half").unwrap();
        assert_eq!(KeyDirectory::open(&path).unwrap().numbers().unwrap(), [1, 2], "what was cut off is no key");
        keys.destroy_master(1, &dice).unwrap();
        let left: Vec<_> = fs::read_dir(&path).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left, ["master-2.key"]);
        assert!(matches!(keys.master(1), Err(StoreError::NoMasterKey(1))));
        assert!(keys.master(2).is_ok());
    }

    #[test]
    fn sec_82_what_is_sealed_for_outside_opens_with_its_key_and_its_binding_alone() {
        let (dice, key) = (Dice::seeded(4), MasterKey(Secret::new([4; 32])));
        let sealed = key.seal_outside(b"part 1", b"rows", &dice);
        assert!(!sealed.windows(4).any(|four| four == b"rows"));
        assert_eq!(key.open_outside(b"part 1", &sealed).as_deref(), Some(b"rows".as_slice()));
        assert_eq!(key.open_outside(b"part 2", &sealed), None);
        assert_eq!(MasterKey(Secret::new([5; 32])).open_outside(b"part 1", &sealed), None);
    }

    #[test]
    fn sec_52_the_key_of_a_safe_opens_for_its_safe_and_generation_alone() {
        let (dice, master) = (Dice::seeded(6), MasterKey(Secret::new([6; 32])));
        let wrapped = master.wrap(7, &DataKey::new([1; 32]), "health", 3, dice.bytes());
        assert_eq!(MasterKey::number_in(&wrapped).unwrap(), 7);
        assert!(MasterKey::number_in(&wrapped[..3]).is_err());
        assert_eq!(master.unwrap(&wrapped, "health", 3).unwrap().secret().reveal(), &[1; 32]);
        assert!(master.unwrap(&wrapped, "legal", 3).is_err());
        assert!(master.unwrap(&wrapped, "health", 2).is_err());
    }
}
