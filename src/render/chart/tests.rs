//! Reads charts back and compares what is drawn with the figures, to a tenth of a unit.

use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::render::markup::Svg;
use crate::render::number::{chart_count, chart_percent};

const EPSILON: f64 = 0.1 + 1e-9;

fn caption() -> Caption {
    Caption { id: "c1".into(), title: "各年 <办理>".into(), desc: "2019—2025 \"年\"".into() }
}

fn series(class: Class, values: &[Option<f64>]) -> Series {
    let told = |value: &Option<f64>| value.map_or_else(|| "无数据".to_owned(), chart_count);
    let told = values.iter().map(told).collect();
    let gaps = vec!["无数据".to_owned(); values.len()];
    Series { class, label: class.css().to_owned(), values: values.to_vec(), told, gaps }
}

fn numbers(element: ElementRef<'_>, names: &[&str]) -> Vec<f64> {
    names.iter().map(|name| element.attr(name).unwrap_or_default().parse().unwrap_or(f64::NAN)).collect()
}

/// What every path in a group of these classes holds.
fn data(svg: &Svg, group: &str) -> Vec<String> {
    let page = Html::parse_fragment(svg.as_str());
    // What only a pointer finds is no mark.
    let group = if group.is_empty() { ":not(.hit)" } else { group };
    let selector = Selector::parse(&format!("g{group} > path")).unwrap();
    page.select(&selector).map(|path| path.attr("d").unwrap().to_owned()).collect()
}

/// Left, top, width and height of every rectangle in a group of these classes, in order.
fn rectangles(svg: &Svg, group: &str) -> Vec<Vec<f64>> {
    let all = data(svg, group).concat();
    let rectangles = all.split('M').filter(|part| part.ends_with('z'));
    rectangles
        .map(|part| {
            let mut numbers: Vec<f64> =
                part.trim_end_matches('z').split([' ', 'h', 'v']).map(|n| n.parse().unwrap()).collect();
            assert_eq!(numbers.pop(), Some(-numbers[2]), "{part}");
            numbers
        })
        .collect()
}

fn circles(svg: &Svg) -> Vec<Vec<f64>> {
    let page = Html::parse_fragment(svg.as_str());
    page.select(&Selector::parse("circle").unwrap()).map(|dot| numbers(dot, &["cx", "cy"])).collect()
}

/// The points of every line in a group of these classes.
fn paths(svg: &Svg, group: &str) -> Vec<Vec<(f64, f64)>> {
    let point = |pair: &str| {
        let (x, y) = pair.split_once(' ').unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    };
    let lines = data(svg, group).into_iter().filter(|path| !path.ends_with('z'));
    lines
        .map(|path| path.trim_end_matches('Z').split(['M', 'L']).filter(|part| !part.is_empty()).map(point).collect())
        .collect()
}

fn texts(svg: &Svg) -> Vec<String> {
    let page = Html::parse_fragment(svg.as_str());
    page.select(&Selector::parse("text").unwrap()).map(|text| text.text().collect()).collect()
}

/// The heights of zero and of the axis's top label, read off the rules.
fn axis(svg: &Svg) -> (f64, f64) {
    let ground = paths(svg, ".base")[0][0].1;
    let top = paths(svg, ".grid").iter().map(|rule| rule[0].1).fold(ground, f64::min);
    (ground, top)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= EPSILON
}

const YEARS: [u16; 4] = [2019, 2020, 2021, 2022];

fn outcomes(measure: stacked::Measure, third: Option<f64>) -> stacked::Stacked {
    stacked::Stacked {
        caption: caption(),
        years: YEARS.to_vec(),
        series: vec![
            series(Class::Granted, &[Some(101.0), Some(33.0), Some(7.0), Some(0.0)]),
            series(Class::Partly, &[Some(25.0), Some(1.0), third, Some(0.0)]),
            series(Class::Refused, &[Some(74.0), Some(19.0), Some(2.0), Some(0.0)]),
        ],
        measure,
        breaks: vec![Break { year: 2021, label: "新表式".into() }],
        write: if measure == stacked::Measure::Counts { chart_count } else { chart_percent },
    }
}

