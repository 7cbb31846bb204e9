//! Those who work for the city of Portalba, and one user of each kind of partner.

use std::collections::HashSet;

use ground::{Dice, Secret, Tongue};
use policy::{PartnerKind, Role};
use unicode_normalization::UnicodeNormalization as _;

use super::{
    chance::{between, digits, in_hundred},
    names::{Custom, Gender, full_name},
};

/// The teams of the service: five quarters, and the one for those in danger.
pub(super) const TEAMS: [&str; 6] = ["Darsena", "Porta Marina", "Fornaci", "Colle Verde", "Lanterna", "Protezione"];

/// The place of the team for those in danger in [`TEAMS`].
pub(super) const PROTECTION: usize = 5;

/// Who works where: role, from which team to which, how many in each. The first of a role is the one
/// whose log-in is shown, so that desk, case worker and supervisor of the shown log-ins are colleagues.
const IN_TEAMS: &[(Role, usize, usize, usize)] = &[
    (Role::Desk, 0, 4, 3),
    (Role::CaseWorker, 0, 4, 4),
    (Role::Supervisor, 0, PROTECTION, 1),
    (Role::ProtectedWorker, PROTECTION, PROTECTION, 4),
    (Role::Mediator, 0, PROTECTION, 1),
];

/// Who works for all teams.
const FOR_ALL: &[(Role, usize)] = &[
    (Role::Approver, 2),
    (Role::Payer, 2),
    (Role::Editor, 2),
    (Role::Analyst, 1),
    (Role::AuditorDpo, 1),
    (Role::Sysadmin, 1),
];

/// What the city's partners are called in their users' e-mail addresses.
const PARTNERS: [(PartnerKind, &str); 5] = [
    (PartnerKind::Association, "onda"),
    (PartnerKind::Hospital, "ospedale"),
    (PartnerKind::LawEnforcement, "polizia"),
    (PartnerKind::EmployerTraining, "scuolamare"),
    (PartnerKind::Lawyer, "avvocati"),
];

/// Words of a harbour, for passwords that can be read out across a room.
const WORDS: [&str; 48] = [
    "faro",
    "molo",
    "vela",
    "onda",
    "remo",
    "prua",
    "poppa",
    "scoglio",
    "conchiglia",
    "gabbiano",
    "marea",
    "brezza",
    "lanterna",
    "bussola",
    "timone",
    "ancora",
    "barca",
    "rete",
    "pesca",
    "sabbia",
    "duna",
    "pineta",
    "collina",
    "ponte",
    "piazza",
    "portico",
    "fontana",
    "mercato",
    "forno",
    "limone",
    "arancia",
    "oliva",
    "basilico",
    "rosmarino",
    "sale",
    "farina",
    "zucchero",
    "miele",
    "castagna",
    "nocciola",
    "quercia",
    "betulla",
    "rondine",
    "falco",
    "lepre",
    "volpe",
    "delfino",
    "balena",
];

/// Someone with a log-in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// What she is trusted to do.
    pub role: Role,
    /// What organisation she works for, if an outside one.
    pub partner: Option<PartnerKind>,
    /// The place of her team in [`TEAMS`].
    pub team: Option<usize>,
    /// Her name.
    pub name: String,
    /// Her e-mail address.
    pub email: String,
    /// The language of her pages.
    pub tongue: Tongue,
    /// Her password.
    pub password: Secret<String>,
    /// The secret of her second factor.
    pub totp: Secret<[u8; 20]>,
    /// Whether her log-in is one of those that the demo shows.
    pub shown: bool,
}

