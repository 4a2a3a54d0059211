//! The lines of a page as frames of tables: lines that touch belong together. What stands in a frame is not known here.

use super::glyphs::Rule;

/// Lines nearer to each other than this, in mm, are one: double lines, and borders that two cells draw.
const SAME: f32 = 0.8;
/// Lines of one frame touch, or miss each other by no more than this, in mm.
const TOUCH: f32 = 1.0;
/// More lines than this on a page are a drawing.
const MOST: usize = 20_000;

/// Lines that belong together, in mm from the left and upper edge of the page.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The level ones, from top to bottom.
    pub level: Vec<Rule>,
    /// The upright ones, from left to right.
    pub upright: Vec<Rule>,
}

impl Frame {
    fn all(&self) -> impl Iterator<Item = &Rule> {
        self.level.iter().chain(&self.upright)
    }

    /// Left, upper, right and lower edge.
    pub fn bounds(&self) -> [f32; 4] {
        let mut bounds = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for rule in self.all() {
            let [left, top, right, bottom] = extent(rule);
            bounds = [bounds[0].min(left), bounds[1].min(top), bounds[2].max(right), bounds[3].max(bottom)];
        }
        bounds
    }
}

/// The frames of a page, from top to bottom.
pub fn frames(rules: &[Rule]) -> Vec<Frame> {
    if rules.len() > MOST {
        return Vec::new();
    }
    let level = merged(rules.iter().filter(|rule| rule.level).copied().collect());
    let upright = merged(rules.iter().filter(|rule| !rule.level).copied().collect());
    let all: Vec<Rule> = level.into_iter().chain(upright).collect();
    let mut group: Vec<usize> = (0..all.len()).collect();
    // Lines sorted by their left edge: only those that begin before this one ends can touch it.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|&a, &b| extent(&all[a])[0].total_cmp(&extent(&all[b])[0]));
    for (index, &a) in order.iter().enumerate() {
        let [_, top, right, bottom] = extent(&all[a]);
        for &b in &order[index + 1..] {
            let [left, other_top, _, other_bottom] = extent(&all[b]);
            if left > right + TOUCH {
                break;
            }
            if other_top <= bottom + TOUCH && other_bottom >= top - TOUCH {
                unite(&mut group, a, b);
            }
        }
    }
    let mut frames: Vec<(usize, Frame)> = Vec::new();
    let mut found: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for (index, rule) in all.iter().enumerate() {
        let root = root(&mut group, index);
        let at = *found.entry(root).or_insert_with(|| {
            frames.push((root, Frame::default()));
            frames.len() - 1
        });
        let frame = &mut frames[at].1;
        if rule.level { frame.level.push(*rule) } else { frame.upright.push(*rule) }
    }
    let mut frames: Vec<Frame> = frames.into_iter().map(|(_, frame)| frame).collect();
    frames.sort_by(|a, b| a.bounds()[1].total_cmp(&b.bounds()[1]));
    frames
}

fn extent(rule: &Rule) -> [f32; 4] {
    match rule.level {
        true => [rule.from, rule.at, rule.to, rule.at],
        false => [rule.at, rule.from, rule.at, rule.to],
    }
}

/// Which group one of several belongs to, by the first of the group; each begins as its own.
pub fn root(group: &mut [usize], mut of: usize) -> usize {
    while group[of] != of {
        group[of] = group[group[of]];
        of = group[of];
    }
    of
}

/// Makes the groups of two of them one.
pub fn unite(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(group, a), root(group, b));
    group[a.max(b)] = a.min(b);
}

/// Lines of one direction, those that continue or cover each other as one.
fn merged(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut lines: Vec<Rule> = Vec::new();
    let mut first = 0;
    while first < rules.len() {
        let mut end = first + 1;
        while end < rules.len() && rules[end].at - rules[end - 1].at < 0.25 && rules[end].at - rules[first].at < SAME {
            end += 1;
        }
        let at = rules[first..end].iter().map(|rule| rule.at).sum::<f32>() / (end - first) as f32;
        rules[first..end].sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open: Option<Rule> = None;
        for rule in &rules[first..end] {
            match &mut open {
                Some(line) if rule.from <= line.to + TOUCH => line.to = line.to.max(rule.to),
                _ => {
                    lines.extend(open.take());
                    open = Some(Rule { at, ..*rule });
                }
            }
        }
        lines.extend(open);
        first = end;
    }
    lines
}

/// Places that are nearer to each other than double lines are, as one each, in order.
pub fn clustered(mut places: Vec<f32>) -> Vec<f32> {
    places.sort_by(f32::total_cmp);
    let mut clusters: Vec<(f32, f32, usize)> = Vec::new();
    for place in places {
        match clusters.last_mut() {
            Some((last, sum, count)) if place - *last < SAME => {
                (*last, *sum, *count) = (place, *sum + place, *count + 1)
            }
            _ => clusters.push((place, place, 1)),
        }
    }
    clusters.into_iter().map(|(_, sum, count)| sum / count as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: f32, from: f32, to: f32) -> Rule {
        Rule { level: true, at, from, to }
    }

    fn upright(at: f32, from: f32, to: f32) -> Rule {
        Rule { level: false, at, from, to }
    }

    #[test]
    fn tables_one_below_the_other_are_two() {
        let table = |top: f32| {
            vec![
                level(top, 10., 50.),
                level(top + 8., 10., 30.),
                level(top + 8., 30., 50.),
                upright(10., top, top + 8.),
            ]
        };
        let all: Vec<Rule> = table(20.).into_iter().chain(table(40.)).collect();
        let frames = frames(&all);
        assert_eq!(frames.len(), 2);
        assert_eq!(frames[0].bounds(), [10., 20., 50., 28.]);
        assert_eq!(frames[1].level.len(), 2);
    }

    #[test]
    fn double_lines_are_one() {
        assert_eq!(clustered(vec![5.0, 10.0, 10.5, 20.0]), [5.0, 10.25, 20.0]);
    }
}
