//! Known traps, each on a small report of its own: what must be read, what must stay open, and what must be said.

use gongkai::form::{Column, Edition, FigureKey, Row, Table, Unit};
use gongkai::load::document::{Hints, format_for};
use gongkai::load::extract::extract;
use gongkai::report::{Report, State};

const HEAD: &str = "样例市2023年政府信息公开工作年度报告\n\n一、总体情况\n\n全年按期答复。\n";

const PROACTIVE: &str = "二、主动公开政府信息情况\n\
第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t0\t2\n行政规范性文件\t24\t12\t147\n\
第二十条第（五）项\t\t\t\n信息内容\t本年处理决定数量\t\t\n行政许可\t40\t\t\n\
第二十条第（六）项\t\t\t\n信息内容\t本年处理决定数量\t\t\n行政处罚\t28\t\t\n行政强制\t2\t\t\n\
第二十条第（八）项\t\t\t\n信息内容\t本年收费金额（单位：万元）\t\t\n行政事业性收费\t103.5\t\t\n";

const REMEDIES: &str = "四、政府信息公开行政复议、行政诉讼情况\n行政复议\t\t\t\t\t行政诉讼\t\n\
结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉\t\n\
1\t0\t0\t0\t1\t0\t1\t0\t0\t1\t0\t0\t0\t0\t0\n五、存在的主要问题及改进情况\n\n继续努力。\n\n六、其他需要报告的事项\n\n无。\n";