#[test]
fn stacked_counts_are_as_high_as_their_figures() {
    let svg = stacked::stacked(&outcomes(stacked::Measure::Counts, Some(3.0))).inline();
    let (ground, top) = axis(&svg);
    let unit = (ground - top) / 200.0;
    let expected: [(&str, [f64; 3], [f64; 3]); 3] = [
        (".s-granted", [0.0, 0.0, 0.0], [101.0, 33.0, 7.0]),
        (".s-partly", [101.0, 33.0, 7.0], [25.0, 1.0, 3.0]),
        (".s-refused", [126.0, 34.0, 10.0], [74.0, 19.0, 2.0]),
    ];
    for (class, feet, counts) in expected {
        let drawn = rectangles(&svg, &format!(":is(.part, .bar){class}"));
        assert_eq!(drawn.len(), 3, "a year of zeros has no bars: {class}");
        for ((rect, foot), count) in drawn.iter().zip(feet).zip(counts) {
            assert!(close(rect[1] + rect[3], ground - foot * unit), "{class} {rect:?}");
            assert!(close(rect[1], ground - (foot + count) * unit), "{class} {rect:?}");
        }
    }
}

#[test]
fn stacked_shares_are_parts_of_a_full_bar() {
    let svg = stacked::stacked(&outcomes(stacked::Measure::Shares, Some(3.0))).inline();
    let (ground, top) = axis(&svg);
    let granted = rectangles(&svg, ".bar.s-granted");
    assert_eq!(granted.len(), 3);
    for (rect, share) in granted.iter().zip([101.0 / 200.0, 33.0 / 53.0, 7.0 / 12.0]) {
        assert!(close(rect[3], (ground - top) * share), "{rect:?}");
    }
    for rect in rectangles(&svg, ".bar.s-refused") {
        assert!(close(rect[1], top), "{rect:?}");
    }
    assert!(texts(&svg).contains(&"0".to_owned()), "a year in which nothing was handled says so");
}

#[test]
fn a_year_with_a_missing_part_is_a_gap_and_no_shorter_bar() {
    for measure in [stacked::Measure::Counts, stacked::Measure::Shares] {
        for missing in [None, Some(f64::NAN), Some(-1.0), Some(f64::INFINITY)] {
            let svg = stacked::stacked(&outcomes(measure, missing)).inline();
            assert_eq!(rectangles(&svg, ".bar.s-granted").len(), 2);
            assert_eq!(rectangles(&svg, ".gap").len(), 1);
            assert!(texts(&svg).contains(&"无数据".to_owned()));
        }
    }
}

#[test]
fn a_change_of_edition_is_a_rule_between_the_years_with_its_label() {
    let svg = stacked::stacked(&outcomes(stacked::Measure::Counts, Some(3.0))).inline();
    let rule = &paths(&svg, ".break")[0];
    let bars = rectangles(&svg, ".bar.s-granted");
    assert!(rule[0].0 > bars[1][0] + bars[1][2] && rule[0].0 < bars[2][0]);
    assert!(texts(&svg).contains(&"新表式".to_owned()));
}

#[test]
fn points_of_lines_stand_at_their_figures_and_lines_stop_at_gaps() {
    let values = [Some(110.0), Some(37.0), None, Some(214.0)];
    let svg = lines::lines(&lines::Lines {
        caption: caption(),
        years: YEARS.to_vec(),
        series: vec![series(Class::Handled, &values)],
        breaks: vec![],
        write: chart_count,
    })
    .inline();
    let (ground, top) = axis(&svg);
    let unit = (ground - top) / 300.0;
    let dots = circles(&svg);
    assert_eq!(dots.len(), 3);
    for (dot, value) in dots.iter().zip(values.iter().flatten()) {
        assert!(close(dot[1], ground - value * unit), "{dot:?}");
    }
    let drawn = paths(&svg, ".line");
    assert_eq!(drawn.len(), 1, "the last point stands alone");
    assert_eq!(drawn[0].len(), 2);
    assert_eq!(rectangles(&svg, ".gap").len(), 1);
    assert!(texts(&svg).contains(&"s-handled 214".to_owned()));
}

