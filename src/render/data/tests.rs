//! What the published files look like, byte for byte where that is short.

use std::io::{self, Write};

use super::*;
use crate::check::check;
use crate::model::testing::{Cell, key, report};
use crate::model::{Portal, Registry};
use crate::report::{Figure, Place, Report, Scope, SumRef};

fn county() -> Report {
    let cells = [
        ("proactive/fees/amount", Cell::Is("10335.99536")),
        ("proactive/penalties/decisions", Cell::Is("73802895.90")),
        ("requests/received/total", Cell::Is("12")),
        ("requests/granted/total", Cell::Is("6")),
        ("requests/handled/total", Cell::Is("8")),
        ("requests/carried_in/total", Cell::Unreadable),
        ("remedies/review/pending", Cell::Blank),
    ];
    let mut report = report("甲县", Scope::Government, 2023, &cells);
    let sums = vec![SumRef { check: crate::form::Check::RemediesTotal, at: "remedies/review".to_owned() }];
    let place = Some(Place::new(40, 3, 4));
    let unit = crate::form::Unit::Case;
    report.figures.set(key("remedies/review/total"), Figure::inferred(3.into(), unit, place, "3,\"x", sums));
    report.published = Some("2024-01-30".to_owned());
    report
}

fn portal() -> Portal {
    let registry: Registry = toml::from_str(
        r#"
        [[body]]
        name = "甲县"
        en = "Jia County"
        region_code = "640000"
        population = [{ year = 2023, value = 60000, source = "census" }]
        "#,
    )
    .unwrap();
    let office = report("甲县人民政府办公室", Scope::Agency, 2020, &[]);
    Portal::build(vec![check(office), check(county())], &registry)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// The rows that hold `part`.
fn rows(csv: &str, part: &str) -> Vec<String> {
    csv.lines().filter(|line| line.contains(part)).map(str::to_owned).collect()
}

fn bytes(file: fn(&Portal, Option<u16>, &mut dyn Write) -> io::Result<()>, portal: &Portal) -> Vec<u8> {
    let mut bytes = Vec::new();
    file(portal, None, &mut bytes).unwrap();
    bytes
}

fn bodies(portal: &Portal) -> Vec<u8> {
    bytes(|portal, _, out| bodies_csv(portal, out), portal)
}

#[test]
fn bodies_csv_is_as_published() {
    assert_eq!(
        text(bodies(&portal())),
        "body_id,body,body_en,scope,level,parent,region_code,years\n\
         jiaxian,甲县,Jia County,government,county,,640000,2023\n\
         jiaxianrenminzhengfubangongshi,甲县人民政府办公室,,agency,county,,,2020\n"
    );
}

#[test]
fn reports_csv_is_as_published() {
    let sha256 = "00".repeat(32);
    let findings = portal().bodies()[0].latest().findings.len();
    let expected = format!(
        "甲县,2023,2021,甲县2023年政府信息公开工作年度报告,reports/甲县/2023.txt,{sha256},2024-01-30,,5,200,{findings},jiaxian,published"
    );
    assert_eq!(
        rows(&text(bytes(reports_csv, &portal())), ",jiaxian"),
        [expected, rows(&text(bytes(reports_csv, &portal())), ",2020,")[0].clone()]
    );
}

#[test]
fn a_figure_keeps_its_digits_its_place_and_its_state() {
    let csv = text(bytes(figures_csv, &portal()));
    let of = |part: &str| {
        let rows = rows(&csv, &format!("甲县,2023,2021,{part},"));
        assert_eq!(rows.len(), 1, "{part}");
        rows[0].split_once(&format!("{part},")).unwrap().1.to_owned()
    };
    let source = "reports/甲县/2023.txt";
    assert_eq!(of("proactive,fees,amount"), format!("10335.99536,reported,万元,{source},line 7,10335.99536,jiaxian,"));
    assert_eq!(
        of("proactive,penalties,decisions"),
        format!("73802895.90,reported,件,{source},line 7,73802895.90,jiaxian,")
    );
    assert_eq!(of("requests,carried_in,total"), format!(",unreadable,件,{source},line 7,?,jiaxian,1;7"));
    assert_eq!(of("remedies,review,pending"), format!(",blank,件,{source},line 7,,jiaxian,"));
    assert_eq!(of("remedies,review,upheld"), format!(",missing,件,{source},,,jiaxian,"));
    assert_eq!(
        of("remedies,review,total"),
        format!("3,inferred,件,{source},line 40,\"3,\"\"x\",jiaxian,remedies.total remedies/review")
    );
    assert_eq!(csv.lines().count(), 1 + 200 + 198);
}

#[test]
fn an_indicator_has_a_value_or_a_reason() {
    let csv = text(bytes(indicators_csv, &portal()));
    let of = |id: &str| rows(&csv, &format!("甲县,2023,{id},")).concat();
    assert_eq!(
        of("full_disclosure_rate"),
        "甲县,2023,full_disclosure_rate,0.750000,6,8,0.409275,0.928521,%,true,,jiaxian,false,false,false"
    );
    assert_eq!(of("received"), "甲县,2023,received,12,,,,,件,true,,jiaxian,false,false,false");
    assert_eq!(
        of("requests_per_100k"),
        "甲县,2023,requests_per_100k,20.000000,12,60000,,,件,true,,jiaxian,false,false,false"
    );
    assert_eq!(of("reviews"), "甲县,2023,reviews,3,,,,,件,true,,jiaxian,false,true,false");
    assert_eq!(of("fees"), "甲县,2023,fees,10335.99536,,,,,万元,true,,jiaxian,false,false,false");
    assert_eq!(
        of("disclosure_rate"),
        "甲县,2023,disclosure_rate,,,,,,%,false,missing:requests/partly_granted/total,jiaxian,,,"
    );
    assert_eq!(
        of("normative_documents_made_2019"),
        "甲县,2023,normative_documents_made_2019,,,,,,件,false,other_edition,jiaxian,,,"
    );
}

#[test]
fn every_file_has_its_header_its_order_and_plain_line_ends() {
    let portal = portal();
    let files: [(&str, Vec<u8>, usize); 6] = [
        ("figures", bytes(figures_csv, &portal), 6),
        ("findings", bytes(findings_csv, &portal), 4),
        ("checks", bytes(checks_csv, &portal), 3),
        ("indicators", bytes(indicators_csv, &portal), 3),
        ("bodies", bodies(&portal), 1),
        ("reports", bytes(reports_csv, &portal), 2),
    ];
    for ((name, bytes, keys), file) in files.into_iter().zip(dictionary()) {
        assert_eq!(name, file.name());
        let header: Vec<&str> = file.columns.iter().map(|column| column.name).collect();
        let text = text(bytes.clone());
        assert_eq!(text.lines().next(), Some(header.join(",").as_str()));
        assert!(text.ends_with('\n') && !text.contains('\r') && !text.starts_with('\u{feff}'));
        let rows: Vec<::csv::StringRecord> =
            ::csv::Reader::from_reader(&bytes[..]).records().map(Result::unwrap).collect();
        let key = |row: &::csv::StringRecord| row.iter().take(keys).map(str::to_owned).collect::<Vec<_>>();
        assert!(rows.windows(2).all(|pair| key(&pair[0]) <= key(&pair[1])), "{name} is sorted");
        for row in &rows {
            for (column, cell) in file.columns.iter().zip(row) {
                assert!(column.optional || !cell.is_empty(), "{name}.{} is never empty", column.name);
            }
        }
    }
}

#[test]
fn portal_json_holds_the_same_figures() {
    let json: serde_json::Value = serde_json::from_slice(&bytes(portal_json, &portal())).unwrap();
    let year = &json["bodies"][0]["years"]["2023"];
    assert_eq!(year["figures"]["proactive"]["fees"]["amount"]["value"], serde_json::json!(10335.99536));
    assert_eq!(year["figures"]["requests"]["received"]["total"]["value"], serde_json::json!(12));
    let missing = &year["figures"]["remedies"]["review"]["upheld"];
    assert_eq!((missing.get("value"), &missing["status"]), (None, &serde_json::json!("missing")));
    assert_eq!(year["figures"]["requests"]["carried_in"]["total"]["readings"], serde_json::json!(["1", "7"]));
    assert_eq!(year["indicators"]["full_disclosure_rate"]["numerator"], serde_json::json!(6));
    assert_eq!(year["indicators"]["disclosure_rate"]["available"], serde_json::json!(false));
}

#[test]
fn the_data_package_describes_every_file() {
    let files = DataFiles::of(&portal(), SHEET);
    let licence = Licence { name: "CC-BY-4.0".to_owned(), title: "CC BY 4.0".to_owned(), path: None };
    let package: serde_json::Value =
        serde_json::from_slice(&datapackage_json(&portal(), &files, "Portal", Some(&licence))).unwrap();
    assert_eq!(package["licenses"][0]["name"], "CC-BY-4.0");
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), dictionary().len());
    assert_eq!(resources[0]["path"], "figures.csv");
    assert_eq!(resources[0]["schema"]["fields"][6]["type"], "number");
    assert_eq!(resources[0]["schema"]["foreignKeys"][0]["reference"]["resource"], "reports");
    assert!(datapackage_json(&portal(), &files, "Portal", None).windows(10).all(|part| part != b"\"licenses\""));
}
