//! The bodies of an invented country: provinces, their prefectures, their counties. It knows nothing of figures.

/// One government.
pub struct Body {
    /// Counted from 0 over all bodies.
    pub number: usize,
    /// As the site shows it.
    pub name: String,
    /// Its folder and its part of addresses.
    pub slug: String,
    level: &'static str,
    parent: Option<String>,
}

impl Body {
    /// How busy the body is: requests are drawn up to this many a cell.
    pub fn size(&self) -> usize {
        match self.level {
            "province" => 400,
            "prefecture" => 120,
            _ => 30,
        }
    }
}

/// `count` bodies, each after the one above it: some thirty counties to three prefectures, some hundred bodies to a province.
pub fn bodies(count: usize) -> Vec<Body> {
    let mut bodies: Vec<Body> = Vec::with_capacity(count);
    let (mut province, mut prefecture) = (String::new(), String::new());
    let mut counts = [0; 3];
    for number in 0..count {
        let (kind, level, word) = match number {
            n if n % 104 == 0 => (0, "province", "样例省"),
            n if n % 104 % 10 == 1 => (1, "prefecture", "样例市"),
            _ => (2, "county", "样例县"),
        };
        counts[kind] += 1;
        let name = format!("{word}{:04}", counts[kind]);
        let slug = format!("{level}-{:04}", counts[kind]);
        let parent = match kind {
            0 => None,
            1 => Some(province.clone()),
            _ => Some(prefecture.clone()),
        };
        match kind {
            0 => province.clone_from(&name),
            1 => prefecture.clone_from(&name),
            _ => (),
        }
        bodies.push(Body { number, name, slug, level, parent });
    }
    bodies
}

/// `content/bodies.toml` for them.
pub fn toml(bodies: &[Body]) -> String {
    let mut text = String::new();
    for body in bodies {
        text.push_str(&format!("[[body]]\nname = \"{}\"\nslug = \"{}\"\n", body.name, body.slug));
        text.push_str(&format!("level = \"{}\"\n", body.level));
        if let Some(parent) = &body.parent {
            text.push_str(&format!("parent = \"{parent}\"\n"));
        }
        text.push('\n');
    }
    text
}