#[test]
fn two_years_are_slopes_with_every_value_at_its_end() {
    let chart = |second: Option<f64>| lines::Lines {
        caption: caption(),
        years: vec![2023, 2024],
        series: vec![
            series(Class::Received, &[Some(200.0), Some(100.0)]),
            series(Class::Handled, &[Some(198.0), second]),
        ],
        breaks: vec![],
        write: chart_count,
    };
    let picture = lines::lines(&chart(Some(50.0)));
    assert!(picture.named);
    let svg = picture.inline();
    let drawn = paths(&svg, ".line");
    let (from, to) = (drawn[0][0].1, drawn[0][1].1);
    let unit = (to - from) / 100.0;
    assert!(close(drawn[1][0].1, from + 2.0 * unit) && close(drawn[1][1].1, to + 50.0 * unit), "{drawn:?}");
    for text in ["200", "198", "100 s-received", "50 s-handled"] {
        assert!(texts(&svg).contains(&text.to_owned()), "{text}: {:?}", texts(&svg));
    }
    // A series with a gap has no slope: the chart has its axis and the one value there is.
    let svg = lines::lines(&chart(None)).inline();
    assert_eq!((paths(&svg, ".line").len(), circles(&svg).len()), (1, 3));
    assert!(!paths(&svg, ".base").is_empty());
}

#[test]
fn a_small_line_stops_at_gaps_and_breaks() {
    let line = |values: &[Option<f64>], breaks: &[usize]| {
        sparkline::sparkline(&sparkline::Sparkline {
            caption: Caption::default(),
            class: Class::Accent,
            values: values.to_vec(),
            breaks: breaks.to_vec(),
            highest: None,
        })
        .inline()
    };
    let lengths = |svg: &Svg| paths(svg, ".line").iter().map(Vec::len).collect::<Vec<_>>();
    let values = [1.0, 2.0, 3.0, 4.0, 5.0].map(Some);
    assert_eq!(lengths(&line(&values, &[])), [5]);
    assert_eq!(lengths(&line(&values, &[2])), [2, 3]);
    let svg = line(&[Some(1.0), Some(2.0), None, Some(4.0)], &[]);
    assert_eq!(lengths(&svg), [2]);
    assert_eq!(circles(&svg).len(), 2, "a value alone, and the last one");
}

fn rate(value: f64, low: f64, high: f64) -> Estimate {
    Estimate::Value { value, interval: Some((low, high)), text: format!("{value}"), exact: format!("{value} of many") }
}

#[test]
fn an_indicator_shows_its_interval_and_marks_a_break_and_does_not_cross_a_year_of_few_cases() {
    let svg = lines::course(&lines::Course {
        caption: caption(),
        class: Class::Accent,
        years: (2019..=2025).collect(),
        values: vec![
            rate(70.4, 64.0, 76.1),
            rate(66.0, 58.5, 72.0),
            rate(50.0, 40.0, 60.0),
            Estimate::Few("6/8".into()),
            rate(40.0, 30.0, 52.0),
            rate(97.0, 95.0, 99.0),
            Estimate::Missing("—".into()),
        ],
        breaks: vec![Break { year: 2021, label: "新表式".into() }],
        ceiling: Some(100.0),
        write: chart_percent,
    })
    .inline();
    let (ground, top) = axis(&svg);
    let y = |value: f64| ground - (ground - top) * value / 100.0;
    let whiskers = paths(&svg, ".whisker");
    assert_eq!(whiskers.len(), 5);
    assert!(close(whiskers[0][0].1, y(64.0)) && close(whiskers[0][1].1, y(76.1)), "{:?}", whiskers[0]);
    assert!(circles(&svg).iter().zip([70.4, 66.0, 50.0, 40.0, 97.0]).all(|(dot, value)| close(dot[1], y(value))));
    let lengths: Vec<usize> = paths(&svg, ".line").iter().map(Vec::len).collect();
    assert_eq!(lengths, [3, 2]);
    assert!(texts(&svg).contains(&"新表式".to_owned()));
    assert!(texts(&svg).contains(&"6/8".to_owned()));
    assert_eq!(rectangles(&svg, ".gap").len(), 1);
}

