//! The vault on both engines: what is sealed and found, and how keys come and go.

use std::collections::BTreeSet;

use ground::{Compartment, Dice, Level};
use store::{
    StoreError,
    vault::{KeyDirectory, Place, Safe, Under, Vault},
};

use super::{Ground, NOON, on_both_engines};

/// The keys that stand beside the database, made at first use.
fn keys_of(ground: &Ground) -> KeyDirectory {
    KeyDirectory::open_or_make(&ground.home.path().join("keys"), &ground.dice).unwrap()
}

fn open(ground: &Ground, keys: &KeyDirectory) -> Vault {
    let opened: Result<Vault, StoreError> = ground.store.write("open", |tx| Vault::open(tx, keys, Dice::os()));
    opened.unwrap()
}

#[test]
fn sec_52_the_vault_opens_again_with_its_keys_and_not_without() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let place = Place { table: "person", column: "identity", row: [9; 16], version: 1 };
        let sealed: Result<Vec<u8>, StoreError> = ground.store.write("seal", |tx| {
            let vault = Vault::open(tx, &keys, Dice::os())?;
            Ok(vault.make_key(tx, &[9; 16], Safe::Personal)?.seal(&place, b"Amina", &ground.dice))
        });
        let sealed = sealed.unwrap();
        let opened: Result<Vec<u8>, StoreError> = ground.store.write("open", |tx| {
            let vault = Vault::open(tx, &keys, Dice::os())?;
            vault.key(tx, &[9; 16], Safe::Personal)?.unwrap().open(&place, &sealed)
        });
        assert_eq!(opened.unwrap(), b"Amina");
        let others = KeyDirectory::open_or_make(&ground.home.path().join("others"), &ground.dice).unwrap();
        let stolen: Result<(), StoreError> =
            ground.store.write("steal", |tx| Vault::open(tx, &others, Dice::os()).map(|_| ()));
        assert!(stolen.is_err(), "the database alone opens nothing");
    });
}

#[test]
fn sec_50_when_the_keys_of_an_owner_are_destroyed_nothing_of_hers_opens() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let (hers, another) = ([1; 16], [2; 16]);
        let done: Result<(), StoreError> = ground.store.write("destroy", |tx| {
            let vault = Vault::open(tx, &keys, Dice::os())?;
            for owner in [hers, another] {
                vault.make_key(tx, &owner, Safe::Personal)?;
            }
            vault.make_key(tx, &hers, Safe::Protected)?;
            let personal: Option<(u64,)> = tx.one(
                "select count(*) from data_key where compartment = $1",
                &[Safe::of(Level::S2).unwrap().word().into()],
            )?;
            assert_eq!(personal, Some((2,)));
            assert_eq!(Vault::personal_word(), Safe::Personal.word());
            assert_eq!(vault.destroy_keys(tx, &hers)?, 2);
            assert!(
                vault.key(tx, &hers, Safe::Personal)?.is_none() && vault.key(tx, &hers, Safe::Protected)?.is_none()
            );
            assert!(vault.key(tx, &another, Safe::Personal)?.is_some());
            assert_eq!(vault.destroy_keys(tx, &hers)?, 0);
            let health = Safe::Special(Compartment::Health);
            vault.make_key(tx, &another, health)?;
            assert_eq!(vault.destroy_key(tx, &another, health)?, 1);
            assert_eq!(vault.destroy_key(tx, &another, health)?, 0);
            assert!(vault.key(tx, &another, health)?.is_none() && vault.key(tx, &another, Safe::Personal)?.is_some());
            Ok(())
        });
        done.unwrap();
    });
}

#[test]
fn sec_52_what_the_house_seals_opens_in_its_safe_and_place_alone() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let sealed: Result<(), StoreError> = ground.store.write("seal", |tx| {
            let vault = Vault::open(tx, &keys, Dice::os())?;
            let place = Place { table: "account", column: "email", row: [3; 16], version: 1 };
            let sealed = vault.seal_for_house(tx, Safe::Staff, &place, b"ana@comune.example")?;
            assert!(!sealed.windows(3).any(|three| three == b"ana"));
            assert_eq!(vault.open_for_house(tx, Safe::Staff, &place, &sealed)?, b"ana@comune.example");
            assert_eq!(vault.open_carried(Safe::Staff, &place, &sealed)?, b"ana@comune.example");
            assert!(vault.open_for_house(tx, Safe::Audit, &place, &sealed).is_err());
            assert!(vault.open_for_house(tx, Safe::Staff, &Place { version: 2, ..place }, &sealed).is_err());
            assert!(vault.open_for_house(tx, Safe::Staff, &place, &sealed[..3]).is_err());
            let carried = vault.seal_to_carry(Safe::Staff, &place, b"seed")?;
            assert_eq!(vault.open_carried(Safe::Staff, &place, &carried)?, b"seed");
            assert!(vault.open_carried(Safe::Staff, &Place { row: [4; 16], ..place }, &carried).is_err());
            Ok(())
        });
        sealed.unwrap();
    });
}

