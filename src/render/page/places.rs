//! The places that bodies belong to, as far as the maintainer says which body stands above which: provinces, and within
//! them prefectures. Only lists that are too long for one page ask for it. It knows no page and no word.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Body, slug};
use crate::report::Scope;

/// What a place is called. In this order places are listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// As the body at this position.
    Body(usize),
    /// As the bodies below it name it: it has no report itself.
    Words(String),
    /// No place is known of these bodies, but of others.
    Unknown,
    /// No place is known of any body.
    All,
}

/// A body in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its position in the portal.
    pub body: usize,
    /// The place one level further down; the place itself for what stands there without one between.
    pub under: Name,
}

/// A place of the first level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it is called.
    pub name: Name,
    /// Its name in addresses; no two places have the same.
    pub slug: String,
    /// Its bodies: those of the place itself first, then by the place below, each government before what stands below it,
    /// then in the order of the portal.
    pub members: Vec<Member>,
}

/// Every body in one place.
#[derive(Debug)]
pub struct Places {
    /// The places, in order.
    pub all: Vec<Place>,
    /// Of each body its place, and its position among the members.
    at: Vec<(usize, usize)>,
}

/// Names that stand beside those of places in addresses.
const TAKEN: [&str; 2] = ["funnel", "rank"];
/// How many steps a body stands below the highest, at most: what names itself as its own parent goes round.
const DEEPEST: usize = 8;

impl Places {
    /// The places of the highest level that has more than one: the provinces of a country, the prefectures of a province. Where
    /// there would be more than `most`, or none, all bodies are in one.
    pub fn of(bodies: &[Body], most: usize) -> Places {
        // Governments come first: a place is called as its government, not as an agency of the same name.
        let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
        for (position, body) in bodies.iter().enumerate() {
            by_name.entry(&body.name).or_insert(position);
        }
        let parents: BTreeSet<&str> = bodies.iter().filter_map(|body| body.parent.as_deref()).collect();
        let ways: Vec<Vec<&str>> = bodies.iter().map(|body| way(body, bodies, &by_name, &parents)).collect();
        let name = |name: &str| match by_name.get(name) {
            Some(&position) => Name::Body(position),
            None => Name::Words(name.to_owned()),
        };
        let depth = depth(&ways);
        let mut by_place: BTreeMap<Name, Vec<Member>> = BTreeMap::new();
        for (body, way) in ways.iter().enumerate() {
            let place = at(way, depth).map_or(Name::Unknown, name);
            let under = way.get(depth + 1).map_or_else(|| place.clone(), |below| name(below));
            by_place.entry(place).or_default().push(Member { body, under });
        }
        let known = by_place.keys().filter(|place| **place != Name::Unknown).count();
        if known == 0 || by_place.len() > most {
            let members = (0..bodies.len()).map(|body| Member { body, under: Name::All });
            by_place = BTreeMap::from([(Name::All, members.collect())]);
        }
        let mut taken: BTreeSet<String> = TAKEN.map(str::to_owned).into();
        let mut places = Places { all: Vec::new(), at: vec![(0, 0); bodies.len()] };
        for (name, mut members) in by_place {
            members.sort_by_key(|member| {
                let below = (member.under != name).then(|| member.under.clone());
                (below, Name::Body(member.body) != member.under, member.body)
            });
            for (position, member) in members.iter().enumerate() {
                places.at[member.body] = (places.all.len(), position);
            }
            let slug = free(&mut taken, &name, bodies);
            places.all.push(Place { name, slug, members });
        }
        places
    }

    /// The place of a body, and its position among the members.
    pub fn at(&self, body: usize) -> (usize, usize) {
        self.at[body]
    }
}

/// The names of the places from the highest one down to a body: its own is among them where others stand below it.
fn way<'b>(
    body: &'b Body,
    bodies: &'b [Body],
    by_name: &BTreeMap<&str, usize>,
    parents: &BTreeSet<&str>,
) -> Vec<&'b str> {
    let is_place = body.scope == Scope::Government && parents.contains(body.name.as_str());
    let mut way: Vec<&str> = is_place.then_some(body.name.as_str()).into_iter().collect();
    let mut next = body.parent.as_deref();
    while let Some(name) = next.filter(|name| !way.contains(name) && way.len() < DEEPEST) {
        way.push(name);
        next = by_name.get(name).and_then(|&position| bodies[position].parent.as_deref());
    }
    way.reverse();
    way
}