#[test]
fn horizontal_bars_are_as_long_as_their_figures() {
    let values = [Some(12.0), Some(0.0), None, Some(5.0)];
    let svg = bars::bars(&bars::Bars {
        caption: caption(),
        class: Class::Refused,
        bars: values
            .iter()
            .map(|value| bars::Bar {
                label: "国家秘密".into(),
                value: *value,
                told: String::new(),
                gap: "无数据".into(),
            })
            .collect(),
        write: chart_count,
    })
    .inline();
    let drawn = rectangles(&svg, ".bar");
    assert_eq!(drawn.len(), 2);
    assert!(close(drawn[1][2], drawn[0][2] * 5.0 / 12.0), "{drawn:?}");
    assert_eq!(texts(&svg).iter().filter(|text| *text == "0").count(), 1);
    assert_eq!(texts(&svg).iter().filter(|text| *text == "无数据").count(), 1);
}

#[test]
fn small_multiples_have_their_own_scale_and_hang_negative_values_below_the_line() {
    let svg = multiples::multiples(&multiples::Multiples {
        caption: caption(),
        years: YEARS.to_vec(),
        series: vec![
            series(Class::Accent, &[Some(10335.99536), Some(5000.0), None, Some(0.0)]),
            series(Class::Accent, &[Some(4.0), Some(-2.0), Some(1.0), None]),
        ],
        breaks: vec![],
        write: chart_count,
    })
    .inline();
    let grounds: Vec<f64> = paths(&svg, ".base").iter().map(|rule| rule[0].1).collect();
    let drawn = rectangles(&svg, ".bar");
    assert_eq!(drawn.len(), 5);
    assert!(close(drawn[1][3], drawn[0][3] * 5000.0 / 10335.99536), "{drawn:?}");
    assert!(close(drawn[0][1] + drawn[0][3], grounds[0]));
    assert!(close(drawn[3][1], grounds[1]) && close(drawn[3][3], drawn[2][3] / 2.0), "{drawn:?}");
    assert_eq!(rectangles(&svg, ".gap").len(), 2);
    assert!(texts(&svg).contains(&"10,335.99536".to_owned()) && texts(&svg).contains(&"−2".to_owned()));
}

#[test]
fn dots_stand_at_their_values_and_few_cases_have_none() {
    let dot = |label: &str, estimate| dots::Dot { label: label.to_owned(), estimate };
    let svg = dots::dots(&dots::Dots {
        caption: caption(),
        class: Class::Accent,
        dots: vec![
            dot("甲", rate(70.4, 64.0, 76.1)),
            dot("乙", rate(20.0, 10.0, 99.0)),
            dot("丙", Estimate::Few("6/8".into())),
            dot("丁", Estimate::Missing("—".into())),
        ],
        median: Some((45.2, "中位数".into())),
        ceiling: Some(100.0),
        write: chart_percent,
    })
    .inline();
    let zero = paths(&svg, ".base")[0][0].0;
    let end = paths(&svg, ".grid").iter().map(|rule| rule[0].0).fold(zero, f64::max);
    let x = |value: f64| zero + (end - zero) * value / 100.0;
    let drawn = circles(&svg);
    assert_eq!(drawn.len(), 2);
    assert!(close(drawn[0][0], x(70.4)) && close(drawn[1][0], x(20.0)), "{drawn:?}");
    let whiskers = paths(&svg, ".whisker");
    assert!(close(whiskers[1][0].0, x(10.0)) && close(whiskers[1][1].0, x(99.0)));
    assert!(close(paths(&svg, ".median")[0][0].0, x(45.2)));
    assert!(texts(&svg).contains(&"6/8".to_owned()) && texts(&svg).contains(&"—".to_owned()));
}

