//! Any text at all: reading it neither panics nor invents. What is reported stands in the source, at the place that is said.

use gongkai::load::document::{Hints, Reading, format_for};
use gongkai::load::extract::extract;
use gongkai::report::State;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Pieces that reports are made of, in no order.
const PIECES: [&str; 44] = [
    "样例市",
    "2023年",
    "政府信息公开工作年度报告",
    "\n",
    "\n",
    "\n",
    "\t",
    "\t",
    "\t",
    "\t",
    "|",
    "| ",
    "0",
    "0",
    "1",
    "12",
    "00",
    "3 0",
    "-",
    "/",
    "—",
    "1.",
    "5.2",
    "-6",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、行政复议、行政诉讼情况",
    "规章",
    "行政许可",
    "行政规范性文件",
    "本年制发件数",
    "本年新公开数量",
    "（一）予以公开",
    "1.属于国家秘密",
    "（七）总计",
    "3.其他",
    "四、结转下年度继续办理",
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "总计",
    "---",
    "body: 甲",
    "万元",
    "\u{feff}",
];

fn hold(extension: &str, text: &str) -> Result<(), TestCaseError> {
    let read = format_for(extension).unwrap().read("reports/a", text.as_bytes());
    let Some(document) = read.ok().and_then(Reading::document) else { return Ok(()) };
    let (Some(report), _) = extract(&document, String::new(), &Hints::default()) else { return Ok(()) };
    let lines: Vec<Vec<char>> = report.source.text.lines().map(|line| line.chars().collect()).collect();
    for (key, figure) in report.figures.iter() {
        let has_value = matches!(figure.state(), State::Reported | State::Inferred);
        prop_assert_eq!(figure.value().is_some(), has_value, "{}", key);
        if let Some(place) = figure.place() {
            let line = &lines[place.line as usize - 1];
            let from = place.column as usize - 1;
            prop_assert!(from + place.length as usize <= line.len(), "{} points outside its line", key);
            if figure.state() == State::Reported {
                let there: String = line[from..from + place.length as usize].iter().collect();
                prop_assert_eq!(&there, figure.raw(), "{}", key);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        rng_seed: RngSeed::Fixed(49),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn pieces_of_reports_in_any_order(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..300)) {
        let text = format!("样例市2023年政府信息公开工作年度报告\n{}", pieces.concat());
        hold("txt", &text)?;
        hold("md", &text)?;
    }

    #[test]
    fn any_characters(text in "\\PC{0,400}", tabs in "[\\t\\n|0-9 一二三四、（）\u{3000}-]{0,400}") {
        hold("txt", &text)?;
        hold("md", &format!("---\n{text}\n---\n{tabs}"))?;
        hold("txt", &tabs)?;
    }
}