/// Table `requests`, edition 2021: 9 received, of which 1 by a business; 4 granted, 3 refused as internal affairs, 2 not held.
fn requests() -> String {
    let rows = [
        ("一、本年新收政府信息公开申请数量\t", "8\t1\t0\t0\t0\t0\t9"),
        ("二、上年结转政府信息公开申请数量\t", "0\t0\t0\t0\t0\t0\t0"),
        ("三、本年度办理结果\t（一）予以公开", "4\t0\t0\t0\t0\t0\t4"),
        ("\t（二）部分公开", "0\t0\t0\t0\t0\t0\t0"),
        ("\t（三）不予公开\t1.属于国家秘密", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t2.其他法律行政法规禁止公开", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t3.危及“三安全一稳定”", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t4.保护第三方合法权益", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t5.属于三类内部事务信息", "3\t0\t0\t0\t0\t0\t3"),
        ("\t\t6.属于四类过程性信息", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t7.属于行政执法案卷", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t8.属于行政查询事项", "0\t0\t0\t0\t0\t0\t0"),
        ("\t（四）无法提供\t1.本机关不掌握相关政府信息", "1\t1\t0\t0\t0\t0\t2"),
        ("\t\t2.没有现成信息需要另行制作", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t3.补正后申请内容仍不明确", "0\t0\t0\t0\t0\t0\t0"),
        ("\t（五）不予处理\t1.信访举报投诉类申请", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t2.重复申请", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t3.要求提供公开出版物", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t4.无正当理由大量反复申请", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t5.要求行政机关确认或重新出具已获取信息", "0\t0\t0\t0\t0\t0\t0"),
        ("\t（六）其他处理\t1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "0\t0\t0\t0\t0\t0\t0"),
        ("\t\t3.其他", "0\t0\t0\t0\t0\t0\t0"),
        ("（七）总计\t", "8\t1\t0\t0\t0\t0\t9"),
        ("四、结转下年度继续办理\t", "0\t0\t0\t0\t0\t0\t0"),
    ];
    let rows: Vec<String> = rows.iter().map(|(label, cells)| format!("{label}\t{cells}\n")).collect();
    format!(
        "三、收到和处理政府信息公开申请情况\n\t\t申请人情况\t\t\t\t\t\t总计\n\t\t自然人\t法人或其他组织\t\t\t\t\t\n\
         \t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n{}",
        rows.concat()
    )
}

fn whole() -> String {
    format!("{HEAD}{PROACTIVE}{}{REMEDIES}", requests())
}

fn read(text: &str) -> (Report, Vec<&'static str>) {
    let document = format_for("txt").unwrap().read("reports/a.txt", text.as_bytes()).unwrap().document().unwrap();
    let (report, diagnostics) = extract(&document, String::new(), &Hints::default());
    (report.expect("a report"), diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
}

/// The whole report with one stretch of its text replaced by another.
fn with(from: &str, to: &str) -> (Report, Vec<&'static str>) {
    let text = whole();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    read(&text.replace(from, to))
}

fn state(report: &Report, key: FigureKey) -> State {
    report.figure(key).unwrap().state()
}

fn value(report: &Report, key: FigureKey) -> Option<String> {
    report.value(key).map(|value| value.to_string())
}

fn total(row: Row) -> FigureKey {
    FigureKey { table: row.table(), row, column: Column::Total }
}

#[test]
fn the_undamaged_report_is_read_without_a_word() {
    let (report, codes) = read(&whole());
    assert_eq!(codes, Vec::<&str>::new());
    assert_eq!(report.figures.count(State::Reported), 200);
}

#[test]
fn columns_that_moved_with_their_heads_are_not_read_by_position() {
    for (from, to, key, code) in [
        ("商业企业\t科研机构", "科研机构\t商业企业", total(Row::Granted), "heads-order"),
        ("申请人情况\t\t\t\t\t\t总计", "总计\t申请人情况\t\t\t\t\t", total(Row::Granted), "heads-order"),
        (
            "本年制发件数\t本年废止件数",
            "本年废止件数\t本年制发件数",
            FigureKey::proactive(Row::Rules, Column::Made),
            "row-heads",
        ),
        ("行政复议\t\t\t\t\t行政诉讼\t", "行政诉讼\t\t\t\t\t行政复议\t", total(Row::Review), "heads-order"),
        ("未经复议直接起诉\t复议后起诉", "复议后起诉\t未经复议直接起诉", total(Row::LitigationDirect), "heads-order"),
    ] {
        let (report, codes) = with(from, to);
        assert_eq!(state(&report, key), State::Unreadable, "{from}");
        assert!(codes.contains(&code), "{from}: {codes:?}");
    }
}

#[test]
fn the_last_group_of_the_other_edition_fills_no_rows_of_this_one() {
    let text = whole();
    let from = text.find("\t（六）其他处理").unwrap();
    let to = text.find("（七）总计").unwrap();
    let one_row = "\t（六）其他处理\t\t0\t0\t0\t0\t0\t0\t0\n";
    let (report, codes) = read(&format!("{}{one_row}{}", &text[..from], &text[to..]));
    assert_eq!(report.edition(), Edition::E2021);
    assert!(codes.contains(&"edition-mixed"), "{codes:?}");
    for row in [Row::OtherNotCorrectedInTime, Row::OtherFeeUnpaid, Row::OtherOther] {
        assert_eq!(state(&report, total(row)), State::Missing, "{row}");
    }
    let labels: Vec<&str> = report.extra_rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(labels, ["（六）其他处理"], "the row of the other edition is kept");
    assert_eq!(value(&report, total(Row::RefusedInternalAffairs)).as_deref(), Some("3"));
}

#[test]
fn the_unit_of_an_amount_is_that_of_its_head_or_its_cell() {
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    for (from, to, unit) in [
        ("（单位：万元）", "（单位：万元）", Unit::WanYuan),
        ("（单位：万元）", "（单位：元）", Unit::Yuan),
        ("（单位：万元）\t\t\n行政事业性收费\t103.5", "\t\t\n行政事业性收费\t1035000元", Unit::Yuan),
    ] {
        assert_eq!(with(from, to).0.figure(fees).unwrap().unit(), unit, "{to}");
    }
}

#[test]
fn a_damaged_unit_in_a_head_is_none() {
    let (report, codes) = with("（单位：万元）", "（单位：口元）");
    assert_eq!(state(&report, FigureKey::proactive(Row::Fees, Column::Amount)), State::Unreadable);
    assert!(codes.contains(&"amount-without-unit"), "{codes:?}");
}

#[test]
fn an_amount_whose_unit_stands_nowhere_is_not_taken_for_the_unit_of_the_form() {
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    let (report, codes) = with("（单位：万元）", "");
    assert_eq!((state(&report, fees), report.figure(fees).unwrap().raw()), (State::Unreadable, "103.5"));
    assert!(codes.contains(&"amount-without-unit"), "{codes:?}");

    let text = whole().replace("（单位：万元）", "");
    for (label, unit) in [("行政事业性收费（万元）", Unit::WanYuan), ("行政事业性收费（单位：元）", Unit::Yuan)]
    {
        let (report, _) = read(&text.replace("行政事业性收费", label));
        assert_eq!(value(&report, fees).as_deref(), Some("103.5"), "{label}");
        assert_eq!(report.figure(fees).unwrap().unit(), unit, "{label}");
    }
    // A sum is no unit, nor is another unit that ends like this one; and of two that are named neither is sure.
    for (head, label, unit) in [
        ("（单位：万元）", "行政事业性收费（50万元以上）", Some(Unit::WanYuan)),
        ("", "行政事业性收费（50万元以上）", None),
        ("（单位：百万元）", "行政事业性收费", None),
        ("（单位：万元）", "行政事业性收费（单位：元）", None),
    ] {
        let text = whole().replace("（单位：万元）", head);
        let (report, codes) = read(&text.replace("行政事业性收费", label));
        assert_eq!(value(&report, fees).as_deref(), unit.map(|_| "103.5"), "{head}, {label}");
        assert!(unit.is_none_or(|unit| report.figure(fees).unwrap().unit() == unit), "{head}, {label}");
        assert!(unit.is_some() || codes.contains(&"amount-without-unit"), "{head}, {label}: {codes:?}");
    }
    let (report, codes) = read(&text.replace("103.5", "0"));
    assert_eq!((value(&report, fees).as_deref(), codes), (Some("0"), vec![]), "nothing is nothing in any unit");
}

#[test]
fn an_empty_cell_among_numbers_of_a_text_is_said_to_be_one() {
    let documents = FigureKey::proactive(Row::NormativeDocuments, Column::InForce);
    for cells in ["24\t\t147", "\t12\t147", "24\t12\t"] {
        let (report, codes) = with("行政规范性文件\t24\t12\t147", &format!("行政规范性文件\t{cells}"));
        assert_eq!((state(&report, documents), codes), (State::Unreadable, vec!["row-gap"]), "{cells}");
    }
    let (report, codes) = with("行政规范性文件\t24\t12\t147", "行政规范性文件\t24\t/\t147");
    assert_eq!((value(&report, documents).as_deref(), codes), (Some("147"), vec![]));
    let (_, codes) = with("行政规范性文件\t24\t12\t147", "行政规范性文件\t24\t147");
    assert_eq!(codes, ["row-cells"]);
}

#[test]
fn without_heads_of_its_own_table_proactive_is_not_read() {
    let heads = ["本年制发件数", "本年废止件数", "现行有效件数", "本年处理决定数量", "本年收费金额（单位：万元）"];
    let (report, codes) = read(&heads.iter().fold(whole(), |text, head| text.replace(head, "")));
    assert_eq!(state(&report, FigureKey::proactive(Row::Rules, Column::InForce)), State::Unreadable);
    assert!(codes.contains(&"edition-unclear"), "{codes:?}");
    assert_eq!(value(&report, total(Row::Received)).as_deref(), Some("9"));
}

#[test]
fn words_that_name_a_row_outweigh_its_place() {
    let text = whole();
    let internal = "\t\t5.属于三类内部事务信息\t3\t0\t0\t0\t0\t0\t3\n";
    let files = "\t\t7.属于行政执法案卷\t0\t0\t0\t0\t0\t0\t0\n";
    let swapped = text.replace(internal, "@").replace(files, internal).replace('@', files);
    let (report, _) = read(&swapped);
    for row in [Row::RefusedInternalAffairs, Row::RefusedEnforcementFiles] {
        let truth = if row == Row::RefusedInternalAffairs { "3" } else { "0" };
        assert!(value(&report, total(row)).is_none_or(|value| value == truth), "{row}");
    }
}

#[test]
fn a_row_with_the_words_of_two_rows_is_neither() {
    let (report, _) = with("规章\t1\t0\t2\n行政规范性文件\t24\t12\t147", "规章行政规范性文件\t1\t0\t2");
    for row in [Row::Rules, Row::NormativeDocuments] {
        assert_eq!(value(&report, FigureKey::proactive(row, Column::InForce)), None, "{row}");
    }
}

#[test]
fn numbers_glued_over_three_rows_are_inferred() {
    let (report, _) = with(
        "3.危及“三安全一稳定”\t0\t0\t0\t0\t0\t0\t0\n\t\t4.保护第三方合法权益\t0\t0\t0\t0\t0\t0\t0\n\t\t5.属于三类内部事务信息\t3\t",
        "3.危及“三安全一稳定”\t0 0 3\t0\t0\t0\t0\t0\t0\n\t\t4.保护第三方合法权益\t\t0\t0\t0\t0\t0\t0\n\t\t5.属于三类内部事务信息\t\t",
    );
    for (row, expected) in
        [(Row::RefusedSafetyAndStability, "0"), (Row::RefusedThirdPartyRights, "0"), (Row::RefusedInternalAffairs, "3")]
    {
        let key = FigureKey::requests(row, Column::NaturalPerson);
        assert_eq!(state(&report, key), State::Inferred, "{row}");
        assert_eq!(value(&report, key).as_deref(), Some(expected), "{row}");
        assert!(!report.figure(key).unwrap().sums().is_empty(), "{row} says which sums it follows from");
    }
}

#[test]
fn a_lost_row_is_inferred_and_a_table_cut_off_is_missing() {
    let (report, codes) = with("\t\t5.属于三类内部事务信息\t3\t0\t0\t0\t0\t0\t3\n", "");
    assert_eq!(state(&report, total(Row::RefusedInternalAffairs)), State::Inferred);
    assert!(codes.contains(&"row-lost"));

    let text = whole();
    let (from, to) = (text.find("\t（五）不予处理").unwrap(), text.find("四、政府信息公开行政").unwrap());
    let (report, _) = read(&format!("{}{}", &text[..from], &text[to..]));
    for row in [Row::NotProcessedComplaint, Row::Handled, Row::CarriedOver] {
        assert_eq!(state(&report, total(row)), State::Missing, "{row}");
    }
    assert_eq!(value(&report, total(Row::UnavailableNotHeld)).as_deref(), Some("2"));
}

#[test]
fn an_empty_cell_is_blank_and_not_zero() {
    let (report, _) = with("行政强制\t2\t\t", "行政强制\t\t\t");
    assert_eq!(state(&report, FigureKey::proactive(Row::CoerciveMeasures, Column::Decisions)), State::Blank);
    let (report, _) = with("予以公开\t4\t", "予以公开\t\t");
    assert_eq!(state(&report, FigureKey::requests(Row::Granted, Column::NaturalPerson)), State::Blank);
    assert_eq!(value(&report, total(Row::Granted)).as_deref(), Some("4"));
}

/// A report as a table of text, in which every cell is certain.
fn read_csv(text: &str) -> Report {
    let text: String = text.lines().map(|line| format!("{}\n", line.replace(',', "，").replace('\t', ","))).collect();
    let document =
        format_for("csv").unwrap().read("reports/a.csv", text.as_bytes()).unwrap().document().expect("a document");
    extract(&document, String::new(), &Hints::default()).0.expect("a report")
}

/// A report whose sums one cell breaks, without the row 8.
fn broken() -> String {
    let text = whole().replace("\t\t8.属于行政查询事项\t0\t0\t0\t0\t0\t0\t0\n", "");
    text.replace("7.属于行政执法案卷\t0\t0\t0\t0\t0\t0\t0", "7.属于行政执法案卷\t0\t13\t0\t0\t0\t0\t0")
}

#[test]
fn certain_cells_stand_where_they_are_and_empty_ones_are_blank() {
    assert_eq!(read_csv(&whole()).figures.count(State::Reported), 200);

    let report = read_csv(&whole().replace("行政规范性文件\t24\t12\t147", "行政规范性文件\t24\t\t147"));
    let documents = |column| FigureKey::proactive(Row::NormativeDocuments, column);
    assert_eq!(value(&report, documents(Column::Made)).as_deref(), Some("24"));
    assert_eq!(state(&report, documents(Column::Repealed)), State::Blank);
    assert_eq!(value(&report, documents(Column::InForce)).as_deref(), Some("147"));

    let row = |cells: &str| format!("5.属于三类内部事务信息\t{cells}\n");
    for cells in ["\t\t\t\t\t\t", "/\t0\t0\t0\t0\t0\t3"] {
        let report = read_csv(&whole().replace(&row("3\t0\t0\t0\t0\t0\t3"), &row(cells)));
        let key = FigureKey::requests(Row::RefusedInternalAffairs, Column::NaturalPerson);
        assert_eq!(state(&report, key), State::Blank, "{cells}");
        assert_eq!(report.figures.count(State::Inferred), 0, "{cells}");
    }
}

#[test]
fn a_number_that_can_be_read_is_never_put_over() {
    let key = FigureKey::requests(Row::RefusedEnforcementFiles, Column::Business);
    assert_eq!(value(&read_csv(&broken()), key).as_deref(), Some("13"));
    let (report, _) = read(&broken());
    assert_eq!(state(&report, key), State::Unreadable, "text may have lost the border");
}

#[test]
fn a_label_with_nothing_beside_it_may_have_empty_cells() {
    let (report, codes) = with("7.属于行政执法案卷\t0\t0\t0\t0\t0\t0\t0", "7.属于行政执法案卷\t");
    assert_eq!(value(&report, FigureKey::requests(Row::RefusedEnforcementFiles, Column::Business)), None);
    assert!(codes.contains(&"row-lost"), "{codes:?}");
}

#[test]
fn what_is_no_number_in_table_proactive_is_unreadable() {
    for found in ["□", "？", "4O"] {
        let (report, codes) = with("行政许可\t40", &format!("行政许可\t{found}"));
        assert_eq!(
            state(&report, FigureKey::proactive(Row::Licences, Column::Decisions)),
            State::Unreadable,
            "{found}"
        );
        assert!(codes.contains(&"row-cells"), "{codes:?}");
    }
}

#[test]
fn where_years_disagree_the_title_wins_and_it_is_said() {
    let (report, codes) =
        with("工作年度报告\n\n", "工作年度报告\n\n现发布《样例市2022年政府信息公开工作年度报告》。\n\n");
    assert_eq!(report.year, 2023);
    assert!(codes.contains(&"years-disagree"), "{codes:?}");
}

#[test]
fn years_that_disagree_are_named_with_both_their_lines() {
    let title = "样例市2023年政府信息公开工作年度报告";
    for (text, first, second) in [
        (whole().replace("工作年度报告\n", "工作年度报告\n\n现发布《样例市2022年政府信息公开工作年度报告》。\n"), 1, 3),
        (whole().replace("全年按期答复。", "2022年1月1日至12月31日，收到申请9件。"), 5, 1),
    ] {
        let document = format_for("txt").unwrap().read("reports/a.txt", text.as_bytes()).unwrap().document().unwrap();
        let problems = extract(&document, String::new(), &Hints::default()).1;
        let problem = problems.iter().find(|one| one.code == "years-disagree").expect("it is said");
        let also = problem.also.as_ref().expect("another place");
        assert_eq!((problem.span.as_ref().unwrap().line, also.span.line), (first, second));
        assert!(also.span.text == title || problem.span.as_ref().unwrap().text == title);
    }
}

#[test]
fn the_body_may_stand_in_the_opening_only() {
    let (report, _) = with(
        "样例市2023年政府信息公开工作年度报告\n\n",
        "二〇二三年政府信息公开工作年度报告\n\n根据《条例》，现发布《样例县人民政府办公室2023年政府信息公开工作年度报告》。\n\n",
    );
    assert_eq!((report.body.as_str(), report.year), ("样例县人民政府办公室", 2023));
}

/// The report below other lines than its title, or none where whose it is or for which year is not certain; and the codes.
fn titled(lines: &str) -> (Option<(String, u16)>, Vec<&'static str>) {
    let text = whole().replacen("样例市2023年政府信息公开工作年度报告\n", lines, 1);
    let document = format_for("txt").unwrap().read("reports/a.txt", text.as_bytes()).unwrap().document().unwrap();
    let (report, diagnostics) = extract(&document, String::new(), &Hints::default());
    (report.map(|report| (report.body, report.year)), diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
}

#[test]
fn titles_of_other_reports_are_not_taken_for_the_title() {
    let (read, codes) = titled(
        "2023年政府信息公开工作年度报告\n上一篇：样例县2022年政府信息公开工作年度报告\n下一篇：样例区2023年政府信息公开工作年度报告\n",
    );
    assert_eq!((read, codes), (None, vec!["body-unknown"]));
    let list = "样例市2021年政府信息公开工作年度报告\n样例市2022年政府信息公开工作年度报告\n样例市2023年政府信息公开工作年度报告\n";
    let (read, codes) = titled(list);
    assert_eq!(read, None);
    assert!(codes.contains(&"titles-disagree") && codes.contains(&"year-unknown"), "{codes:?}");
    let (read, codes) = titled(&format!("{list}本报告所列数据从2023年1月1日至12月31日。\n"));
    assert_eq!((read, codes), (Some(("样例市".to_owned(), 2023)), vec!["titles-several"]));
}

#[test]
fn a_title_that_is_of_a_part_of_the_body_leaves_the_tables_open() {
    let title = "工作年度报告\n";
    for (note, is_open) in [("（市本级）", true), ("（本级）", true), ("（全市）", false), ("（全文）", false)]
    {
        let (report, codes) = with(title, &format!("工作年度报告{note}\n"));
        let open = Table::ALL.iter().all(|table| all_open(&report, *table));
        assert_eq!((open, codes.contains(&"table-part")), (is_open, is_open), "{note}: {codes:?}");
    }
}

#[test]
fn a_title_with_two_years_names_none() {
    let (read, codes) = titled("样例市2022-2023年政府信息公开工作年度报告\n");
    assert_eq!(read, None);
    assert!(codes.contains(&"title-years") && codes.contains(&"year-unknown"), "{codes:?}");
}

#[test]
fn a_report_of_a_part_of_a_year_is_no_annual_one() {
    for title in ["样例市2023年上半年政府信息公开工作报告\n", "样例市2023年\n第一季度政府信息公开工作报告\n"]
    {
        assert_eq!(titled(title), (None, vec!["part-of-year"]), "{title}");
    }
}

#[test]
fn a_paper_that_the_opening_goes_by_names_no_body() {
    for opening in [
        "根据《样例省政府信息公开工作年度报告编写规范》，现将2023年工作情况报告如下。",
        "参照《样例省2022年政府信息公开工作年度报告》，样例市编制本报告。",
    ] {
        let (read, codes) = titled(&format!("2023年政府信息公开工作年度报告\n{opening}\n"));
        assert_eq!((read, codes), (None, vec!["body-unknown"]), "{opening}");
    }
}

#[test]
fn a_file_that_is_no_report_is_said_to_be_none() {
    let document =
        format_for("txt").unwrap().read("reports/a.txt", "购物清单\n牛奶 2\n".as_bytes()).unwrap().document().unwrap();
    let (report, diagnostics) = extract(&document, String::new(), &Hints::default());
    assert!(report.is_none());
    assert_eq!(diagnostics[0].code, "not-a-report");
}

#[test]
fn rows_beyond_the_form_are_kept_and_in_no_figure() {
    let (report, codes) =
        with("行政规范性文件\t24\t12\t147\n", "行政规范性文件\t24\t12\t147\n其他主动公开文件\t8\t8\t20\n");
    assert_eq!(report.figures.count(State::Reported), 200);
    assert!(codes.contains(&"row-extra"), "{codes:?}");
    let row = &report.extra_rows[0];
    let cells: Vec<&str> = row.cells.iter().map(|(raw, _)| raw.as_str()).collect();
    assert_eq!((row.table, row.label.as_str(), cells), (Table::Proactive, "其他主动公开文件", vec!["8", "8", "20"]));
}

#[test]
fn sentences_in_the_place_of_tables_are_no_tables() {
    let text = format!(
        "{HEAD}二、主动公开政府信息情况\n规章0件，行政规范性文件3件，行政许可0件，行政处罚0件，行政强制0件，行政事业性收费0元。\n\
         三、收到和处理政府信息公开申请情况\n全年收到申请2件，结转0件，予以公开2件。\n\
         四、政府信息公开行政复议、行政诉讼情况\n行政复议0件，行政诉讼0件。\n五、存在的主要问题及改进情况\n继续努力。\n"
    );
    let (report, codes) = read(&text);
    assert_eq!(report.figures.count(State::Missing), 200);
    assert!(codes.contains(&"no-tables"), "{codes:?}");
}

#[test]
fn sentences_before_a_table_do_not_hide_it() {
    for sentence in ["全年收到政府信息公开申请 9 件，均按期答复。\n", "此项内容以表格形式公布。\n"]
    {
        let (report, codes) =
            with("三、收到和处理政府信息公开申请情况\n", &format!("三、收到和处理政府信息公开申请情况\n{sentence}"));
        assert_eq!(report.figures.count(State::Reported), 200, "{sentence}");
        assert_eq!(codes, Vec::<&str>::new());
    }
}

#[test]
fn cells_as_they_are_written() {
    let decisions = FigureKey::proactive(Row::Licences, Column::Decisions);
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    for (from, to, key, expected) in [
        ("行政许可\t40", "行政许可\t４０", decisions, Some("40")),
        ("行政许可\t40", "行政许可\t1,234", decisions, Some("1234")),
        ("行政许可\t40", "行政许可\t1，234", decisions, Some("1234")),
        ("行政许可\t40", "行政许可\t12，34", decisions, None),
        ("行政许可\t40", "行政许可\t40.0", decisions, Some("40.0")),
        ("行政许可\t40", "行政许可\t40.000", decisions, None),
        ("行政许可\t40", "行政许可\t/", decisions, None),
        ("行政许可\t40", "行政许可\t—", decisions, None),
        ("行政许可\t40", "行政许可\t无", decisions, None),
        ("行政许可\t40", "行政许可\t40件", decisions, Some("40")),
        ("行政许可\t40", "行政许可（如：3）\t40", decisions, Some("40")),
        ("103.5", "0.05", fees, Some("0.05")),
        ("103.5", "120.123456", fees, Some("120.123456")),
        ("（单位：万元）\t\t\n行政事业性收费\t103.5", "\t\t\n行政事业性收费\t251000元", fees, Some("251000")),
        ("103.5", "2.5万元", fees, Some("2.5")),
        ("（单位：万元）", "（单位：0万元）", fees, Some("103.5")),
    ] {
        assert_eq!(value(&with(from, to).0, key).as_deref(), expected, "{to}");
    }
    assert_eq!(with("103.5", "2.5万元").0.figure(fees).unwrap().unit(), Unit::WanYuan);
}

#[test]
fn changes_may_be_written_in_words() {
    let old = "样例市2020年政府信息公开工作年度报告\n\n一、总体情况\n\n二、主动公开政府信息情况\n第二十条第（五）项\t\t\t\n\
        信息内容\t上一年项目数量\t本年增/减（如-3）\t处理决定数量\n行政许可\t12\tCHANGE\t30\n其他对外管理服务事项\t0\t0\t0\n\
        三、收到和处理政府信息公开申请情况\n";
    let change = FigureKey::proactive(Row::Licences, Column::ItemsChange);
    for (text, expected) in
        [("减2", "-2"), ("－2", "-2"), ("-2", "-2"), ("−2", "-2"), ("–2", "-2"), ("‑2", "-2"), ("增2", "2"), ("0", "0")]
    {
        let (report, _) = read(&old.replace("CHANGE", text));
        assert_eq!(value(&report, change).as_deref(), Some(expected), "{text}");
        assert_eq!(value(&report, FigureKey::proactive(Row::Licences, Column::Decisions)).as_deref(), Some("30"));
    }
}

#[test]
fn labels_as_they_are_written() {
    for (from, to) in [
        ("1.属于国家秘密", "1、属于国家秘密"),
        ("1.属于国家秘密", "1 .属于国家秘密"),
        ("1.属于国家秘密", "１．属于国家秘密"),
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.逾期不补正"),
        ("\t（四）无法提供\t1.本机关", "三、本年度办理结果\t（四）无法提供\t1.本机关"),
        ("（七）总计", "(七)总计"),
        ("第二十条第（五）项", "第二十条 第(五)项"),
        ("现行有效件数", "现行有效件"),
        ("行政规范性文件\t24", "规范性文件\t24"),
        ("四、政府信息公开行政复议、行政诉讼情况", "四、因政府信息公开工作被申请行政法复议、提起行政诉讼情况"),
        ("二、主动公开政府信息情况", "二、行政机关主动公开政府信息情况"),
    ] {
        let (report, codes) = with(from, to);
        assert_eq!(report.figures.count(State::Reported), 200, "{to}: {codes:?}");
    }
}

#[test]
fn a_notice_that_is_cited_does_not_decide_the_edition() {
    let (report, _) = with("全年按期答复。", "根据国办公开办函〔2019〕60号编制本报告。");
    assert_eq!(report.edition(), Edition::E2021);
}

#[test]
fn the_merged_label_may_run_downwards_between_the_rows() {
    let mut text = whole();
    for (before, letter) in
        [("（二）部分公开", "三"), ("2.其他法律", "、"), ("3.危及", "本"), ("4.保护", "年"), ("5.属于三类", "度")]
    {
        let at = text.find(before).unwrap();
        let line = text[..at].rfind('\n').unwrap();
        text.insert_str(line + 1, &format!("{letter}\n"));
    }
    let (report, codes) = read(&text);
    assert_eq!(report.figures.count(State::Reported), 200, "{codes:?}");
}

#[test]
fn what_a_page_break_leaves_is_no_cell() {
    for between in ["- 3 -\n", "\n— 3 —\n\n", "第 3 页 共 6 页\n", "3\n"] {
        let (report, codes) = with("\t\t7.属于行政执法案卷", &format!("{between}\t\t7.属于行政执法案卷"));
        assert_eq!(report.figures.count(State::Reported), 200, "{between}: {codes:?}");
    }
}

#[test]
fn sounds_behind_each_character_hide_nothing() {
    let text: String = whole()
        .chars()
        .map(|c| if ('\u{4e00}'..='\u{9fff}').contains(&c) { format!("{c}(shēng)") } else { c.to_string() })
        .collect();
    let (report, codes) = read(&text);
    assert_eq!((report.body.as_str(), report.year), ("样例市", 2023));
    assert_eq!(report.figures.count(State::Reported), 200, "{codes:?}");
}

#[test]
fn a_frame_of_bars_round_everything_hides_nothing() {
    let frame = |line: &str| match line.contains('\t') {
        true => format!("||| {} |||\n", line.replace('\t', " | ")),
        false => format!("{0} {line} {0}\n{0}{0}\n", "|".repeat(120)),
    };
    let text: String = whole().lines().filter(|line| !line.is_empty()).map(frame).collect();
    let (report, codes) = read(&text);
    assert_eq!((report.body.as_str(), report.year), ("样例市", 2023));
    assert_eq!(report.figures.count(State::Reported), 200, "{codes:?}");
    assert!(
        report.sections.iter().any(|section| section
            .paragraphs
            .iter()
            .flatten()
            .any(|(_, text)| &**text == "全年按期答复。"))
    );
}

#[test]
fn without_any_characters_left_the_numbers_are_known_by_their_order() {
    let text: String = whole()
        .chars()
        .map(|c| if ('\u{4e00}'..='\u{9fff}').contains(&c) { "???".to_owned() } else { c.to_string() })
        .collect();
    let document = format_for("txt").unwrap().read("a.txt", text.as_bytes()).unwrap().document().unwrap();
    let hints = Hints { body: Some("样例市".to_owned()), year: Some(2023), ..Hints::default() };
    if let Some(report) = extract(&document, String::new(), &hints).0 {
        let (truth, _) = read(&whole());
        for (key, figure) in report.figures.iter().filter(|(_, figure)| figure.value().is_some()) {
            assert_eq!(figure.value(), truth.value(key), "{key}");
        }
    }
}

fn codes(text: &str) -> (Report, Vec<&'static str>) {
    let document = format_for("txt").unwrap().read("reports/a.txt", text.as_bytes()).unwrap().document().unwrap();
    let (report, problems) = extract(&document, String::new(), &Hints::default());
    (report.unwrap(), problems.iter().map(|one| one.code).collect())
}

fn all_open(report: &Report, table: Table) -> bool {
    report.figures.iter().filter(|(key, _)| key.table == table).all(|(_, figure)| figure.value().is_none())
}

#[test]
fn a_second_report_behind_the_first_is_not_mixed_with_it() {
    let (alone, _) = codes(&whole());
    for title in ["样例县2023年", "样例市2022年"] {
        let other =
            whole().replace("样例市2023年", title).replace("\t147\n", "\t148\n").replace("\t0\t9\n", "\t0\t7\n");
        let (report, codes) = codes(&format!("{}{other}", whole()));
        assert_eq!((report.body.as_str(), report.year), ("样例市", 2023), "{title}");
        assert_eq!(report.figures, alone.figures, "{title}");
        assert_eq!(codes, ["several-reports"], "{title}");
        assert!(!report.sections.iter().any(|section| format!("{section:?}").contains(title)), "{title}");
    }
}

#[test]
fn a_second_report_without_a_whole_first_leaves_the_tables_open() {
    let text = format!(
        "{HEAD}{}五、存在的主要问题及改进情况\n\n继续努力。\n\n{}",
        requests(),
        whole().replace("2023", "2022")
    );
    let (report, codes) = codes(&text);
    assert!(Table::ALL.iter().all(|table| all_open(&report, *table)));
    assert!(codes.contains(&"several-reports"), "{codes:?}");
}

#[test]
fn a_table_of_last_year_below_is_not_mixed_with_this_year() {
    let last_year = requests().replace("\t9\n", "\t8\n").replace("\t8\t1", "\t7\t1").replace("\t4\t", "\t3\t");
    let last_year = last_year.replace("\t3\n", "\t2\n").replace("\t4\n", "\t3\n").replace("\t2\n", "\t1\n");
    let rows = last_year.split_once('\n').unwrap().1;
    for caption in ["", "附：2022年情况\n"] {
        let (report, codes) = codes(&format!("{HEAD}{PROACTIVE}{}{caption}{rows}{REMEDIES}", requests()));
        assert!(all_open(&report, Table::Requests), "{caption}");
        assert!(!all_open(&report, Table::Proactive) && !all_open(&report, Table::Remedies), "{caption}");
        assert!(codes.contains(&"table-twice"), "{codes:?}");
    }
    let again = PROACTIVE.split_once('\n').unwrap().1.replace("147", "140").replace("40\t", "30\t");
    let (report, codes) = codes(&format!("{HEAD}{PROACTIVE}{again}{}{REMEDIES}", requests()));
    assert!(all_open(&report, Table::Proactive));
    assert!(codes.contains(&"table-twice"), "{codes:?}");
}

#[test]
fn columns_that_begin_with_the_last_are_not_read_by_position() {
    let turned = "信息内容\t现行有效件数\t本年制发件数\t本年废止件数";
    let (report, codes) = codes(&whole().replace("信息内容\t本年制发件数\t本年废止件数\t现行有效件数", turned));
    assert_eq!(report.figure(FigureKey::proactive(Row::Rules, Column::Made)).unwrap().state(), State::Unreadable);
    assert!(codes.contains(&"row-heads"), "{codes:?}");
    let swapped = whole().replace("自然人\t法人或其他组织\t\t\t\t\t", "法人或其他组织\t\t\t\t\t自然人");
    let (report, codes) = self::codes(&swapped);
    assert!(all_open(&report, Table::Requests));
    assert_eq!(codes, ["heads-order"]);
}

/// The report as a page: each row of tabs a row of a table, each other line a paragraph.
fn page(text: &str) -> String {
    let (mut html, mut in_table) = (String::from("<html><head><meta charset='utf-8'></head><body>"), false);
    for line in text.lines().filter(|line| !line.is_empty()) {
        if line.contains('\t') != in_table {
            in_table = !in_table;
            html += if in_table { "<table>" } else { "</table>" };
        }
        html += &match in_table {
            true => format!("<tr><td>{}</td></tr>\n", line.replace('\t', "</td><td>")),
            false => format!("<p>{line}</p>\n"),
        };
    }
    html + "</body></html>"
}

fn read_page(html: &str) -> (Report, Vec<&'static str>) {
    let document = format_for("html").unwrap().read("reports/a.html", html.as_bytes()).unwrap().document().unwrap();
    let (report, problems) = extract(&document, String::new(), &Hints::default());
    (report.expect("a report"), problems.iter().map(|one| one.code).collect())
}

/// A table with a column of serial numbers at its left: its first row is the head.
fn with_serials(table: &str, first: usize) -> String {
    let (caption, rows) = table.split_once('\n').unwrap();
    let (mut number, mut all) = (0, format!("{caption}\n"));
    for (at, row) in rows.lines().enumerate() {
        let cell = match at {
            0 => "序号".to_owned(),
            _ if at < first || !row.contains('\t') || row.starts_with("第") || row.starts_with("信息") => {
                String::new()
            }
            _ => {
                number += 1;
                number.to_string()
            }
        };
        all += &if row.contains('\t') { format!("{cell}\t{row}\n") } else { format!("{row}\n") };
    }
    all
}

#[test]
fn a_column_of_serial_numbers_is_no_column_of_the_form() {
    let clean = read(&whole()).0;
    let values = |report: &Report| report.figures.iter().map(|(key, one)| (key, one.value())).collect::<Vec<_>>();
    let remedies = with_serials(REMEDIES, 2);
    let empty = remedies.replace("\n1\t1\t0\t0\t0\t1\t", "\n1\t1\t0\t\t0\t1\t");
    for (table, text) in [
        (Table::Remedies, whole().replace(REMEDIES, &remedies)),
        (Table::Remedies, whole().replace(REMEDIES, &empty)),
        (Table::Requests, whole().replace(&requests(), &with_serials(&requests(), 3))),
        (Table::Proactive, whole().replace(PROACTIVE, &with_serials(PROACTIVE, 1))),
    ] {
        for text in [text.clone(), text.replace("序号", "序 号"), text.replace('\t', "|")] {
            for report in [read(&text).0, read_page(&page(&text.replace('|', "\t"))).0] {
                for (key, figure) in report.figures.iter().filter(|(_, figure)| figure.value().is_some()) {
                    assert_eq!(figure.value(), clean.value(key), "{key} {table}");
                }
                let others = |report: &Report| {
                    values(report).into_iter().filter(|(key, _)| key.table != table).collect::<Vec<_>>()
                };
                assert_eq!(others(&report), others(&clean), "{table}");
            }
        }
        let whole = !text.contains(&empty);
        assert_eq!(values(&read_page(&page(&text)).0) == values(&clean), whole, "{table} of a page is read");
        assert_eq!(values(&read(&text).0) == values(&clean), whole, "{table} of a text is read");
    }
    // One a line, an empty cell leaves nothing, and the next row's number would stand in its stead.
    let lines = whole().replace(PROACTIVE, &with_serials(PROACTIVE, 1).replace("24\t12\t147", "24\t147"));
    let lines = lines.lines().flat_map(|line| line.split('\t')).filter(|cell| !cell.is_empty());
    let (report, _) = read(&lines.collect::<Vec<_>>().join("\n"));
    assert!(all_open(&report, Table::Proactive));
}

#[test]
fn a_copy_of_a_table_with_one_other_row_leaves_the_table_open() {
    let rows = |table: &str| table.split_once('\n').unwrap().1.to_owned();
    for (table, of, from, to) in [
        (Table::Requests, requests(), "3\t0\t0\t0\t0\t0\t3", "2\t1\t0\t0\t0\t0\t3"),
        (Table::Requests, requests(), "3\t0\t0\t0\t0\t0\t3", "\t\t\t\t\t\t"),
        (Table::Proactive, PROACTIVE.to_owned(), "许可\t40", "许可\t41"),
    ] {
        for caption in ["", "2022年情况\n"] {
            for [first, second] in [[&of, &of.replace(from, to)], [&of.replace(from, to), &of]] {
                let text = whole().replace(&of, &format!("{first}{caption}{}", rows(second)));
                for (report, codes) in [read(&text), read_page(&page(&text))] {
                    assert!(all_open(&report, table), "{table} {to}");
                    assert!(codes.contains(&"table-twice"), "{codes:?}");
                }
            }
            let twice = whole().replace(&of, &format!("{of}{caption}{}", rows(&of)));
            assert_eq!(read(&twice).0.figures.count(State::Reported), 200, "{table}: a copy that says the same");
        }
    }
}

#[test]
fn a_copy_elsewhere_in_the_file_is_not_taken_for_the_table() {
    let rows = |table: &str| table.split_once('\n').unwrap().1.to_owned();
    let last_year = whole()
        .replace("\t147\n", "\t148\n")
        .replace("\t0\t9\n", "\t0\t7\n")
        .replace("1\t0\t0\t0\t1\t0\t1", "2\t0\t0\t0\t2\t0\t1");
    let last_year = last_year.split_once("\n").unwrap().1;
    let bare = |text: &str| {
        ["一、", "二、", "三、", "四、", "五、", "六、"]
            .iter()
            .fold(text.to_owned(), |text, number| text.replace(&format!("\n{number}"), "\n"))
    };
    let (clean, _) = read(&whole());
    let lost = |text: &str| text.replace("三、收到和处理政府信息公开申请情况\n", "");
    for text in [
        format!("{}\n{}", bare(&whole()), bare(last_year)),
        format!("{}附：2022年情况\n{}", bare(&whole()), bare(last_year)),
        format!("{}附：2022年情况\n{}", whole(), bare(last_year)),
        format!("{}附：2022年情况\n{}", lost(&whole()), bare(last_year)),
        format!("{HEAD}{}{}{}附：2022年情况\n{}", rows(PROACTIVE), rows(&requests()), rows(REMEDIES), bare(last_year)),
        format!("{HEAD}{PROACTIVE}{}{REMEDIES}附：2022年情况\n{}", rows(&requests()), bare(last_year)),
    ] {
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            for (key, figure) in report.figures.iter().filter(|(_, figure)| figure.value().is_some()) {
                assert_eq!(figure.value(), clean.value(key), "{key}: {codes:?}");
            }
        }
    }
}

#[test]
fn a_row_of_empty_cells_is_there_and_blank() {
    let figures = "1\t0\t0\t0\t1\t0\t1\t0\t0\t1\t0\t0\t0\t0\t0";
    let (empty, some) = ("\t".repeat(14), format!("/{}", "\t".repeat(14)));
    let label = "5.属于三类内部事务信息\t";
    for text in [whole().replace(figures, &empty), whole().replace(figures, &some)] {
        let csv = read_csv(&text);
        let bars = |line: &str| {
            if line.contains('\t') { format!("|{}|\n", line.replace('\t', "|")) } else { format!("{line}\n") }
        };
        let bars: String = text.lines().map(bars).collect();
        for report in [read(&text).0, read(&bars).0, read_page(&page(&text)).0, csv] {
            let of_table = report.figures.iter().filter(|(key, _)| key.table == Table::Remedies);
            assert!(of_table.map(|(_, figure)| figure.state()).all(|state| state == State::Blank));
            assert_eq!(report.figures.count(State::Reported), 185);
        }
    }
    let text = whole().replace(&format!("{label}3\t0\t0\t0\t0\t0\t3"), &format!("{label}\t\t\t\t\t\t"));
    for report in [read(&text).0, read_page(&page(&text)).0, read_csv(&text)] {
        for column in Column::REQUESTS {
            assert_eq!(state(&report, FigureKey::requests(Row::RefusedInternalAffairs, column)), State::Blank);
        }
    }
    // Last year's row below one that was left empty is not this year's.
    for between in ["", "2022年\n"] {
        let text = whole().replace(figures, &format!("{empty}\n{between}{figures}"));
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert!(all_open(&report, Table::Remedies));
            assert!(codes.contains(&"table-twice"), "{codes:?}");
        }
        let text = whole().replace(figures, &format!("{figures}\n{between}{empty}"));
        assert_eq!(read(&text).0.figures.count(State::Reported), 200);
    }
}

#[test]
fn cells_that_may_be_of_two_rows_are_of_neither() {
    let text = whole();
    let from = text.find("\t（六）其他处理").unwrap();
    let to = text.find("\t\t3.其他").unwrap();
    let between = "1.申请人无正当理由逾期不\n（六）其他处 补正、行政机\n0\t0\t0\t0\t0\t0\t0\n理 关不再处理其\n政府信息公开\n申请\n\
        2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请\n";
    let (report, _) = read(&format!("{}{between}{}", &text[..from], &text[to..]));
    for row in [Row::OtherNotCorrectedInTime, Row::OtherFeeUnpaid] {
        assert_eq!(state(&report, total(row)), State::Unreadable, "{row}");
    }
}

#[test]
fn heads_in_another_order_over_spanning_cells_are_seen() {
    let html = page(&whole());
    let cells = |cells: &[&str]| format!("<tr><td>{}</td></tr>\n", cells.join("</td><td>"));
    let plain = cells(&["", "", "申请人情况", "", "", "", "", "", "总计"])
        + &cells(&["", "", "自然人", "法人或其他组织", "", "", "", "", ""])
        + &cells(&["", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""]);
    let grid = |first: &str, second: &str, third: &[&str]| {
        let head =
            "<td colspan='3' rowspan='3'>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>";
        html.replace(&plain, &format!("<tr>{head}{first}</tr><tr>{second}</tr>{}", cells(third)))
    };
    let kinds = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"];
    let (one, many) = ("<td rowspan='2'>自然人</td>", "<td colspan='5'>法人或其他组织</td>");
    let total = "<td rowspan='2'>总计</td>";
    let all = "<td colspan='7'>申请人情况</td>";
    assert_ne!(grid(all, &format!("{one}{many}{total}"), &kinds), html);
    let (report, codes) = read_page(&grid(all, &format!("{one}{many}{total}"), &kinds));
    assert_eq!((report.figures.count(State::Reported), codes), (200, vec![]));
    let turned = ["科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他"];
    let last = ["其他", "商业企业", "科研机构", "社会公益组织", "法律服务机构"];
    for (name, text) in [
        ("kinds", grid(all, &format!("{one}{many}{total}"), &turned)),
        ("other first", grid(all, &format!("{one}{many}{total}"), &last)),
        ("organisations first", grid(all, &format!("{many}{one}{total}"), &kinds)),
        ("total first", grid(all, &format!("{total}{one}{many}"), &kinds)),
        ("total second", grid(all, &format!("{one}{total}{many}"), &kinds)),
        ("persons last", grid(all, &format!("{many}{total}{one}"), &kinds)),
        (
            "total above, first",
            grid("<td rowspan='2'>总计</td><td colspan='6'>申请人情况</td>", &format!("<td>自然人</td>{many}"), &kinds),
        ),
        (
            "persons below",
            grid(
                all,
                &format!("{many}{total}"),
                &["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "自然人"],
            ),
        ),
    ] {
        let (report, codes) = read_page(&text);
        assert!(all_open(&report, Table::Requests), "{name}");
        assert!(codes.contains(&"heads-order"), "{name}: {codes:?}");
    }
}

#[test]
fn heads_of_remedies_in_another_order_over_spanning_cells_are_seen() {
    let results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let (before, behind) =
        page(&whole()).split_once("<tr><td>行政复议</td>").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let row = behind.find("<tr><td>1</td>").unwrap();
    let behind = behind[row..].to_owned();
    let cells = |names: &[&str], rows: usize| {
        names.iter().map(|name| format!("<td rowspan='{rows}'>{name}</td>")).collect::<String>()
    };
    let span = |name: &str, columns: usize| format!("<td colspan='{columns}'>{name}</td>");
    let grid =
        |rows: [String; 3]| format!("{before}<tr>{}</tr><tr>{}</tr><tr>{}</tr>{behind}", rows[0], rows[1], rows[2]);
    let (direct, after) = (span("未经复议直接起诉", 5), span("复议后起诉", 5));
    let ten = cells(&results, 1).repeat(2);
    let (review, litigation) = (span("行政复议", 5), span("行政诉讼", 10));
    let five = cells(&results, 2);
    let (report, codes) =
        read_page(&grid([format!("{review}{litigation}"), format!("{five}{direct}{after}"), ten.clone()]));
    assert_eq!((report.figures.count(State::Reported), codes), (200, vec![]));
    let turned = cells(&["结果纠正", "结果维持", "其他结果", "尚未审结", "总计"], 1);
    for (name, rows) in [
        ("blocks", [format!("{litigation}{review}"), format!("{direct}{after}{five}"), ten.clone()]),
        ("blocks, one below", [format!("{litigation}{review}"), format!("{five}{direct}{after}"), ten.clone()]),
        ("litigation", [format!("{review}{litigation}"), format!("{five}{after}{direct}"), ten.clone()]),
        (
            "results of the last",
            [format!("{review}{litigation}"), format!("{five}{direct}{after}"), cells(&results, 1) + &turned],
        ),
        (
            "results of the first",
            [format!("{review}{litigation}"), format!("{}{direct}{after}", turned.replace("'1'", "'2'")), ten.clone()],
        ),
        (
            "review between",
            [
                format!("{}{review}{}", span("行政诉讼", 5), span("行政诉讼", 5)),
                format!("{direct}{five}{after}"),
                ten.clone(),
            ],
        ),
        (
            "total in the middle",
            [
                format!("{review}{litigation}"),
                format!("{}{direct}{after}", cells(&["结果维持", "结果纠正", "总计", "其他结果", "尚未审结"], 2)),
                ten.clone(),
            ],
        ),
        (
            "total first in all",
            [
                format!("{review}{litigation}"),
                format!("{}{direct}{after}", cells(&["总计", "结果维持", "结果纠正", "其他结果", "尚未审结"], 2)),
                ten.clone(),
            ],
        ),
    ] {
        let (report, codes) = read_page(&grid(rows));
        assert!(all_open(&report, Table::Remedies), "{name}");
        assert!(codes.contains(&"heads-order"), "{name}: {codes:?}");
    }
}

#[test]
fn cells_of_a_page_stand_however_many_sums_are_wrong() {
    let wrong = |text: &str| text.replace("0\t0\t0\t0\t0\t0\t0\n", "0\t1\t0\t0\t0\t0\t3\n");
    let (report, codes) = read_page(&page(&wrong(&whole())));
    assert_eq!((report.figures.count(State::Reported), codes), (200, vec![]));
    // Where a head cannot be read, the columns may be other ones.
    let (report, codes) = read_page(&page(&wrong(&whole()).replace("科研机构", "")));
    assert!(all_open(&report, Table::Requests));
    assert_eq!(codes, ["heads-order"]);
}

#[test]
fn a_label_that_says_something_else_is_not_the_row() {
    for (label, other, key) in [
        ("行政许可\t", "不予行政许可\t", FigureKey::proactive(Row::Licences, Column::Decisions)),
        ("行政许可\t", "上年行政许可\t", FigureKey::proactive(Row::Licences, Column::Decisions)),
        ("行政许可\t", "行政许可收费\t", FigureKey::proactive(Row::Licences, Column::Decisions)),
        ("行政许可\t", "行政许可受理\t", FigureKey::proactive(Row::Licences, Column::Decisions)),
        ("行政许可\t", "新增行政许可\t", FigureKey::proactive(Row::Licences, Column::Decisions)),
        ("行政处罚\t", "撤销行政处罚\t", FigureKey::proactive(Row::Penalties, Column::Decisions)),
        ("行政处罚\t", "行政处罚罚款（万元）\t", FigureKey::proactive(Row::Penalties, Column::Decisions)),
        ("行政事业性收费\t", "行政事业性收费减免\t", FigureKey::proactive(Row::Fees, Column::Amount)),
        ("行政规范性文件\t", "党内规范性文件\t", FigureKey::proactive(Row::NormativeDocuments, Column::Made)),
    ] {
        let text = whole().replace(label, other);
        assert_ne!(text, whole());
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!(report.value(key), None, "{other}");
            assert_eq!(codes, ["row-unsure"], "{other}");
        }
    }
    // Beside the row itself it is one more row, and says nothing against it.
    let licences = FigureKey::proactive(Row::Licences, Column::Decisions);
    let (report, codes) = read(&whole().replace("行政许可\t40\t\t\n", "行政许可\t40\t\t\n其中：不予行政许可\t3\t\t\n"));
    assert_eq!((report.value(licences), codes), (Some(40.into()), vec!["row-extra"]));
}

#[test]
fn a_row_with_all_its_cells_keeps_what_can_be_read_in_them() {
    let granted = "（一）予以公开\t4\t0\t0\t0\t0\t0\t4\n";
    let of = |report: &Report, column: Column| {
        let key = FigureKey::requests(Row::Granted, column);
        (report.value(key), state(report, key))
    };
    for (cells, open) in [("4\t0\t0\t\t0\t0\t0", Column::Total), ("9\t0\t0\t?\t0\t0\t4", Column::NaturalPerson)] {
        let text = whole().replace(granted, &format!("（一）予以公开\t{cells}\n"));
        assert_ne!(text, whole());
        let report = read(&text).0;
        assert_eq!(of(&report, open), (None, State::Unreadable), "{cells}: what stands there is not put over");
    }
    // A remark in a figure's place divides no row.
    for remark in ["注", "见附件", "略"] {
        let text = whole().replace(granted, &format!("（一）予以公开\t4\t0\t0\t{remark}\t0\t0\t4\n"));
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            for column in [Column::NaturalPerson, Column::Research, Column::LegalService, Column::Total] {
                assert_eq!(of(&report, column).1, State::Reported, "{remark}");
            }
            assert_ne!(of(&report, Column::PublicInterest).1, State::Reported);
            assert!(!codes.contains(&"row-extra"), "{remark}: {codes:?}");
        }
    }
}

#[test]
fn a_label_with_another_meaning_is_not_the_row_by_its_place_either() {
    for (label, other, row) in [
        ("（一）予以公开", "（一）不予公开", Row::Granted),
        ("一、本年新收", "一、上年新收", Row::Received),
        ("一、本年新收", "一、本年办结", Row::Received),
        ("属于国家秘密", "属于商业秘密", Row::RefusedStateSecret),
    ] {
        let text = whole().replacen(label, other, 1);
        assert_ne!(text, whole());
        let report = read(&text).0;
        for column in Column::REQUESTS {
            assert_ne!(state(&report, FigureKey::requests(row, column)), State::Reported, "{other}");
        }
    }
}

#[test]
fn a_report_whose_opening_says_that_it_is_of_half_a_year_is_none() {
    let text = whole();
    let (title, rest) = text.split_once('\n').unwrap();
    let with = |period: &str| format!("{title}\n\n本报告所列数据的统计期限自{period}止。\n{rest}");
    let read = |text: &str| {
        let document = format_for("txt").unwrap().read("reports/a.txt", text.as_bytes()).unwrap().document().unwrap();
        extract(&document, String::new(), &Hints::default())
    };
    let (report, diagnostics) = read(&with("2023年1月1日起至2023年6月30日"));
    assert!(report.is_none() && diagnostics[0].code == "part-of-year", "{diagnostics:?}");
    assert!(read(&with("2023年1月1日起至2023年12月31日")).0.is_some());
}

#[test]
fn a_row_with_a_cell_too_few_is_not_moved_along() {
    // Each row has three cells of words, as where the borders of merged cells were kept.
    let evened: String = whole()
        .lines()
        .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [group, label, ref cells @ ..] if cells.len() == 7 => format!("{group}\t{label}\t\t{}\n", cells.join("\t")),
            _ => format!("{line}\n"),
        })
        .collect();
    let clean = read_page(&page(&evened)).0;
    assert_eq!(clean.figures.count(State::Reported), 200);
    for (row, label, cells) in [
        (Row::Received, "一、本年新收政府信息公开申请数量\t\t", "8\t1\t0\t0\t0\t0\t9"),
        (Row::Granted, "（一）予以公开\t", "4\t0\t0\t0\t0\t0\t4"),
    ] {
        let whole_row = format!("{label}\t{cells}\n");
        assert!(evened.contains(&whole_row));
        let lossy = evened.replace(&whole_row, &format!("{label}\t{}\n", &cells[..cells.len() - 2]));
        for report in [read_page(&page(&lossy)).0, read_csv(&lossy), read(&lossy).0] {
            for column in Column::REQUESTS {
                let key = FigureKey::requests(row, column);
                assert_eq!(report.value(key), clean.value(key), "{key}");
            }
            assert_eq!(state(&report, FigureKey::requests(row, Column::Total)), State::Inferred);
        }
    }
    // Nor are the rows of a table that lost a whole column.
    for lost in 3..10 {
        let lossy: String = evened
            .lines()
            .map(|line| {
                let mut cells: Vec<&str> = line.split('\t').collect();
                if cells.len() == 10 {
                    cells.remove(lost);
                }
                format!("{}\n", cells.join("\t"))
            })
            .collect();
        assert_ne!(lossy, evened);
        for report in [read_page(&page(&lossy)).0, read_csv(&lossy)] {
            for (key, figure) in report.figures.iter().filter(|(_, figure)| figure.value().is_some()) {
                assert_eq!(figure.value(), clean.value(key), "{key}, without column {lost}");
            }
        }
    }
}