/// Draws everyone with a log-in: sixty of staff, then the partners' users.
pub(super) fn sketch(dice: &Dice) -> Vec<Member> {
    let mut posts: Vec<(Role, Option<PartnerKind>, Option<usize>, &str)> = Vec::new();
    for (role, first, last, each) in IN_TEAMS {
        for team in *first..=*last {
            posts.extend((0..*each).map(|_| (*role, None, Some(team), "")));
        }
    }
    posts.extend(FOR_ALL.iter().flat_map(|(role, each)| (0..*each).map(|_| (*role, None, None, ""))));
    posts.extend(PARTNERS.map(|(kind, house)| (Role::PartnerUser, Some(kind), None, house)));
    posts.extend(PARTNERS.first().map(|(kind, house)| (Role::PartnerAdmin, Some(*kind), None, *house)));

    let mut shown: HashSet<(Role, Option<PartnerKind>)> = HashSet::new();
    let mut emails: HashSet<String> = HashSet::new();
    let member = |(role, partner, team, house): (Role, Option<PartnerKind>, Option<usize>, &str)| {
        let (name, email) = std::iter::repeat_with(|| identity(dice, role, house))
            .take(100)
            .flatten()
            .find(|(_, email)| emails.insert(email.clone()))?;
        Some(Member {
            role,
            partner,
            team,
            name,
            email,
            tongue: Tongue::It,
            password: Secret::new(password(dice)),
            totp: Secret::new(dice.bytes()),
            shown: shown.insert((role, partner)),
        })
    };
    posts.into_iter().filter_map(member).collect()
}

/// A name and its e-mail address. Mediators come from the communities they speak for, and so does a
/// colleague in six.
fn identity(dice: &Dice, role: Role, house: &str) -> Option<(String, String)> {
    const COMMUNITIES: [&str; 8] = ["EG", "PE", "UA", "SN", "MA", "AL", "RO", "CN"];
    let gender = if in_hundred(dice, 68) { Gender::F } else { Gender::M };
    let came = role == Role::Mediator || in_hundred(dice, 16);
    let community = if came { *dice.pick(&COMMUNITIES)? } else { "IT" };
    let name = full_name(dice, community, Custom::Plain, gender, None)?.latin;
    let dot = if house.is_empty() { "" } else { "." };
    let email = format!("{}.{}@{house}{dot}portalba.example", plain(&name.given), plain(&name.family));
    Some((format!("{} {}", name.given, name.family), email))
}

/// The letters of a name as an e-mail address holds them.
fn plain(name: &str) -> String {
    name.to_lowercase().nfd().filter(char::is_ascii_lowercase).collect()
}

/// Three words and four digits: fifteen characters at the least.
fn password(dice: &Dice) -> String {
    let words: Vec<&str> = (0..3).filter_map(|_| dice.pick(&WORDS).copied()).collect();
    format!("{}-{}{}", words.join("-"), between(dice, 1, 9), digits(dice, 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_staff_and_six_of_the_partners_have_each_their_own_log_in() {
        let staff = sketch(&Dice::seeded(7));
        assert_eq!(staff.iter().filter(|member| member.partner.is_none()).count(), 60);
        assert_eq!(staff.len(), 66);
        let secrets: HashSet<_> = staff.iter().map(|member| member.totp.reveal()).collect();
        assert_eq!(secrets.len(), 66);
        assert!(staff.iter().all(|member| member.password.reveal().len() >= 15));
        assert!(staff.iter().all(|member| member.email.is_ascii() && member.email.ends_with("portalba.example")));
    }

    #[test]
    fn each_staff_and_partner_role_has_a_log_in_to_show() {
        let staff = sketch(&Dice::seeded(7));
        let nobody = [Role::Public, Role::Person, Role::CodeHolder];
        for role in Role::ALL.into_iter().filter(|role| !nobody.contains(role)) {
            let shown = staff.iter().filter(|member| member.role == role && member.shown).count();
            assert_eq!(shown, if role == Role::PartnerUser { PartnerKind::ALL.len() } else { 1 }, "{role}");
        }
    }

    #[test]
    fn the_shown_desk_case_worker_and_supervisor_are_of_one_team() {
        let staff = sketch(&Dice::seeded(7));
        for role in [Role::Desk, Role::CaseWorker, Role::Supervisor] {
            assert_eq!(staff.iter().find(|member| member.role == role && member.shown).unwrap().team, Some(0));
        }
    }
}