#[test]
fn no_rule_strikes_through_a_name_above_its_row_and_no_label_is_cut_off() {
    let long = "A Very Long Name of a Body That Has No Room Beside the Plot";
    let labels = [long, "Short Name", long];
    let estimates = [rate(70.4, 64.0, 76.1), rate(20.0, 10.0, 99.0), Estimate::Few("6/8".into())];
    let dots = labels.iter().zip(estimates);
    let svg = dots::dots(&dots::Dots {
        caption: caption(),
        class: Class::Accent,
        dots: dots.map(|(label, estimate)| dots::Dot { label: (*label).to_owned(), estimate }).collect(),
        median: Some((45.2, "median".into())),
        ceiling: Some(100.0),
        write: chart_percent,
    })
    .inline();
    let written = Html::parse_fragment(svg.as_str());
    let texts: Vec<(String, Vec<f64>)> = written
        .select(&Selector::parse("text").unwrap())
        .map(|text| (text.text().collect(), numbers(text, &["x", "y"])))
        .collect();
    let rules: Vec<Vec<(f64, f64)>> = [".base", ".grid", ".median"].iter().flat_map(|ink| paths(&svg, ink)).collect();
    for (label, at) in texts.iter().filter(|(label, _)| labels.contains(&label.as_str())) {
        for rule in rules.iter().filter(|rule| rule[0].0 <= at[0] + canvas::text_width(label)) {
            let crosses = rule[0].1 < at[1] && rule[1].1 > at[1] - canvas::TEXT;
            assert!(!crosses, "{label} at {at:?}: {rule:?}");
        }
    }
    // Beside a short name a rule goes on.
    let short = &texts.iter().find(|(label, _)| label == "Short Name").unwrap().1;
    assert!(paths(&svg, ".median").iter().any(|rule| rule[0].1 < short[1] - canvas::TEXT && rule[1].1 > short[1]));
    let (zero, at) = texts.iter().find(|(label, _)| *label == chart_percent(0.0)).unwrap();
    assert!(at[0] >= canvas::text_width(zero) / 2.0, "{zero} at {at:?}");
}

#[test]
fn a_name_longer_than_the_chart_is_cut_and_told_whole() {
    let name = "某省某某市某某自治县人民政府某某街道办事处行政审批服务和政务公开领导小组办公室";
    let estimate = Estimate::Value { value: 40.0, interval: None, text: "40 %".into(), exact: "40 %".into() };
    let svg = dots::dots(&dots::Dots {
        caption: caption(),
        class: Class::Accent,
        dots: vec![dots::Dot { label: name.into(), estimate }],
        median: None,
        ceiling: Some(100.0),
        write: chart_percent,
    })
    .inline();
    let shown = texts(&svg).into_iter().find(|text| text.starts_with("某省")).unwrap();
    assert!(shown.ends_with('…') && shown.chars().count() * 13 <= 400, "{shown}");
    assert!(svg.as_str().contains(name), "the field says all of it");
}

#[test]
fn the_rule_of_a_break_leaves_out_the_titles_of_rows() {
    let title = "A title that is longer than the columns before the break";
    let values = [Some(5.0), Some(4.0), Some(7.0), Some(8.0)];
    let row = Series { label: title.into(), ..series(Class::Accent, &values) };
    let svg = multiples::multiples(&multiples::Multiples {
        caption: caption(),
        years: YEARS.to_vec(),
        series: vec![row.clone(), row],
        breaks: vec![Break { year: 2021, label: "新表式".into() }],
        write: chart_count,
    })
    .inline();
    let rules = paths(&svg, ".break");
    let written = Html::parse_fragment(svg.as_str());
    let text = Selector::parse("text").unwrap();
    let titles = written.select(&text).filter(|text| text.text().any(|words| words == title));
    let heights: Vec<f64> = titles.map(|text| numbers(text, &["y"])[0]).collect();
    assert_eq!(heights.len(), 2);
    for y in heights {
        assert!(rules.iter().all(|rule| rule[1].1 <= y - canvas::TEXT || rule[0].1 >= y), "{y}: {rules:?}");
        assert!(rules.iter().any(|rule| rule[0].1 > y && rule[1].1 > y + 60.0), "its row has the rule: {rules:?}");
    }
    assert_eq!(texts(&svg).iter().filter(|text| *text == "新表式").count(), 1);
}

#[test]
fn seven_years_of_eight_outcomes_are_less_than_six_kilobytes() {
    for measure in [stacked::Measure::Counts, stacked::Measure::Shares] {
        let parts = Class::ALL[..8].iter().enumerate().map(|(part, class)| {
            let values: Vec<Option<f64>> =
                (0..7).map(|year| Some(((part * 37 + year * 101) % 211) as f64 + 11.0)).collect();
            series(*class, &values)
        });
        let svg = stacked::stacked(&stacked::Stacked {
            years: (2019..=2025).collect(),
            series: parts.collect(),
            ..outcomes(measure, None)
        })
        .inline();
        assert!(svg.as_str().len() < 6 * 1024, "{measure:?}: {} bytes", svg.as_str().len());
        assert_eq!(rectangles(&svg, ":is(.part, .bar)").len(), 56);
    }
}