#[test]
fn sec_54_data_keys_move_to_the_newest_generation_and_the_old_one_goes_when_nothing_hangs_on_it() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let vault = open(ground, &keys);
        let owners: Vec<[u8; 16]> = (0..=250_u8).flat_map(|n| [[n; 16], [n ^ 1; 16].map(|byte| byte ^ 128)]).collect();
        let owners: BTreeSet<[u8; 16]> = owners.into_iter().collect();
        let write =
            |act: &dyn Fn(&mut store::Tx<'_>) -> Result<(), StoreError>| ground.store.write("keys", |tx| act(tx));
        write(&|tx| {
            for owner in &owners {
                vault.make_key(tx, owner, Safe::Personal)?;
                vault.make_key(tx, owner, Safe::Protected)?;
            }
            vault.move_keys(tx, &[7; 16], Under::Protected).map(|moved| assert_eq!(moved, 2))
        })
        .unwrap();
        let held =
            || ground.store.read("held", |tx| vault.data_keys_by_generation(tx)).map_err(|e: StoreError| e).unwrap();
        let all = owners.len() as u64;
        assert_eq!(held(), [(("personal", 1), all - 1), (("protected", 1), all + 1)].into());
        write(&|tx| {
            vault.next_generation(tx, Safe::Personal, NOON)?;
            vault.next_generation(tx, Safe::Protected, NOON).map(|next| assert_eq!(next.number, 2))
        })
        .unwrap();
        ground.store.read("renew", |tx| vault.renew(tx)).map_err(|e: StoreError| e).unwrap();
        let (mut last, mut done, mut steps) = (None, 0, 0);
        loop {
            let step: Result<_, StoreError> =
                ground.store.write("rewrap", |tx| vault.rewrap_data_keys(tx, last.as_ref()));
            let step = step.unwrap();
            (done, steps, last) = (done + step.done, steps + 1, step.last);
            if last.is_none() {
                break;
            }
        }
        assert_eq!((done, steps), (2 * all, 2), "in short transactions");
        assert_eq!(held(), [(("personal", 2), all - 1), (("protected", 2), all + 1)].into());
        write(&|tx| {
            assert!(matches!(vault.destroy_generation(tx, Safe::Personal, 2), Err(StoreError::Stale)), "the newest");
            vault.destroy_generation(tx, Safe::Personal, 1)?;
            assert!(vault.key(tx, &[7; 16], Safe::Personal)?.is_some());
            assert!(matches!(vault.hold(tx, &[(Safe::Personal, 1)]), Err(StoreError::Stale)));
            vault.hold(tx, &[(Safe::Personal, 2), (Safe::Special(Compartment::Health), 1)])
        })
        .unwrap();
    });
}

#[test]
fn sec_54_what_one_node_made_or_destroyed_the_other_knows_when_it_has_looked() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let write = |act: &dyn Fn(&mut store::Tx<'_>) -> Result<(), StoreError>| {
            ground.store.write("keys", |tx| act(tx)).unwrap()
        };
        let (one, other) = (open(ground, &keys), open(ground, &keys));
        let place = Place { table: "link", column: "seed", row: [5; 16], version: 1 };
        let carry = |safe| one.seal_to_carry(safe, &place, b"seed").unwrap();
        let opens = |safe, carried: &[u8]| other.open_carried(safe, &place, carried).is_ok();
        let renew =
            |vault: &Vault| ground.store.read("renew", |tx| vault.renew(tx)).map_err(|e: StoreError| e).unwrap();

        let (old, of_others) = (carry(Safe::Personal), carry(Safe::Staff));
        write(&|tx| one.next_generation(tx, Safe::Personal, NOON).map(|_| ()));
        renew(&one);
        let new = carry(Safe::Personal);
        assert!(opens(Safe::Personal, &old) && !opens(Safe::Personal, &new));
        renew(&other);
        assert!(opens(Safe::Personal, &old) && opens(Safe::Personal, &new) && opens(Safe::Staff, &of_others));
        write(&|tx| one.destroy_generation(tx, Safe::Personal, 1));
        renew(&other);
        assert!(!opens(Safe::Personal, &old) && opens(Safe::Personal, &new) && opens(Safe::Staff, &of_others));
    });
}

