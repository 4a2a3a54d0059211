//! Known traps, each on a small report of its own: what must be read, what must stay open, and what must be said.

use gongkai::form::{Column, Edition, FigureKey, Row, Unit};
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
    let document = format_for("txt").unwrap().read("reports/a.txt", text.as_bytes()).unwrap();
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
    assert_eq!(value(&report, total(Row::RefusedInternalAffairs)).as_deref(), Some("3"));
}

#[test]
fn the_unit_of_an_amount_is_that_of_its_head_or_its_cell() {
    let fees = FigureKey::proactive(Row::Fees, Column::Amount);
    for (from, to, unit) in [
        ("（单位：万元）", "（单位：万元）", Unit::WanYuan),
        ("（单位：万元）", "（单位：元）", Unit::Yuan),
        ("103.5", "1035000元", Unit::Yuan),
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

#[test]
fn where_years_disagree_the_title_wins_and_it_is_said() {
    let (report, codes) =
        with("工作年度报告\n\n", "工作年度报告\n\n现发布《样例市2022年政府信息公开工作年度报告》。\n\n");
    assert_eq!(report.year, 2023);
    assert!(codes.contains(&"years-disagree"), "{codes:?}");
}

#[test]
fn the_body_may_stand_in_the_opening_only() {
    let (report, _) = with(
        "样例市2023年政府信息公开工作年度报告\n\n",
        "二〇二三年政府信息公开工作年度报告\n\n根据《条例》，现发布《样例县人民政府办公室2023年政府信息公开工作年度报告》。\n\n",
    );
    assert_eq!((report.body.as_str(), report.year), ("样例县人民政府办公室", 2023));
}

#[test]
fn a_file_that_is_no_report_is_said_to_be_none() {
    let document = format_for("txt").unwrap().read("reports/a.txt", "购物清单\n牛奶 2\n".as_bytes()).unwrap();
    let (report, diagnostics) = extract(&document, String::new(), &Hints::default());
    assert!(report.is_none());
    assert_eq!(diagnostics[0].code, "not-a-report");
}