/// One chart of every kind over the same numbers.
fn every_kind(years: &[u16], values: &[Option<f64>]) -> Vec<Svg> {
    pictures(years, values).iter().map(Picture::inline).collect()
}

fn pictures(years: &[u16], values: &[Option<f64>]) -> Vec<Picture> {
    let parts = vec![series(Class::Granted, values), series(Class::Unavailable, values)];
    let estimates: Vec<Estimate> = values
        .iter()
        .map(|value| match value {
            Some(v) => {
                Estimate::Value { value: *v, interval: Some((v - 1.0, *v)), text: "x".into(), exact: "x".into() }
            }
            None => Estimate::Missing("—".into()),
        })
        .collect();
    let (caption, years, breaks) = (caption(), years.to_vec(), Vec::new());
    let base = outcomes(stacked::Measure::Counts, None);
    let stack = |measure| stacked::Stacked { years: years.clone(), series: parts.clone(), measure, ..base.clone() };
    vec![
        stacked::stacked(&stack(stacked::Measure::Counts)),
        stacked::stacked(&stack(stacked::Measure::Shares)),
        lines::lines(&lines::Lines {
            caption: caption.clone(),
            years: years.clone(),
            series: parts.clone(),
            breaks: vec![],
            write: chart_count,
        }),
        lines::course(&lines::Course {
            caption: caption.clone(),
            class: Class::Accent,
            years: years.clone(),
            values: estimates.clone(),
            breaks: base.breaks.clone(),
            ceiling: Some(100.0),
            write: chart_percent,
        }),
        bars::bars(&bars::Bars {
            caption: caption.clone(),
            class: Class::Refused,
            bars: values
                .iter()
                .map(|value| bars::Bar {
                    label: "甲".into(), value: *value, told: String::new(), gap: "无数据".into()
                })
                .collect(),
            write: chart_count,
        }),
        multiples::multiples(&multiples::Multiples {
            caption: caption.clone(),
            years: years.clone(),
            series: parts.clone(),
            breaks,
            write: chart_count,
        }),
        dots::dots(&dots::Dots {
            caption: caption.clone(),
            class: Class::Accent,
            dots: estimates.iter().map(|e| dots::Dot { label: "甲".into(), estimate: e.clone() }).collect(),
            median: values.first().copied().flatten().map(|value| (value, "中位数".into())),
            ceiling: None,
            write: chart_count,
        }),
        funnel::funnel(&wedge(&caption, values)),
        sparkline::sparkline(&sparkline::Sparkline {
            caption,
            class: Class::Accent,
            values: values.to_vec(),
            breaks: vec![],
            highest: None,
        }),
    ]
}

/// A funnel over the same numbers, taken as cases and as rates.
fn wedge(caption: &Caption, values: &[Option<f64>]) -> funnel::Funnel {
    let numbers = || values.iter().flatten().copied();
    let point = |(index, value): (usize, f64)| funnel::Point {
        label: "甲乙丙丁".into(),
        cases: value,
        value,
        outside: index % 2 == 0,
        exact: "x".into(),
    };
    let limits = |cases: f64| funnel::Limits { cases, near: (cases, 40.0), far: (30.0, cases) };
    funnel::Funnel {
        caption: caption.clone(),
        class: Class::Accent,
        points: numbers().enumerate().map(point).collect(),
        pooled: (values.first().copied().flatten().unwrap_or(50.0), "合在一起".into()),
        limits: numbers().map(limits).collect(),
        limit_words: ["95%".into(), "99.8%".into()],
        axis: "件".into(),
        write: chart_percent,
        write_cases: chart_count,
    }
}