#[test]
fn a_table_that_says_it_is_of_another_year_body_or_unit_is_left_open() {
    let requests = "三、收到和处理政府信息公开申请情况\n";
    let remedies = "四、政府信息公开行政复议、行政诉讼情况\n";
    for (from, to, table, code) in [
        (requests, "三、2022年收到和处理政府信息公开申请情况\n".to_owned(), Table::Requests, "table-year"),
        (requests, format!("{requests}（统计期间：2022年1月1日—12月31日）\n"), Table::Requests, "table-year"),
        (requests, format!("{requests}样例市教育局收到和处理情况\n"), Table::Requests, "table-body"),
        (remedies, format!("{remedies}样例市教育局2023年\n"), Table::Remedies, "table-body"),
        (requests, format!("{requests}（单位：十件）\n"), Table::Requests, "table-unit"),
        ("本年制发件数", "上年制发件数".to_owned(), Table::Proactive, "table-year"),
        ("信息内容\t本年处理决定数量", "信息内容\t2022年处理决定数量".to_owned(), Table::Proactive, "table-year"),
        ("信息内容\t本年处理决定数量", "信息内容\t处理决定数量（万件）".to_owned(), Table::Proactive, "table-unit"),
    ] {
        let text = whole().replace(from, &to);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert!(all_open(&report, table), "{to}");
            assert_eq!(codes, [code], "{to}");
        }
    }
    // The report's own year, its own body, and a day on which something was written.
    for to in [
        "三、2023年收到和处理政府信息公开申请情况\n",
        "三、收到和处理情况\n样例市2023年度\n填报日期：2024年1月10日\n（单位：件）\n",
    ] {
        let text = whole().replace(requests, to);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!((report.figures.count(State::Reported), codes), (200, vec![]), "{to}");
        }
    }
}