#[test]
fn sec_54_a_new_master_key_wraps_all_and_the_old_one_goes_when_nothing_hangs_on_it() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let (master, all) = ("master".to_owned(), Safe::ALL.len() as u64);
        let done: Result<(), StoreError> = ground.store.write("masters", |tx| {
            let vault = Vault::open(tx, &keys, Dice::os())?;
            vault.make_key(tx, &[9; 16], Safe::Personal)?;
            assert_eq!(vault.masters_in_use(tx)?, [(1, all)].into());
            assert_eq!(vault.generations(tx)?, Safe::ALL.map(|safe| (safe, vec![1])).into());
            assert_eq!(vault.rewrap_compartments(tx, NOON)?, 0, "they are wrapped by the newest");
            assert!(vault.eras(tx)?.is_empty());

            assert_eq!(keys.make_master(&ground.dice)?, 2);
            assert_eq!(vault.master(tx)?.0, 1, "what was only drawn is not used yet");
            assert!(matches!(vault.let_master_go(tx, 1), Err(StoreError::Stale)));
            assert_eq!((vault.rewrap_compartments(tx, NOON)?, vault.rewrap_compartments(tx, NOON)?), (all, 0));
            assert_eq!((vault.masters_in_use(tx)?, vault.master(tx)?.0), ([(2, all)].into(), 2));
            assert_eq!(vault.eras(tx)?, [((master.clone(), 2), NOON)].into());
            vault.let_master_go(tx, 1)?;
            keys.destroy_master(1, &ground.dice)?;
            assert!(Vault::open(tx, &keys, Dice::os())?.key(tx, &[9; 16], Safe::Personal)?.is_some());

            vault.next_generation(tx, Safe::Staff, NOON.plus_seconds(1))?;
            assert_eq!(vault.generations(tx)?.get(&Safe::Staff), Some(&vec![1, 2]));
            let of_staff = (Safe::Staff.word().to_owned(), 2);
            assert_eq!(vault.eras(tx)?, [((master.clone(), 2), NOON), (of_staff, NOON.plus_seconds(1))].into());
            assert!(matches!(vault.let_master_go(tx, 2), Err(StoreError::Stale)));
            Ok(())
        });
        done.unwrap();
    });
}

#[test]
fn sec_54_what_the_house_sealed_with_an_old_key_is_sealed_anew_once() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let place = Place { table: "account", column: "email", row: [3; 16], version: 1 };
        let done: Result<(), StoreError> = ground.store.write("anew", |tx| {
            let vault = Vault::open(tx, &keys, Dice::os())?;
            let sealed = vault.seal_for_house(tx, Safe::Staff, &place, b"ana")?;
            assert_eq!(vault.reseal_for_house(tx, Safe::Staff, &place, &sealed)?, None);
            let first = vault.generation_now(Safe::Staff)?;
            let next = vault.next_generation(tx, Safe::Staff, NOON)?;
            let anew = vault.reseal_for_house(tx, Safe::Staff, &place, &sealed)?.unwrap();
            assert_ne!(anew, sealed);
            assert_eq!(vault.open_for_house(tx, Safe::Staff, &place, &anew)?, b"ana");
            assert_eq!(vault.reseal_for_house(tx, Safe::Staff, &place, &anew)?, None);

            let of = |generation: &store::vault::Generation| generation.fingerprint("mail", b"ana");
            assert_ne!(of(&first), of(&next));
            assert_eq!(of(&vault.newest_generation(tx, Safe::Staff)?), of(&next));
            assert_eq!(vault.generation(tx, Safe::Staff, 1)?.as_ref().map(of), Some(of(&first)));
            vault.destroy_generation(tx, Safe::Staff, 1)?;
            assert!(vault.generation(tx, Safe::Staff, 3)?.is_none());
            vault.next_generation(tx, Safe::Staff, NOON)?;
            let era = |number| ((Safe::Staff.word().to_owned(), number), NOON);
            assert_eq!(vault.eras(tx)?, [era(2), era(3)].into());
            vault.destroy_generation(tx, Safe::Staff, 2)?;
            assert_eq!(vault.eras(tx)?, [era(3)].into());
            Ok(())
        });
        done.unwrap();
    });
}