#[test]
fn points_of_a_funnel_stand_at_their_cases_and_what_lies_outside_is_no_circle_and_has_a_name() {
    let point = |label: &str, cases, value, outside| funnel::Point {
        label: label.into(),
        cases,
        value,
        outside,
        exact: "如实".into(),
    };
    let chart = funnel::Funnel {
        points: vec![
            point("甲县", 10.0, 50.0, false),
            point("乙县", 100.0, 60.0, false),
            point("丙县", 1000.0, 90.0, true),
            point("丁县", f64::NAN, 90.0, true),
        ],
        limits: [10.0, 1000.0].map(|cases| funnel::Limits { cases, near: (40.0, 70.0), far: (30.0, 80.0) }).into(),
        ..wedge(&caption(), &[Some(55.0)])
    };
    let picture = funnel::funnel(&chart);
    let svg = picture.inline();
    let (ground, top) = axis(&svg);
    let far = paths(&svg, ".far").split_off(1);
    let x = |cases: f64| far[0][0].0 + (far[0][1].0 - far[0][0].0) * (cases / 10.0).log10() / 2.0;
    let y = |value: f64| ground - (ground - top) * value / 100.0;
    let drawn = circles(&svg);
    assert_eq!(drawn.len(), 2);
    assert!(close(drawn[0][0], x(10.0)) && close(drawn[0][1], y(50.0)), "{drawn:?} {svg}");
    assert!(close(drawn[1][0], x(100.0)) && close(drawn[1][1], y(60.0)), "{drawn:?}");
    assert!(close(far[0][0].1, y(30.0)) && close(far[1][0].1, y(80.0)), "{far:?}");
    let diamonds = paths(&svg, ".outside");
    assert_eq!(diamonds.len(), 1);
    assert!(close(diamonds[0][0].0, x(1000.0)) && close(diamonds[0][1].1, y(90.0)), "{diamonds:?}");
    let named: Vec<String> = texts(&svg).into_iter().filter(|text| text.ends_with('县')).collect();
    assert_eq!(named, ["丙县"], "only what lies outside");
    assert_eq!(hits(&picture), ["甲县 · 如实", "乙县 · 如实", "丙县 · 如实"]);
}

fn hits(picture: &Picture) -> Vec<String> {
    picture.hits.fields.iter().map(|hit| picture.hits.words(hit)).collect()
}

#[test]
fn a_chart_says_its_exact_figures_and_a_gap_that_it_is_one() {
    let picture = stacked::stacked(&outcomes(stacked::Measure::Shares, None));
    assert_eq!(hits(&picture)[0], "2019 · s-granted 101 · s-partly 25 · s-refused 74");
    assert_eq!(hits(&picture)[2], "2021 · s-granted 7 · s-partly 无数据 · s-refused 2");
    let pictures = pictures(&YEARS, &[Some(12_345.0), Some(1.0), None, Some(7.0)]);
    for picture in pictures.iter().filter(|picture| !["sparkline", "funnel"].contains(&picture.kind)) {
        assert_eq!(picture.hits.fields.len(), 4, "{}", picture.kind);
        let mut file = String::new();
        picture.draw(&mut file);
        let page = Html::parse_fragment(&format!("<svg>{file}</svg>"));
        let said: Vec<String> =
            page.select(&Selector::parse(".hit path > title").unwrap()).map(|title| title.text().collect()).collect();
        assert_eq!(said, hits(picture));
        assert_eq!(data(&picture.inline(), ".hit").len(), 4);
    }
}

#[test]
fn lines_are_named_at_their_ends_where_the_names_have_room() {
    let named = |last: [Option<f64>; 2]| {
        let of = |class, last| series(class, &[Some(10.0), Some(20.0), Some(30.0), last]);
        lines::lines(&lines::Lines {
            caption: caption(),
            years: YEARS.to_vec(),
            series: vec![of(Class::Received, last[0]), of(Class::Handled, last[1])],
            breaks: vec![],
            write: chart_count,
        })
        .named
    };
    assert!(named([Some(10.0), Some(100.0)]));
    assert!(!named([Some(100.0), Some(99.0)]), "the names would overlap");
    assert!(!named([None, Some(100.0)]), "one line ends before the last year");
}