#[test]
fn what_the_sums_want_is_not_put_over_what_can_be_read() {
    let granted = FigureKey::requests(Row::Granted, Column::NaturalPerson);
    let row = "（一）予以公开\t4\t0";
    for (cell, expected) in [
        ("5*", State::Unreadable),
        ("5注", State::Unreadable),
        ("5人次", State::Unreadable),
        ("5（含1件上年）", State::Unreadable),
        ("五", State::Unreadable),
        ("零", State::Unreadable),
        ("?", State::Inferred),
        ("4*", State::Inferred),
    ] {
        let text = whole().replace(row, &format!("（一）予以公开\t{cell}\t0"));
        for report in [read(&text).0, read_page(&page(&text)).0, read_csv(&text)] {
            assert_eq!(state(&report, granted), expected, "{cell}");
            assert_eq!(report.figure(granted).unwrap().raw(), cell);
            assert_eq!(report.figures.count(State::Reported), 199, "{cell}");
        }
    }
}

#[test]
fn a_number_that_is_called_a_change_or_about_is_no_count() {
    let licences = FigureKey::proactive(Row::Licences, Column::Decisions);
    let granted = FigureKey::requests(Row::Granted, Column::NaturalPerson);
    for cell in ["增9", "减9", "+9", "增 9", "新增9", "约9", "逾9", "近百", "9余", "上百", "9以上"] {
        let text = whole()
            .replace("行政许可\t40", &format!("行政许可\t{cell}"))
            .replace("（一）予以公开\t4\t0", &format!("（一）予以公开\t{cell}\t0"))
            .replace("\n1\t0\t0\t0\t1\t", &format!("\n1\t0\t0\t0\t{cell}\t"))
            .replace("103.5", cell);
        for report in [read(&text).0, read_page(&page(&text)).0, read_csv(&text)] {
            for key in [licences, granted, total(Row::Review), FigureKey::proactive(Row::Fees, Column::Amount)] {
                assert_eq!(state(&report, key), State::Unreadable, "{cell} {key}");
            }
        }
    }
    // Where the sums give the very number that can be read, it follows from them and is not reported.
    let (report, _) = with("（一）予以公开\t4\t0", "（一）予以公开\t增4\t0");
    assert_eq!(state(&report, granted), State::Inferred);
}