#[test]
fn sec_54_the_keys_of_owners_hang_on_the_safes_of_people_alone() {
    let with: BTreeSet<Safe> = Safe::ALL.into_iter().filter(|safe| safe.holds_data_keys()).collect();
    assert_eq!(with, Level::ALL.into_iter().filter_map(Safe::of).collect());
}

#[test]
fn sec_52_facts_go_to_the_safe_of_their_level() {
    assert_eq!((Safe::of(Level::S0), Safe::of(Level::S1)), (None, None));
    assert_eq!(Safe::of(Level::S2), Some(Safe::Personal));
    assert_eq!(Safe::of(Level::S4), Some(Safe::Protected));
    for one in [Compartment::Health, Compartment::Legal, Compartment::Money, Compartment::Work, Compartment::Belief] {
        assert_eq!(Safe::of(Level::S3(one)), Some(Safe::Special(one)));
    }
}

#[test]
fn sec_53_blind_indexes_agree_and_say_nothing() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let vault = open(ground, &keys);
        let blind = |safe, kind, text: &str| vault.index_now(safe).unwrap().newest(kind, text.as_bytes());
        assert_eq!(blind(Safe::PersonalIndex, "name", "mhmd"), blind(Safe::PersonalIndex, "name", "mhmd"));
        assert_ne!(blind(Safe::PersonalIndex, "name", "mhmd"), blind(Safe::ProtectedIndex, "name", "mhmd"));
        assert_ne!(blind(Safe::PersonalIndex, "name", "mhmd"), blind(Safe::PersonalIndex, "phone", "mhmd"));
    });
}

#[test]
fn sec_53_what_is_found_by_a_fingerprint_is_found_under_every_key_that_stands() {
    on_both_engines(|ground| {
        let keys = keys_of(ground);
        let safe = Safe::StaffIndex;
        let done: Result<(), StoreError> = ground.store.write("find", |tx| {
            let vault = Vault::open(tx, &keys, Dice::os())?;
            let now = |kind, text: &str| vault.fingerprint(safe, kind, text.as_bytes()).unwrap();
            let first = now("mail", "ana");
            assert!(first != now("mail", "anna") && first != now("name", "ana"));
            assert_ne!(first, vault.fingerprint(Safe::Audit, "mail", b"ana")?);
            assert_eq!(vault.fingerprints(safe, "mail", b"ana"), [first]);

            vault.next_generation(tx, safe, NOON)?;
            assert_ne!(vault.fingerprint_in(tx, safe, "mail", b"ana")?, first, "the database has a newer key");
            vault.renew(tx)?;
            let second = now("mail", "ana");
            assert_ne!(second, first);
            assert_eq!(vault.fingerprint_in(tx, safe, "mail", b"ana")?, second);
            assert_eq!(vault.fingerprints(safe, "mail", b"ana"), [second, first]);
            let of = |tx: &mut store::Tx<'_>, generation| vault.fingerprint_of(tx, (safe, generation), "mail", b"ana");
            assert_eq!((of(tx, 1)?, of(tx, 2)?, of(tx, 3)?), (Some(first), Some(second), None));

            let (one, both) = (vault.index_of(tx, safe, &[2])?, vault.index_of(tx, safe, &[1, 2])?);
            assert!(one.is_of_one_key() && !both.is_of_one_key());
            assert_eq!((one.generation(), both.generation()), (2, 2));
            let index = vault.index_now(safe)?;
            assert_eq!(index.generation(), 2);
            assert_eq!(both.newest("mail", b"ana"), index.newest("mail", b"ana"));
            assert_eq!(both.all("mail", b"ana")[1..], one.all("mail", b"ana"));
            assert!(vault.index_of(tx, safe, &[]).is_err() && vault.index_of(tx, safe, &[2, 3]).is_err());

            vault.destroy_generation(tx, safe, 1)?;
            vault.renew(tx)?;
            assert_eq!((vault.fingerprints(safe, "mail", b"ana"), of(tx, 1)?), (vec![second], None));
            Ok(())
        });
        done.unwrap();
    });
}