#[test]
fn a_file_of_its_own_holds_the_chart_with_its_name_legend_and_source() {
    let values = [Some(10.0), Some(20.0), None, Some(5.0)];
    let frame = standalone::Frame {
        language: "zh-CN",
        legend: vec![(Class::Granted, "予以<公开>".into()), (Class::Partly, "部分公开".into())],
        note: "数字不一致，待核实。".into(),
        source: "来源：甲 & 乙，2019–2025年报告。".into(),
    };
    for picture in pictures(&YEARS, &values) {
        let file = standalone::Standalone::new(&picture, &frame);
        let (width, height) = file.size;
        let written = file.write();
        assert!(written.contains(&format!(r#" width="{width}" height="{height}" viewBox="0 0 {width} {height}""#)));
        let mut reader = quick_xml::Reader::from_str(&written);
        while !matches!(reader.read_event().expect("well-formed XML"), quick_xml::events::Event::Eof) {}
        let all = texts(&Svg::trusted(written.clone()));
        let all = all.concat();
        for words in ["各年 <办理>", "予以<公开>", "数字不一致，待核实。", "来源：甲 & 乙，2019–2025年报告。"]
        {
            assert!(all.contains(words), "{words}: {all}");
        }
        assert!(written.contains("<title id=\"c1-t\">") && written.contains("<desc id=\"c1-d\">"));
        assert!(!written.contains("var(") && !written.contains("<script") && !written.contains("http://g"));
        assert_eq!(written.matches("http").count(), 1, "it asks nobody for anything");
    }
}

#[test]
fn no_input_stops_a_chart_or_puts_a_mark_outside_of_it() {
    let wild = [f64::NAN, f64::INFINITY, f64::MIN, 1e300, 1e12, -12.5, 0.0, 3.0, 1e-300];
    let mut inputs: Vec<(Vec<u16>, Vec<Option<f64>>)> = vec![
        (vec![], vec![]),
        (vec![2023], vec![]),
        (vec![], vec![Some(1.0)]),
        (YEARS.to_vec(), vec![None; 4]),
        (YEARS.to_vec(), vec![Some(0.0); 4]),
        ((1990..2030).collect(), (0..40).map(|n| Some(f64::from(n) * 1e9)).collect()),
        (YEARS.to_vec(), vec![Some(1e12), Some(1.0), None, Some(7.0)]),
        (YEARS.to_vec(), vec![Some(-5.0), Some(-1.0), Some(-3.0), None]),
    ];
    for first in wild {
        inputs.push((vec![2023], vec![Some(first)]));
        inputs.extend(wild.map(|second| (vec![2022, 2023], vec![Some(first), Some(second)])));
    }
    for (years, values) in inputs {
        for svg in every_kind(&years, &values) {
            let page = Html::parse_fragment(svg.as_str());
            let root = page.select(&Selector::parse("svg").unwrap()).next().unwrap();
            let view: Vec<f64> = root.attr("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
            let shapes: Vec<Vec<f64>> = rectangles(&svg, "")
                .into_iter()
                .map(|r| vec![r[0], r[1], r[0] + r[2], r[1] + r[3]])
                .chain(circles(&svg).into_iter().map(|c| vec![c[0], c[1], c[0], c[1]]))
                .chain(paths(&svg, "").into_iter().flatten().map(|(x, y)| vec![x, y, x, y]))
                .collect();
            for shape in shapes {
                let inside =
                    shape[0] >= -0.1 && shape[1] >= -0.1 && shape[2] <= view[2] + 0.1 && shape[3] <= view[3] + 0.1;
                assert!(inside, "{values:?}: {shape:?} in {svg}");
            }
        }
    }
}

#[test]
fn a_chart_has_a_name_and_a_description_and_neither_colours_nor_fonts() {
    let values = [Some(10.0), Some(20.0), None, Some(5.0)];
    for svg in every_kind(&YEARS, &values) {
        let page = Html::parse_fragment(svg.as_str());
        let root = page.select(&Selector::parse("svg").unwrap()).next().unwrap();
        assert_eq!(root.attr("role"), Some("img"));
        assert_eq!(root.attr("aria-labelledby"), Some("c1-t c1-d"));
        let name = |selector: &str| {
            page.select(&Selector::parse(selector).unwrap()).next().map(|e| e.text().collect::<String>())
        };
        assert_eq!(name("title#c1-t").as_deref(), Some("各年 <办理>"));
        assert_eq!(name("desc#c1-d").as_deref(), Some("2019—2025 \"年\""));
        assert!(!svg.as_str().contains("font") && !svg.as_str().contains("style") && !svg.as_str().contains("rgb"));
        assert!(!svg.as_str().replace("url(#", "").contains('#'), "no colour in {svg}");
        let mut reader = quick_xml::Reader::from_str(svg.as_str());
        while !matches!(reader.read_event().expect("well-formed XML"), quick_xml::events::Event::Eof) {}
    }
    assert_eq!(every_kind(&YEARS, &values), every_kind(&YEARS, &values));
}