#[test]
fn words_in_the_place_of_a_figure_are_not_an_empty_cell() {
    for words in ["见附件", "若干", "未统计", "近百"] {
        let text = whole().replace("行政许可\t40\t\t", &format!("行政许可\t{words}\t\t"));
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            let key = FigureKey::proactive(Row::Licences, Column::Decisions);
            assert_eq!(state(&report, key), State::Unreadable, "{words}");
            assert_eq!(codes.len(), 1, "{words}: {codes:?}");
        }
    }
}

#[test]
fn what_can_be_read_in_a_cell_of_remedies_is_not_put_over() {
    for (cell, expected) in [("5*", State::Unreadable), ("五", State::Unreadable), ("1*", State::Inferred)] {
        let text = whole().replace("\n1\t0\t0\t0\t1\t", &format!("\n1\t0\t0\t0\t{cell}\t"));
        for report in [read(&text).0, read_page(&page(&text)).0] {
            assert_eq!(state(&report, total(Row::Review)), expected, "{cell}");
        }
    }
}

#[test]
fn another_unit_of_money_is_not_that_of_the_head() {
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    for label in ["（千元）", "（亿元）", "（美元）", "（百万元）", "（单位：千元）", "（单位为元）"]
    {
        let (report, codes) = read(&whole().replace("行政事业性收费", &format!("行政事业性收费{label}")));
        assert_eq!((report.value(fees), codes), (None, vec!["amount-without-unit"]), "{label}");
    }
    for head in ["（单位：万元或元）", "（单位：千元）", "（单位：亿元）", "（单位：万美元）", "（单位：十万元）"]
    {
        let (report, codes) = with("（单位：万元）", head);
        assert_eq!((report.value(fees), codes), (None, vec!["amount-without-unit"]), "{head}");
    }
    for head in ["（单位：万元（含税））", "（人民币万元）", "（单位：件、万元）", "（五十万元以上，单位：万元）"]
    {
        let (report, _) = with("（单位：万元）", head);
        assert_eq!(value(&report, fees).as_deref(), Some("103.5"), "{head}");
        assert_eq!(report.figure(fees).unwrap().unit(), Unit::WanYuan, "{head}");
    }
}

#[test]
fn a_label_that_names_another_time_or_a_part_is_not_the_row() {
    let penalties = FigureKey::proactive(Row::Penalties, Column::Decisions);
    for note in [
        "2022年",
        "2022",
        "上年",
        "累计",
        "上半年",
        "1-6月",
        "截至6月",
        "不含简易程序",
        "除交警外",
        "万件",
        "万元",
        "含2022年",
        "预计",
    ] {
        let text = whole().replace("行政处罚\t", &format!("行政处罚（{note}）\t"));
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!((report.value(penalties), codes), (None, vec!["row-unsure"]), "{note}");
        }
    }
    for note in ["2023年", "2023", "件", "含简易程序"] {
        let text = whole().replace("行政处罚\t", &format!("行政处罚（{note}）\t"));
        assert_ne!(read(&text).1, ["amount-without-unit"], "{note}");
        assert_eq!(read(&text).0.value(penalties).is_some(), note != "含简易程序", "{note}");
    }
    for (label, other, row) in [
        ("一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量（含上年结转）", Row::Received),
        ("一、本年新收政府信息公开申请数量", "一、2022年新收政府信息公开申请数量", Row::Received),
        ("（一）予以公开", "（一）予以公开（累计）", Row::Granted),
        ("（七）总计", "（七）总计（不含重复申请）", Row::Handled),
    ] {
        let text = whole().replace(label, other);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_ne!(state(&report, total(row)), State::Reported, "{other}");
            assert!(codes.contains(&"row-extra"), "{other}: {codes:?}");
        }
    }
    for (label, other) in [
        ("二、上年结转", "二、2022年结转"),
        ("二、上年结转", "二、上年（2022年）结转"),
        ("四、结转下年度", "四、结转2024年度"),
        ("四、结转下年度", "四、结转至2024年"),
        ("四、结转下年度", "四、2023年结转下年度（2024年）"),
        ("一、本年新收", "一、2023年新收"),
    ] {
        let (report, codes) = read(&whole().replace(label, other));
        assert_eq!((report.figures.count(State::Reported), codes), (200, vec![]), "{other}");
    }
    for (label, other, row) in [
        ("二、上年结转", "二、2023年结转", Row::CarriedIn),
        ("二、上年结转", "二、上年（2021年）结转", Row::CarriedIn),
        ("四、结转下年度", "四、结转2023年度", Row::CarriedOver),
        ("四、结转下年度", "四、结转2025年度", Row::CarriedOver),
        ("四、结转下年度", "四、2022年结转下年度", Row::CarriedOver),
    ] {
        let (report, codes) = read(&whole().replace(label, other));
        assert_ne!(state(&report, total(row)), State::Reported, "{other}");
        assert!(codes.contains(&"row-extra"), "{other}: {codes:?}");
    }
}

#[test]
fn a_note_in_brackets_that_may_change_what_is_counted_opens_the_row() {
    let office = whole().replace("样例市", "样例市教育局");
    let penalties = FigureKey::proactive(Row::Penalties, Column::Decisions);
    for (note, of_city, of_office) in [
        ("件", true, true),
        ("本年度", true, true),
        ("合计", true, true),
        ("全市", true, false),
        ("本市", true, false),
        ("市本级", false, true),
        ("局机关", false, true),
        ("人次", false, false),
        ("网络申请", false, false),
        ("仅办公室", false, false),
    ] {
        for (text, is_read) in [(whole(), of_city), (office.clone(), of_office)] {
            for open in ['（', '【'] {
                let label = format!("行政处罚{open}{note}{}\t", if open == '（' { '）' } else { '】' });
                let (report, codes) = read(&text.replace("行政处罚\t", &label));
                let expected = if is_read { vec![] } else { vec!["row-unsure"] };
                assert_eq!((report.value(penalties).is_some(), codes), (is_read, expected), "{label}");
            }
            let received = format!("一、本年新收政府信息公开申请数量（{note}）");
            let (report, _) = read(&text.replace("一、本年新收政府信息公开申请数量", &received));
            assert_eq!(state(&report, total(Row::Received)) == State::Reported, is_read, "{received}");
        }
    }
    let heading = "三、收到和处理政府信息公开申请情况";
    for (other, expected) in [
        ("（市本级）", Some("table-part")),
        ("（单位：人次）", Some("table-unit")),
        ("（全县）", Some("table-part")),
        ("（全市）", None),
        ("（单位：件）", None),
    ] {
        let text = whole().replace(heading, &format!("{heading}\n{other}"));
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!(codes, expected.into_iter().collect::<Vec<_>>(), "{other}");
            assert_eq!(all_open(&report, Table::Requests), expected.is_some(), "{other}");
        }
    }
}

#[test]
fn a_head_that_names_another_time_or_a_part_leaves_its_table_open() {
    for (head, other, table) in [
        ("本年收费金额", "上年收费金额", Table::Proactive),
        ("本年收费金额", "累计收费金额", Table::Proactive),
        ("本年收费金额", "本年减免收费金额", Table::Proactive),
        ("本年制发件数", "本年制发件数（不含转发）", Table::Proactive),
        ("现行有效件数", "现行有效件数（截至2022年底）", Table::Proactive),
        ("现行有效件数", "现行有效件数（截至2022年12月31日）", Table::Proactive),
        ("自然人", "自然人（上年）", Table::Requests),
        ("商业企业", "商业企业（不含个体）", Table::Requests),
        ("行政复议\t\t", "行政复议（上年）\t\t", Table::Remedies),
        ("结果维持", "上年结果维持", Table::Remedies),
    ] {
        let text = whole().replace(head, other);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert!(all_open(&report, table), "{other}");
            assert!(codes.contains(&"table-year") || codes.contains(&"table-part"), "{other}: {codes:?}");
        }
    }
}

#[test]
fn another_time_in_section_one_is_said() {
    for (words, code) in [
        ("2022年1月1日至12月31日，收到申请9件。", Some("years-disagree")),
        ("本报告所列数据的统计期限自2022年1月1日起，至2022年12月31日止。", Some("years-disagree")),
        ("本报告所列数据的统计期限自2023年1月1日起，至2023年6月30日止。", Some("period-part")),
        ("统计期限为2023年上半年。", Some("period-part")),
        ("统计期限自2023年1月1日起，至2023年12月31日止。2022年1月1日至12月31日收到8件。", None),
        ("较2022年1月1日至12月31日增加3件。", None),
        ("《办法》自2020年1月1日起施行，有效期至2025年12月31日。", None),
    ] {
        let (report, codes) = with("全年按期答复。", words);
        assert_eq!((report.year, codes), (2023, code.into_iter().collect()), "{words}");
    }
}

#[test]
fn a_report_that_is_said_to_be_corrected_or_withdrawn_is_named() {
    for words in ["更正公告", "本报告已作废", "本报告以2024年3月更正版为准。", "（更正版）"]
    {
        for text in [format!("{words}\n{}", whole()), format!("{}{words}\n", whole())] {
            assert_eq!(read(&text).1, ["report-withdrawn"], "{words}");
        }
    }
    let (_, codes) = with("工作年度报告\n", "工作年度报告（征求意见稿）\n");
    assert_eq!(codes, ["report-withdrawn"]);
    let (_, codes) = with("全年按期答复。", "全年作废规范性文件3件，更正政府信息2条。");
    assert_eq!(codes, Vec::<&str>::new());
}