/// The place of a way at a depth; the last one of a way that ends above.
fn at<'b>(way: &[&'b str], depth: usize) -> Option<&'b str> {
    way.get(depth).or(way.last()).copied()
}

/// The first depth at which there is more than one place.
fn depth(ways: &[Vec<&str>]) -> usize {
    let deepest = ways.iter().map(Vec::len).max().unwrap_or(0);
    let differs = |&depth: &usize| ways.iter().filter_map(|way| at(way, depth)).collect::<BTreeSet<_>>().len() > 1;
    (0..deepest).find(differs).unwrap_or(0)
}

/// A name in addresses that nothing beside it has.
fn free(taken: &mut BTreeSet<String>, name: &Name, bodies: &[Body]) -> String {
    let wanted = match name {
        Name::Body(position) => bodies[*position].slug.clone(),
        Name::Words(words) => slug(words),
        Name::Unknown => "other".to_owned(),
        Name::All => "all".to_owned(),
    };
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let found = std::iter::once(wanted.clone()).chain(numbered).find(|slug| !taken.contains(slug)).unwrap_or_default();
    taken.insert(found.clone());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::numbers;
    use crate::model::{Portal, Registry};

    /// A portal of bodies with those above them, and what is said of its places: `place: under/body under/body`.
    fn places(bodies: &[(&str, &str)], most: usize) -> Vec<String> {
        let mut toml = String::new();
        for (name, parent) in bodies {
            toml.push_str(&format!("[[body]]\nname = \"{name}\"\nslug = \"{name}\"\n"));
            if !parent.is_empty() {
                toml.push_str(&format!("parent = \"{parent}\"\n"));
            }
        }
        let registry: Registry = toml::from_str(&toml).unwrap();
        let reports = bodies.iter().map(|(name, _)| numbers(name, 2023, &[])).collect();
        let portal = Portal::build(reports, &registry);
        let all = portal.bodies();
        let word = |name: &Name| match name {
            Name::Body(position) => all[*position].name.clone(),
            Name::Words(words) => format!("({words})"),
            other => format!("{other:?}"),
        };
        let places = Places::of(all, most);
        for (index, place) in places.all.iter().enumerate() {
            for (position, member) in place.members.iter().enumerate() {
                assert_eq!(places.at(member.body), (index, position));
            }
        }
        let of = |place: &Place| {
            let members: Vec<String> =
                place.members.iter().map(|m| format!("{}/{}", word(&m.under), all[m.body].name)).collect();
            format!("{} {}: {}", word(&place.name), place.slug, members.join(" "))
        };
        places.all.iter().map(of).collect()
    }

    const COUNTRY: &[(&str, &str)] =
        &[("p1", ""), ("q1", "p1"), ("c1", "q1"), ("c2", "p1"), ("p2", ""), ("c3", "q9"), ("c4", "p2"), ("lone", "")];

    #[test]
    fn bodies_stand_in_their_province_under_their_prefecture() {
        assert_eq!(
            places(COUNTRY, 200),
            ["p1 p1: p1/p1 p1/c2 q1/q1 q1/c1", "p2 p2: p2/p2 p2/c4", "(q9) q9: (q9)/c3", "Unknown other: Unknown/lone"]
        );
    }

    #[test]
    fn within_one_province_the_places_are_its_prefectures() {
        let province = [("p", ""), ("q1", "p"), ("a", "q1"), ("q2", "p"), ("b", "q2")];
        assert_eq!(places(&province, 200), ["p p: p/p", "q1 q1: q1/q1 q1/a", "q2 q2: q2/q2 q2/b"]);
    }

    #[test]
    fn without_places_or_with_too_many_all_bodies_are_in_one() {
        assert_eq!(places(&[("a", ""), ("b", "")], 200), ["All all: All/a All/b"]);
        assert_eq!(places(COUNTRY, 2).len(), 1);
        assert_eq!(places(&[], 200), ["All all: "]);
    }

    #[test]
    fn what_stands_above_itself_is_a_place_all_the_same() {
        assert_eq!(places(&[("a", "b"), ("b", "a"), ("c", "c")], 200).concat().matches('/').count(), 3);
    }

    #[test]
    fn no_two_places_have_one_address() {
        let clash = [("rank", ""), ("a", "rank"), ("other", ""), ("b", "other"), ("lone", "")];
        assert_eq!(
            places(&clash, 200),
            ["other other: other/other other/b", "rank rank-2: rank/rank rank/a", "Unknown other-2: Unknown/lone"]
        );
    }
}