#[test]
fn a_maintainer_may_say_that_a_report_is_of_the_whole_year() {
    let title = "样例市2023年政府信息公开工作年度报告\n";
    for text in [
        whole().replace(title, "样例市2023年上半年政府信息公开工作报告\n"),
        whole().replace(title, &format!("{title}本报告统计数据自2023年1月1日起，至2023年6月30日止。\n")),
    ] {
        let document = format_for("txt").unwrap().read("reports/a.txt", text.as_bytes()).unwrap().document().unwrap();
        let said = |whole_year| Hints { body: Some("样例市".to_owned()), whole_year, ..Hints::default() };
        for (whole_year, expected) in [(None, None), (Some(false), None), (Some(true), Some(200))] {
            let (report, diagnostics) = extract(&document, String::new(), &said(whole_year));
            assert_eq!(report.map(|report| report.figures.count(State::Reported)), expected, "{diagnostics:?}");
        }
    }
}

#[test]
fn a_title_that_is_quoted_or_attached_is_the_report_s_where_there_is_no_other() {
    let own = Some(("样例市".to_owned(), 2023));
    for (lines, expected) in [
        ("《样例市2023年政府信息公开工作年度报告》由样例市人民政府办公室编制。\n", own.clone()),
        ("附件：样例市2023年政府信息公开工作年度报告\n", own),
        ("附件：样例市2023年政府信息公开工作年度报告.pdf\n", None),
        ("附件：1.样例市2023年政府信息公开工作年度报告\n附件：2.样例县2023年政府信息公开工作年度报告\n", None),
        ("《样例省2022年政府信息公开工作年度报告》要求各市编制本报告。\n", None),
        ("样例县2023年政府信息公开工作统计表\n规章\t1\t2\t3\n2023年政府信息公开工作年度报告\n样例市\n", None),
    ] {
        assert_eq!(titled(lines).0, expected, "{lines}");
    }
}

#[test]
fn a_number_beside_which_a_rule_puts_digits_is_illegible() {
    let licences = FigureKey::proactive(Row::Licences, Column::Decisions);
    for (css, cell, expected) in [
        ("td.p::before{content:'1'}", "<td class='p'>40</td>", State::Unreadable),
        ("td.p:after{content:\"0\"}", "<td class='p'>40</td>", State::Unreadable),
        ("td.p:before{content:'-'}", "<td class='p'>40</td>", State::Unreadable),
        ("span::after{content:attr(data-n)}", "<td><span data-n='5'>40</span></td>", State::Unreadable),
        ("td.p::before{content:'40'}", "<td class='p'></td>", State::Unreadable),
        ("td.p::before{content:''}", "<td class='p'>40</td>", State::Reported),
        ("td.p::before{content:'★'}", "<td class='p'>40</td>", State::Reported),
        ("td.q::before{content:'1'}", "<td class='p'>40</td>", State::Reported),
        (".p:after{content:'.';height:0;visibility:hidden}", "<td class='p'>40</td>", State::Reported),
        ("@media (max-width:9em){td::before{content:attr(title)}}", "<td class='p'>40</td>", State::Reported),
    ] {
        let html = page(&whole()).replace("<td>40</td>", cell);
        let html = html.replace("</head>", &format!("<style>{css}</style></head>"));
        assert_eq!(state(&read_page(&html).0, licences), expected, "{css}");
    }
}

#[test]
fn a_note_below_a_table_that_says_its_figures_are_others_leaves_it_open() {
    let heading = "三、收到和处理政府信息公开申请情况\n";
    for (note, code) in [
        ("注：以上数据为2022年数据", Some("table-year")),
        ("备注：行政许可数据为上半年数据。", Some("table-part")),
        ("（注：以上数据为估算数）", Some("table-part")),
        ("说明：据不完全统计", Some("table-part")),
        ("注：以上数据为大约数", Some("table-part")),
        ("备注：以上数据待核", Some("table-part")),
        ("注：现行有效件数为历年累计", None),
        ("注：较2022年有所增加", None),
        ("注：数据截至2023年12月31日", None),
    ] {
        let text = whole().replace(heading, &format!("{note}\n{heading}"));
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!(codes, code.into_iter().collect::<Vec<_>>(), "{note}");
            assert_eq!(all_open(&report, Table::Proactive), code.is_some(), "{note}");
        }
    }
}

#[test]
fn words_before_the_figures_of_remedies_leave_them_open() {
    let rest = "0\t0\t0\t1\t0\t1\t0\t0\t1\t0\t0\t0\t0\t0";
    for first in ["见附件", "一", "数量\t1", "2022年\t1"] {
        let text = whole().replace(&format!("\n1\t{rest}"), &format!("\n{first}\t{rest}"));
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            let of_table = report.figures.iter().filter(|(key, _)| key.table == Table::Remedies);
            assert!(of_table.map(|(_, figure)| figure.state()).all(|state| state == State::Unreadable), "{first}");
            assert_eq!(codes, ["remedies-unreadable"], "{first}");
        }
    }
}

#[test]
fn figures_of_parts_of_a_row_are_not_the_row_s() {
    let penalties = FigureKey::proactive(Row::Penalties, Column::Decisions);
    let measures = FigureKey::proactive(Row::CoerciveMeasures, Column::Decisions);
    let rows = "行政处罚\t28\t\t\n行政强制\t2\t\t\n";
    for (other, key) in [
        ("行政处罚\t20\t\t\n\t8\t\t\n行政强制\t2\t\t\n", penalties),
        ("行政处罚\t公安局\t20\t\n\t城管局\t8\t\n行政强制\t2\t\t\n", penalties),
        ("行政处罚\t其中：罚款\t20\t\n行政强制\t2\t\t\n", penalties),
        // Figures that slipped down or up by a row.
        ("行政处罚\t\t\t\n行政强制\t28\t\t\n\t2\t\t\n", measures),
        ("\t28\t\t\n行政处罚\t2\t\t\n行政强制\t\t\t\n", penalties),
    ] {
        let text = whole().replace(rows, other);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!(report.value(key), None, "{other}");
            assert!(codes.contains(&"row-unsure"), "{other}: {codes:?}");
        }
    }
    for other in ["行政处罚\t件\t28\t\n", "第（六）项\t行政处罚\t28\t\n"] {
        let text = whole().replace("行政处罚\t28\t\t\n", other);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!((report.value(penalties), codes), (Some(28.into()), vec![]), "{other}");
        }
    }
}

#[test]
fn a_row_of_requests_of_one_office_among_several_is_not_the_row() {
    let granted = "\t（一）予以公开\t4\t0\t0\t0\t0\t0\t4\n";
    let others = "\t（一）予以公开\t公安局\t3\t0\t0\t0\t0\t0\t3\n\t\t城管局\t1\t0\t0\t0\t0\t0\t1\n";
    let text = whole();
    let before = granted.trim_start_matches('\t');
    assert!(text.contains(before));
    let text = text.replace(before, others.trim_start_matches('\t'));
    for report in [read(&text).0, read_page(&page(&text)).0] {
        let key = FigureKey::requests(Row::Granted, Column::NaturalPerson);
        assert!(report.value(key).is_none_or(|value| value == 4.into()), "{:?}", report.value(key));
    }
}

#[test]
fn a_head_over_something_else_is_not_the_column_s() {
    let decisions = FigureKey::proactive(Row::Licences, Column::Decisions);
    let repealed = FigureKey::proactive(Row::Rules, Column::Repealed);
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    let licences = "信息内容\t本年处理决定数量\t\t\n行政许可";
    for (from, to, key, is_read) in [
        (licences, "信息内容\t事项数量\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t项目数量\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t本年办理数量\t\t\n行政许可", decisions, true),
        (licences, "信息内容\t决定数\t\t\n行政许可", decisions, true),
        (licences, "信息内容\t行政许可实际办理数量\t\t\n行政许可", decisions, true),
        (licences, "信息内容\t本年处理决走数量\t\t\n行政许可", decisions, true),
        (licences, "信息内容\t本年处理决定数量\t备注\t\n行政许可", decisions, true),
        (licences, "信息内容\t撤销处理决定数量\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t本年不予处理决定数量\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t本年处理决定数量（不予许可）\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t本月处理决定数量\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t十四五期间处理决定数量\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t涉案人数\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t本年处理决定总额\t\t\n行政许可", decisions, false),
        (licences, "信息内容\t本年做出处理决定数量\t\t\n行政许可", decisions, true),
        ("现行有效件数", "现行有效件数（截至2023年12月31日）", repealed, true),
        ("本年废止件数", "本年废止（失效）件数", repealed, true),
        ("现行有效件数", "合计", repealed, false),
        ("现行有效件数", "对外公开率", repealed, false),
        ("本年废止件数", "本年修订件数", repealed, false),
        ("本年废止件数", "本年失效废止件数", repealed, true),
        ("本年收费金额", "本年罚款金额", fees, false),
        ("本年收费金额", "收费金额", fees, true),
    ] {
        let text = whole().replace(from, to);
        assert_ne!(text, whole());
        let cells = text.lines().flat_map(|line| line.split('\t')).filter(|cell| !cell.is_empty());
        let one_a_line = cells.collect::<Vec<_>>().join("\n");
        for (report, codes) in [read(&text), read_page(&page(&text)), read(&one_a_line)] {
            assert_eq!(report.value(key).is_some(), is_read, "{to}: {codes:?}");
            assert_eq!(codes.contains(&"row-heads"), !is_read, "{to}: {codes:?}");
        }
    }
}

#[test]
fn a_unit_behind_an_amount_is_one_of_its_units() {
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    for (head, behind, unit) in [
        ("（单位：万元）", "万元", Some(Unit::WanYuan)),
        ("（单位：万元）", "元", None),
        ("", "元", Some(Unit::Yuan)),
        ("", "万元", Some(Unit::WanYuan)),
        ("", "千元", None),
    ] {
        let text = whole().replace("（单位：万元）", head).replace("103.5\t", &format!("103.5\t{behind}"));
        for report in [read(&text).0, read_page(&page(&text)).0] {
            let unit_of = report.value(fees).map(|_| report.figure(fees).unwrap().unit());
            assert_eq!(unit_of, unit, "{head} {behind}");
        }
    }
}

#[test]
fn digits_that_a_rule_within_a_rule_may_hide_or_that_have_the_colour_of_their_ground_join_no_number() {
    let licences = FigureKey::proactive(Row::Licences, Column::Decisions);
    for (css, cell, expected) in [
        (".w{.x{display:none}}", "<td class='w'>4<span class='x'>9</span>0</td>", None),
        (".w{color:red; &.x{display:none}}", "<td>4<span class='w x'>9</span>0</td>", None),
        (".w{@media screen{& > .x{display:none}}}", "<td class='w'>4<span class='x'>9</span>0</td>", None),
        (".w{.x{color:red}}", "<td class='w'>4<span class='x'>0</span></td>", Some("40")),
        (".w{.y{display:none}}", "<td class='w'>4<span class='x'>0</span></td>", Some("40")),
        ("", "<td style='background:#c00'><span style='color:#cc0000'>9</span>40</td>", Some("40")),
        ("", "<td bgcolor='#eeeeee'><font color='#eeeeee'>9</font>40</td>", Some("40")),
        ("", "<td style='background:red;color:red'>40</td>", None),
        ("", "<td style='background:red;color:#00f'>40</td>", Some("40")),
        ("", "<td style='background:red'><span style='color:red;background:yellow'>40</span></td>", Some("40")),
    ] {
        let html = page(&whole()).replace("<td>40</td>", cell);
        let html = html.replace("</head>", &format!("<style>{css}</style></head>"));
        assert_eq!(value(&read_page(&html).0, licences).as_deref(), expected, "{css} {cell}");
    }
}

#[test]
fn figures_that_a_rule_hides_by_place_or_attribute_are_not_read() {
    let licences = FigureKey::proactive(Row::Licences, Column::Decisions);
    let penalties = FigureKey::proactive(Row::Penalties, Column::Decisions);
    let row = "<tr><td>行政许可</td><td>40</td><td></td><td></td></tr>";
    for (css, other, expected) in [
        // The only copy.
        (".v span:first-child{display:none}", "<td class='v'><span>40</span></td>", None),
        ("td[class~=v] span{visibility:hidden}", "<td class='u v'><span>40</span></td>", None),
        ("[data-old]{display:none}", "<td><span data-old>40</span></td>", None),
        ("td:not(.v) > span{display:none}", "<td><span>40</span></td>", None),
        ("td span:has(b){display:none}", "<td><span>40</span></td>", None),
        ("td:has(b){opacity:0}", "<td>40</td>", None),
        // One of two.
        ("span:last-child{display:none}", "<td><span>40</span><span>41</span></td>", Some("40")),
        ("span:nth-child(2){display:none}", "<td><span>4</span><span>9</span><span>0</span></td>", Some("40")),
        ("[data-old]{display:none}", "<td><span data-old>39</span><span>40</span></td>", Some("40")),
        // Rules for other things, as pages have them for their menus.
        (".menu li:first-child{display:none}", "<td><span>40</span></td>", Some("40")),
        ("[v-cloak]{display:none}", "<td><span>40</span></td>", Some("40")),
        ("svg:not(:root){overflow:hidden}audio:not([controls]){display:none}", "<td>40</td>", Some("40")),
        ("td::-webkit-scrollbar{display:none}", "<td>40</td>", Some("40")),
        (".tab:not(.on){display:none}", "<td><span>40</span></td>", Some("40")),
        ("@media (max-width:9em){td:nth-child(2){display:none}}", "<td>40</td>", Some("40")),
        ("td:first-child{float:left}td:hover{opacity:0}", "<td>40</td>", Some("40")),
    ] {
        let html = page(&whole());
        let html = html.replace(row, &row.replace("<td>40</td>", other));
        let html = html.replace("</head>", &format!("<style>{css}</style></head>"));
        let (report, codes) = read_page(&html);
        assert_eq!(value(&report, licences).as_deref(), expected, "{css} {codes:?}");
        assert_eq!(value(&report, penalties).is_some(), !css.contains("td:has(b)"), "{css}");
    }
    // A column that is not shown: without it the cells of a row would move along.
    let hidden = "<style>table tr td:nth-child(3){display:none}</style></head>";
    let (report, _) = read_page(&page(&whole()).replace("</head>", hidden));
    let clean = read(&whole()).0;
    for (key, figure) in report.figures.iter().filter(|(_, figure)| figure.state() == State::Reported) {
        assert_eq!(figure.value(), clean.value(key), "{key}");
        assert_ne!((key.row, key.column), (Row::Rules, Column::Repealed));
    }
}

#[test]
fn a_word_before_a_row_of_the_form_makes_it_another() {
    for (label, other, row) in [
        ("行政规范性文件", "部门行政规范性文件", Row::NormativeDocuments),
        ("行政规范性文件", "本级行政规范性文件", Row::NormativeDocuments),
        ("行政规范性文件", "部门规范性文件", Row::NormativeDocuments),
        ("行政规范性文件", "市政府\t行政规范性文件", Row::NormativeDocuments),
        ("\n规章", "\n部门规章", Row::Rules),
        ("\n规章", "\n市政府规章", Row::Rules),
        ("行政处罚", "重大行政处罚", Row::Penalties),
        ("行政处罚", "公安局\t行政处罚", Row::Penalties),
        ("行政事业性收费", "涉企行政事业性收费", Row::Fees),
    ] {
        let text = whole().replace(label, other);
        assert_ne!(text, whole());
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            let of_row = report.figures.iter().filter(|(key, _)| key.row == row);
            assert!(of_row.map(|(_, figure)| figure.state()).all(|state| state == State::Unreadable), "{other}");
            assert_eq!(codes, ["row-unsure"], "{other}");
            assert_eq!(report.figures.iter().filter(|(_, figure)| figure.value().is_none()).count(), columns_of(row));
        }
    }
    for (label, other) in [
        ("行政规范性文件", "规范性文件"),
        ("行政规范性文件", "（二）行政规范性文件"),
        ("行政规范性文件", "第二十条第（一）项\t行政规范性文件"),
        ("行政许可", "本市行政许可"),
    ] {
        let text = whole().replace(label, other);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!((report.figures.count(State::Reported), codes), (200, vec![]), "{other}");
        }
    }
}

#[test]
fn a_total_that_may_come_first_is_not_taken_for_the_last() {
    let heads = requests().split_once("一、本年新收").unwrap().0.to_owned();
    let (caption, _) = heads.split_once('\n').unwrap();
    let first = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let (labels, figures) = cells.split_at(cells.len().saturating_sub(7));
        let (total, others) = figures.split_last().unwrap();
        format!("{}\t{total}\t{}\n", labels.join("\t"), others.join("\t"))
    };
    let mixed = "8\t1\t0\t0\t0\t0\t9";
    let of_others = |text: &str| {
        let text = text.replace(mixed, "0\t0\t0\t0\t0\t9\t9").replace("4\t0\t0\t0\t0\t0\t4", "0\t0\t0\t0\t0\t4\t4");
        let text = text.replace("3\t0\t0\t0\t0\t0\t3", "0\t0\t0\t0\t0\t3\t3");
        text.replace("1\t1\t0\t0\t0\t0\t2", "0\t0\t0\t0\t0\t2\t2")
    };
    let turned = of_others(&requests());
    let turned: String = turned[turned.find("一、本年新收").unwrap()..].lines().map(first).collect();
    let kinds = "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他";
    for heads in ["", &format!("\t\t\t自然人\t{kinds}\n"), &format!("\t\t合计（件）\t自然人\t{kinds}\n")] {
        let text = whole().replace(&requests(), &format!("{caption}\n{heads}{turned}"));
        for (report, codes) in [read(&text), read_page(&page(&text)), (read_csv(&text), vec!["heads-order"])] {
            assert!(all_open(&report, Table::Requests), "{heads}");
            assert_eq!(codes, ["heads-order"], "{heads}");
        }
    }
    // Without heads the figures say where the total is, or nothing does.
    let bare = whole().replace(&heads, &format!("{caption}\n"));
    assert_eq!(read(&bare).0.figures.count(State::Reported), 200);

    let row = "1\t0\t0\t0\t1\t0\t1\t0\t0\t1\t0\t0\t0\t0\t0";
    let results = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计";
    for (heads, other, is_read) in [
        (results, row, true),
        ("合计\t结果维持\t结果纠正\t其他结果\t尚未审结", "1\t1\t0\t0\t0\t1\t0\t1\t0\t0\t0\t0\t0\t0\t0", false),
        ("", "1\t1\t0\t0\t0\t1\t0\t1\t0\t0\t0\t0\t0\t0\t0", false),
        ("", "1\t0\t0\t0\t1\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0", false),
        ("", row, true),
        ("", "0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0", true),
    ] {
        let text = whole().replace(results, heads).replace(row, other);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!(report.figures.count(State::Reported), if is_read { 200 } else { 185 }, "{heads} {other}");
            assert_eq!(codes, if is_read { vec![] } else { vec!["heads-order"] }, "{heads} {other}");
        }
    }
}

#[test]
fn a_table_turned_over_is_there_and_not_read() {
    let caption = "四、政府信息公开行政复议、行政诉讼情况\n";
    let from = REMEDIES.find("五、").unwrap();
    for rows in [
        "\t行政复议\t未经复议直接起诉\t复议后起诉\n结果维持\t1\t0\t0\n结果纠正\t0\t1\t0\n其他结果\t0\t0\t0\n尚未审结\t0\t0\t0\n总计\t1\t1\t0\n",
        "\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n行政复议\t1\t0\t0\t0\t1\n未经复议直接起诉\t0\t1\t0\t0\t1\n复议后起诉\t0\t0\t0\t0\t0\n",
        "行政复议\t结果维持\t1\n行政复议\t总计\t1\n复议后起诉\t总计\t0\n",
    ] {
        let text = whole().replace(REMEDIES, &format!("{caption}{rows}{}", &REMEDIES[from..]));
        for (report, codes) in [read(&text), read_page(&page(&text)), (read_csv(&text), vec!["heads-order"])] {
            let of_table = report.figures.iter().filter(|(key, _)| key.table == Table::Remedies);
            assert!(of_table.map(|(_, figure)| figure.state()).all(|state| state == State::Unreadable), "{rows}");
            assert_eq!((report.figures.count(State::Reported), codes), (185, vec!["heads-order"]), "{rows}");
        }
    }
    let (caption, rows) = requests().split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let rows: Vec<Vec<&str>> = rows.lines().map(|line| line.split('\t').collect()).collect();
    let cell = |row: &Vec<&str>, at: usize| row.get(at).copied().unwrap_or_default().to_owned();
    let turned = (0..9).map(|at| rows.iter().map(|row| cell(row, at)).collect::<Vec<_>>().join("\t"));
    let turned = turned.collect::<Vec<_>>().join("\n");
    let text = whole().replace(&requests(), &format!("{caption}\n{turned}\n"));
    for (report, codes) in [read(&text), read_page(&page(&text))] {
        let of_table = report.figures.iter().filter(|(key, _)| key.table == Table::Requests);
        assert!(of_table.map(|(_, figure)| figure.state()).all(|state| state == State::Unreadable));
        assert_eq!((report.figures.count(State::Reported), codes), (25, vec!["heads-order"]));
    }
}

#[test]
fn a_head_between_a_row_and_its_figure_leaves_the_row_unreadable() {
    let penalties = FigureKey::proactive(Row::Penalties, Column::Decisions);
    for other in
        ["行政处罚\t本年处理决定数量\t28\n", "行政处罚\t\t处理决定数量\t28\n", "行政处罚本年处理决定数量\t28\n"]
    {
        let text = whole().replace("行政处罚\t28\t\t\n", other);
        let cells = text.lines().flat_map(|line| line.split('\t')).filter(|cell| !cell.is_empty());
        let one_a_line = cells.collect::<Vec<_>>().join("\n");
        for (report, codes) in [read(&text), read_page(&page(&text)), read(&one_a_line)] {
            assert_eq!(state(&report, penalties), State::Unreadable, "{other}");
            assert!(codes.contains(&"row-unsure") || codes.contains(&"row-cells"), "{other}: {codes:?}");
            let measures = FigureKey::proactive(Row::CoerciveMeasures, Column::Decisions);
            assert_eq!(value(&report, measures).as_deref(), Some("2"), "{other}");
        }
    }
}

/// How many figures a row of table `proactive` has.
fn columns_of(row: Row) -> usize {
    if matches!(row, Row::Rules | Row::NormativeDocuments) { 3 } else { 1 }
}

#[test]
fn a_unit_in_a_cell_that_is_not_that_of_its_head_leaves_the_amount_open() {
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    for (head, label, cell, expected) in [
        ("（单位：万元）", "行政事业性收费", "1035000元", None),
        ("（单位：万元）", "行政事业性收费", "1035000 元", None),
        ("（单位：元）", "行政事业性收费", "103.5万元", None),
        ("（单位：千元）", "行政事业性收费", "103.5万元", None),
        ("", "行政事业性收费（万元）", "1035000元", None),
        ("（单位：万元）", "行政事业性收费", "103.5万元", Some(("103.5", Unit::WanYuan))),
        ("（单位：元）", "行政事业性收费", "1035000元", Some(("1035000", Unit::Yuan))),
        ("", "行政事业性收费", "1035000元", Some(("1035000", Unit::Yuan))),
        ("（单位：万元）", "行政事业性收费", "0元", Some(("0", Unit::Yuan))),
    ] {
        let text = whole().replace("（单位：万元）", head).replace("行政事业性收费", label).replace("103.5", cell);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            let figure = report.figure(fees).unwrap();
            let read = figure.value().map(|value| (value.to_string(), figure.unit()));
            assert_eq!(read, expected.map(|(value, unit)| (value.to_owned(), unit)), "{head} {cell}");
            assert_eq!(codes, if expected.is_none() { vec!["amount-units"] } else { vec![] }, "{head} {cell}");
        }
    }
}

#[test]
fn a_row_with_other_words_in_the_place_of_a_row_is_not_that_row() {
    for (label, other, row) in [
        ("（一）予以公开", "（一）已主动公开", Row::Granted),
        ("（一）予以公开", "已主动公开", Row::Granted),
        ("（一）予以公开", "（一）全部公开", Row::Granted),
        ("（一）予以公开", "（一）已公开", Row::Granted),
        ("（一）予以公开", "（一）答复公开", Row::Granted),
        ("（一）予以公开", "（一）部分公开", Row::Granted),
        ("（二）部分公开", "（二）已主动公开", Row::PartlyGranted),
        ("（二）部分公开", "（二）主动公开", Row::PartlyGranted),
        ("1.属于国家秘密", "1.属于工作秘密", Row::RefusedStateSecret),
    ] {
        for text in [whole(), whole().replace("三、本年度办理结果\t", "\t")] {
            let text = text.replacen(label, other, 1);
            for report in [read(&text).0, read_page(&page(&text)).0, read_csv(&text)] {
                for column in Column::REQUESTS {
                    let figure = report.figure(FigureKey::requests(row, column)).unwrap();
                    assert_eq!(figure.value(), None, "{other} {column:?} {:?}", figure.state());
                }
            }
        }
    }
    for other in ["（一）予以公升", "（一）予 公开", "予以公开"] {
        let (report, _) = with("（一）予以公开", other);
        assert_eq!(value(&report, total(Row::Granted)).as_deref(), Some("4"), "{other}");
    }
}

#[test]
fn a_title_of_another_year_between_the_tables_is_not_of_the_same_report() {
    let other = HEAD.replace("2023", "2022");
    let text = format!("{other}{PROACTIVE}{HEAD}{}{REMEDIES}", requests());
    for (report, codes) in [read(&text), read_page(&page(&text))] {
        assert_eq!(
            (report.year, value(&report, FigureKey::proactive(Row::Licences, Column::Decisions))),
            (2022, Some("40".to_owned()))
        );
        assert!(all_open(&report, Table::Requests) && all_open(&report, Table::Remedies));
        assert_eq!(codes, ["table-year", "table-year"]);
    }
    let over = |name: &str| format!("{HEAD}{PROACTIVE}{name}\n{}{REMEDIES}", requests());
    for (name, expected) in
        [("2022年申请", true), ("2023年申请", false), ("申请", false), ("2022年结转0件。", false), ("2022", false)]
    {
        for (report, codes) in [read(&over(name)), read_page(&page(&over(name)))] {
            assert_eq!(all_open(&report, Table::Requests), expected, "{name}: {codes:?}");
            assert!(!all_open(&report, Table::Proactive), "{name}");
        }
    }
}

#[test]
fn a_row_of_the_total_without_figures_beside_it_is_no_head_of_the_total() {
    let heads = "\t\t申请人情况\t\t\t\t\t\t总计\n";
    let moved = |row: &str| whole().replace(heads, "").replace("（七）总计\t\t8\t1\t0\t0\t0\t0\t9\n", row);
    // The total stands first: the sums hold with either.
    let turned = |text: String| {
        text.replace("\t8\t1\t0\t0\t0\t0\t9", "\t9\t0\t0\t0\t0\t0\t9")
            .replace("\t1\t1\t0\t0\t0\t0\t2", "\t2\t0\t0\t0\t0\t0\t2")
    };
    for row in ["（七）总计\n\t\t9\t0\t0\t0\t0\t0\t9\n", "（七）总计\t\t9\t0\t0\t0\t0\t0\t9\n"] {
        let (report, codes) = read(&turned(moved(row)));
        assert!(all_open(&report, Table::Requests), "{row}: {codes:?}");
    }
    let (report, _) = read(&turned(whole()));
    assert_eq!(value(&report, total(Row::Received)).as_deref(), Some("9"));
}

#[test]
fn a_unit_in_a_caption_is_one_of_the_amount_s() {
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    let heading = "二、主动公开政府信息情况\n";
    for (caption, head, cell, expected) in [
        ("单位：元", "（单位：万元）", "103.5", None),
        ("（单位：件、元）", "（单位：万元）", "103.5", None),
        ("单位：元", "", "103.5万元", None),
        ("单位：千元", "", "103.5", None),
        ("单位：元", "", "103.5", Some(Unit::Yuan)),
        ("单位：件、万元", "", "103.5", Some(Unit::WanYuan)),
        ("单位：万元", "（单位：万元）", "103.5", Some(Unit::WanYuan)),
        ("单位：件", "（单位：万元）", "103.5", Some(Unit::WanYuan)),
        ("填报单位：元氏县", "（单位：元）", "103.5", Some(Unit::Yuan)),
    ] {
        let text = whole().replace("（单位：万元）", head).replace("103.5", cell);
        let text = text.replace(heading, &format!("{heading}{caption}\n"));
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            let unit = report.value(fees).map(|_| report.figure(fees).unwrap().unit());
            assert_eq!(unit, expected, "{caption} {head} {cell}: {codes:?}");
            let said = codes.iter().any(|code| code.starts_with("amount-"));
            assert_eq!(said, expected.is_none(), "{caption} {head} {cell}: {codes:?}");
            assert_eq!(value(&report, FigureKey::proactive(Row::Licences, Column::Decisions)).as_deref(), Some("40"));
        }
    }
}

#[test]
fn counts_in_a_unit_of_money_are_none_of_the_form() {
    for (from, to, table) in [
        ("行政许可\t", "行政许可\t", None),
        ("本年处理决定数量\t\t\n行政许可", "本年处理决定数量（万元）\t\t\n行政许可", Some(Table::Proactive)),
        ("本年废止件数", "本年废止件数（单位：元）", Some(Table::Proactive)),
        ("本年废止件数", "本年废止件数（单位：万）", Some(Table::Proactive)),
        ("商业企业", "商业企业（元）", Some(Table::Requests)),
        ("自然人", "自然人（户）", Some(Table::Requests)),
        (
            "三、收到和处理政府信息公开申请情况\n",
            "三、收到和处理政府信息公开申请情况\n单位：万元\n",
            Some(Table::Requests),
        ),
        ("三、收到和处理政府信息公开申请情况\n", "三、收到和处理政府信息公开申请情况\n单位：件、万元\n", None),
        ("结果维持\t结果纠正\t其他结果", "结果维持（元）\t结果纠正\t其他结果", Some(Table::Remedies)),
    ] {
        let text = whole().replacen(from, to, 1);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            for one in Table::ALL {
                assert_eq!(all_open(&report, *one), Some(*one) == table, "{to} {one:?}: {codes:?}");
            }
            assert_eq!(codes, if table.is_some() { vec!["table-unit"] } else { vec![] }, "{to}");
        }
    }
}

#[test]
fn a_number_in_a_list_or_on_black_or_turned_around_is_not_read() {
    let licences = FigureKey::proactive(Row::Licences, Column::Decisions);
    let text = page(&whole());
    let own = "行政许可</td><td>40</td>";
    for (cell, is_read) in [
        ("<td><ol start='5'><li>40</li></ol></td>", false),
        ("<td><ol start='40'><li></li></ol></td>", false),
        ("<td><ol style='list-style:none'><li>40</li></ol></td>", true),
        ("<td><ol style='list-style:decimal;border:none'><li>40</li></ol></td>", false),
        ("<td><ul style='list-style-type:decimal'><li>40</li></ul></td>", false),
        ("<td><ul><li>40</li></ul></td>", true),
        ("<td style='background:#000'>40</td>", false),
        ("<td style='background:#000;color:#fff'>40</td>", true),
        ("<td style='background:#000;color:var(--ink)'>40</td>", true),
        ("<td>&rlm;4&rlm;0</td>", false),
        ("<td>4&rlm;&rlm;0</td>", false),
        ("<td>&rlm;-40</td>", false),
        ("<td>&#x202e;04</td>", false),
        ("<td>4<hr>0</td>", false),
        ("<td><details><summary>4</summary>0</details></td>", false),
        ("<td>4<script>document.write(0)</script></td>", false),
        ("<td>40<script>var a = 1;</script></td>", true),
        ("<td>&#x202a;40&#x202c;</td>", true),
        ("<td>&rlm;40&rlm;</td>", true),
    ] {
        let page = text.replace(own, &own.replace("<td>40</td>", cell));
        assert_ne!(page, text);
        let (report, codes) = read_page(&page);
        assert_eq!(value(&report, licences).as_deref(), is_read.then_some("40"), "{cell}: {codes:?}");
        assert_eq!(state(&report, licences), if is_read { State::Reported } else { State::Unreadable }, "{cell}");
    }
    let (report, _) = read_page(&text.replace("<body>", "<body style='background:black'>"));
    assert_eq!(report.figures.iter().filter(|(_, figure)| figure.value().is_some()).count(), 0);
    let (report, _) = read_page(&text.replace("<body>", "<body bgcolor='black' text='white'>"));
    assert_eq!(report.figures.count(State::Reported), 200);
}

#[test]
fn a_row_of_table_proactive_may_have_its_number_in_a_list() {
    for (from, to, key, expected) in [
        ("规章\t1", "1.规章\t1", FigureKey::proactive(Row::Rules, Column::Made), "1"),
        ("规章\t1", "政府规章\t1", FigureKey::proactive(Row::Rules, Column::Made), "1"),
        ("行政规范性文件", "2.行政规范性文件", FigureKey::proactive(Row::NormativeDocuments, Column::Made), "24"),
        ("行政规范性文件", "2、 行政规范性文件", FigureKey::proactive(Row::NormativeDocuments, Column::Made), "24"),
    ] {
        let text = whole().replacen(from, to, 1);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!(value(&report, key).as_deref(), Some(expected), "{to}: {codes:?}");
            assert_eq!(codes, Vec::<&str>::new(), "{to}");
        }
    }
    let (report, _) = with("规章\t1", "12.规章\t1");
    assert_eq!(value(&report, FigureKey::proactive(Row::Rules, Column::Made)), None);
}

#[test]
fn heads_hold_for_every_row_below_them() {
    let fees = "信息内容\t本年收费金额（单位：万元）";
    for (from, to, rows) in [
        ("本年废止件数", "本年修改件数", &[Row::Rules, Row::NormativeDocuments][..]),
        ("本年废止件数", "本年废止和修改件数", &[Row::Rules, Row::NormativeDocuments]),
        ("现行有效件数", "对外公开总数量", &[Row::Rules, Row::NormativeDocuments]),
        ("本年处理决定数量\t\t\n行政处罚", "事项数量\t\t\n行政处罚", &[Row::Penalties, Row::CoerciveMeasures]),
        (fees, fees, &[]),
    ] {
        let text = whole().replacen(from, to, 1);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            for (key, figure) in report.figures.iter() {
                let expected = if rows.contains(&key.row) { State::Unreadable } else { State::Reported };
                assert_eq!(figure.state(), expected, "{to} {key:?}: {codes:?}");
            }
            assert_eq!(codes.contains(&"row-heads"), !rows.is_empty(), "{to}: {codes:?}");
        }
    }
}

/// Table `proactive` of the other edition.
const PROACTIVE_2019: &str = "二、主动公开政府信息情况\n\
第二十条第（一）项\t\t\t\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t1\t0\t2\n规范性文件\t24\t12\t147\n\
第二十条第（五）项\t\t\t\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t40\t5\t30\n其他对外管理服务事项\t4\t0\t3\n\
第二十条第（六）项\t\t\t\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政处罚\t28\t0\t5\n行政强制\t2\t0\t6\n\
第二十条第（八）项\t\t\t\n信息内容\t上一年项目数量\t本年增/减\n行政事业性收费\t7\t-1\n\
第二十条第（九）项\t\t\t\n信息内容\t采购项目数量\t采购总金额\n政府集中采购\t7\t120万元\n";

#[test]
fn heads_of_the_other_edition_or_of_another_year_are_not_the_column_s() {
    let rules = "本年新制作数量\t本年新公开数量\t对外公开总数量";
    let licences = "上一年项目数量\t本年增/减\t处理决定数量\n行政许可";
    for (from, to, row, is_read) in [
        (rules, rules, Row::NormativeDocuments, true),
        (rules, "本年制发件数\t本年废止件数\t现行有效件数", Row::Rules, false),
        (rules, "本年制发件数\t本年废止件数\t现行有效件数", Row::NormativeDocuments, false),
        (licences, "本年项目数量\t本年增/减\t处理决定数量\n行政许可", Row::Licences, false),
        (licences, "上年项目数量\t本年增/减\t处理决定数量\n行政许可", Row::Licences, true),
        (licences, "上一年项目数量\t本年减少\t处理决定数量\n行政许可", Row::Licences, false),
        (licences, "上一年项目数量\t本年增加\t处理决定数量\n行政许可", Row::Licences, false),
        (licences, "上一年项目数量\t本年数量\t处理决定数量\n行政许可", Row::Licences, false),
        (licences, "上一年项目数量\t本年增/\t处理决定数量\n行政许可", Row::Licences, true),
        (licences, "上一年项目数量\t本年新增/减少\t处理决定数量\n行政许可", Row::Licences, true),
        (licences, "处理决定数量\t\t\n行政许可", Row::Licences, false),
    ] {
        let text = format!("{}{PROACTIVE_2019}{}{REMEDIES}", HEAD.replace("2023", "2020"), requests());
        let text = text.replacen(from, to, 1);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert_eq!(report.edition(), Edition::E2019);
            let of_row = report.figures.iter().filter(|(key, _)| key.row == row);
            assert!(of_row.map(|(_, figure)| figure.value().is_some()).all(|read| read == is_read), "{to}: {codes:?}");
        }
    }
}

#[test]
fn heads_that_are_none_of_the_table_s_leave_it_open() {
    for (from, to, table) in [
        ("商业企业", "外国人", Table::Requests),
        ("法律服务机构", "媒体", Table::Requests),
        ("科研机构", "教育机构", Table::Requests),
        ("结果维持\t结果纠正\t其他结果", "结果维持\t结果纠正\t驳回", Table::Remedies),
        ("结果维持\t结果纠正", "结果维持\t结果驳回", Table::Remedies),
        ("尚未审结", "已经审结", Table::Remedies),
    ] {
        let text = whole().replacen(from, to, 1);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            assert!(all_open(&report, table), "{to}");
            assert_eq!(codes, ["heads-order"], "{to}");
        }
    }
    for (from, to) in [
        ("商业企业", "企业"),
        ("社会公益组织", "公益机构"),
        ("社会公益组织", "社会团体"),
        ("科研机构", "科研院所"),
        ("总计", "合计"),
    ] {
        let (report, codes) = read(&whole().replace(from, to));
        assert_eq!((report.figures.count(State::Reported), codes), (200, vec![]), "{to}");
    }
}

#[test]
fn a_figure_that_is_said_to_be_corrected_is_not_read() {
    let row = "行政许可\t40\t\t\n";
    for (to, open) in [
        ("行政许可\t38\t更正为40\t\n", &[Row::Licences][..]),
        ("行政许可\t38\t（应为40）\t\n", &[Row::Licences]),
        ("行政许可\t38\t\t\n行政许可（更正）\t40\t\t\n", &[Row::Licences]),
        ("行政许可\t38\t\t\n更正：行政许可\t40\t\t\n", &[Row::Licences]),
        ("行政许可\t38\t\t\n更正\t40\t\t\n", &[Row::Licences]),
        ("行政许可\t38\t\t\n注：行政处罚应为29件\n", &[Row::Penalties]),
        ("行政许可\t38\t含延续\t\n", &[]),
    ] {
        let text = whole().replace(row, to);
        for (report, codes) in [read(&text), read_page(&page(&text))] {
            let unread = report.figures.iter().filter(|(_, figure)| figure.value().is_none()).map(|(key, _)| key.row);
            assert_eq!(unread.collect::<Vec<_>>(), open, "{to}: {codes:?}");
        }
    }
}

#[test]
fn figures_that_stand_before_the_words_of_their_rows_are_not_those_of_the_row_above() {
    let text = whole().replace("行政处罚\t28\t\t\n行政强制\t2\t\t\n", "28\n行政处罚\n2\n行政强制\n");
    let cells = text.lines().flat_map(|line| line.split('\t')).filter(|cell| !cell.is_empty());
    for text in [cells.collect::<Vec<_>>().join("\n"), text.clone()] {
        let (report, _) = read(&text);
        for row in [Row::Penalties, Row::CoerciveMeasures] {
            assert_eq!(value(&report, FigureKey::proactive(row, Column::Decisions)), None, "{row}");
        }
        assert_eq!(value(&report, FigureKey::proactive(Row::Licences, Column::Decisions)).as_deref(), Some("40"));
    }
}

#[test]
fn a_row_of_table_proactive_in_another_place_is_read_by_its_words() {
    let text = whole().replace("行政处罚\t28\t\t\n行政强制\t2\t\t\n", "行政强制\t2\t\t\n行政处罚\t28\t\t\n");
    for (report, codes) in [read(&text), read_page(&page(&text))] {
        let decisions = |row| value(&report, FigureKey::proactive(row, Column::Decisions));
        assert_eq!(
            (decisions(Row::Penalties).as_deref(), decisions(Row::CoerciveMeasures).as_deref()),
            (Some("28"), Some("2"))
        );
        assert_eq!(codes, Vec::<&str>::new());
    }
    let (report, _) = read(&whole().replace("行政处罚\t28", "行政处罚人数\t28"));
    assert_eq!(state(&report, FigureKey::proactive(Row::Penalties, Column::Decisions)), State::Unreadable);
}

#[test]
fn words_of_their_own_are_no_damaged_label() {
    for (label, other, row) in [
        ("5.属于三类内部事务信息", "5.属于商业秘密", Row::RefusedInternalAffairs),
        ("5.属于三类内部事务信息", "5.属于个人隐私", Row::RefusedInternalAffairs),
        ("1.本机关不掌握相关政府信息", "1.信息不存在", Row::UnavailableNotHeld),
        ("3.要求提供公开出版物", "3.要求提供档案", Row::NotProcessedPublication),
        ("（二）部分公开", "（二）全部公开", Row::PartlyGranted),
        ("四、结转下年度继续办理", "四、逾期未办结", Row::CarriedOver),
    ] {
        let text = whole().replacen(label, other, 1);
        for report in [read(&text).0, read_page(&page(&text)).0, read_csv(&text)] {
            for column in Column::REQUESTS {
                let figure = report.figure(FigureKey::requests(row, column)).unwrap();
                assert_ne!(figure.state(), State::Reported, "{other} {column:?}");
            }
        }
    }
    for other in ["5.属于三类", "5.三类内部亊务信息", "5.属二三类内部事务倍息"] {
        let (report, codes) = with("5.属于三类内部事务信息", other);
        assert_eq!(value(&report, total(Row::RefusedInternalAffairs)).as_deref(), Some("3"), "{other}: {codes:?}");
    }
}
