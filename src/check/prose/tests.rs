//! What the prose checks understand, sentence by sentence, and what they must not.

use super::check;
use crate::check::testing::{report, with_prose};
use crate::form::{Column, Edition, FigureKey, Row, Unit};
use crate::report::{CheckInstance, Figure, Outcome, Report};

/// 214 received, 213 handled, 1 carried over.
const LARGE: &[(&str, i64)] = &[
    ("proactive/normative_documents/made", 24),
    ("proactive/normative_documents/repealed", 12),
    ("proactive/normative_documents/in_force", 147),
    ("requests/received/natural_person", 213),
    ("requests/received/business", 1),
    ("requests/received/total", 214),
    ("requests/granted/total", 140),
    ("requests/partly_granted/total", 10),
    ("requests/refused.state_secret/total", 4),
    ("requests/refused.inquiry_matters/total", 11),
    ("requests/unavailable.not_held/total", 42),
    ("requests/unavailable.needs_creation/total", 2),
    ("requests/not_processed.repeated/total", 2),
    ("requests/other.not_corrected_in_time/total", 2),
    ("requests/handled/total", 213),
    ("requests/carried_over/total", 1),
    ("remedies/review/total", 2),
    ("remedies/litigation_direct/total", 4),
    ("remedies/litigation_after_review/total", 1),
];

fn large() -> Report {
    report(Edition::E2021, LARGE)
}

/// `received = 214`, `share ≠ 7.09 7.01`, `outcome ?`: the checks in short, in the order of the text.
fn dump(instances: &[CheckInstance]) -> String {
    let lines: Vec<String> = instances
        .iter()
        .map(|instance| {
            let name = instance.check.id().trim_start_matches("prose.");
            match &instance.outcome {
                Outcome::Holds { left, .. } => format!("{name} = {}", left.value),
                Outcome::Fails { left, right } => format!("{name} ≠ {} {}", left.value, right.value),
                Outcome::Undecided { .. } => format!("{name} ?"),
            }
        })
        .collect();
    lines.join(", ")
}

fn expect(report: &Report, cases: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        let found = dump(&check(&with_prose(report.clone(), text)));
        if found != *expected {
            wrong.push_str(&format!("{text}\n  expected: {expected}\n  found:    {found}\n"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn fewer_handled_is_no_contradiction_where_it_is_not_known_what_was_carried_in() {
    let text = "全市新收政府信息公开申请214件，办结200件。";
    expect(&large(), &[(text, "received = 214, handled ≠ 200 213")]);
    let mut report = large();
    let carried_in = FigureKey::requests(Row::CarriedIn, Column::Total);
    report.figures.set(carried_in, Figure::missing(Unit::Case));
    expect(&report, &[(text, "received = 214")]);
}

#[test]
fn counts_of_requests_are_understood() {
    expect(
        &large(),
        &[
            ("2023年，全市共收到政府信息公开申请214件。", "received = 214"),
            ("全市受理申\n请政府信息公开 214 件。", ""),
            ("全年共受理政府信息公开申\n请 ２１４ 件，已全部答复。", "received = 214"),
            ("共收到 214 件政府信息公开申请。", "received = 214"),
            ("共收到公民、法人和其他组织提出的政府信息公开申请200件。", "received ≠ 200 214"),
            (
                "全市新收政府信息公开申请214件，办结213件，结转下年度继续办理1件。",
                "received = 214, handled = 213, outcome = 1",
            ),
            ("收到政府信息公开申请214件，办结212件。", "received = 214, handled ≠ 212 213"),
            (
                "收到依申请公开214件，其中自然人213件、法人或其他组织1件。",
                "received = 214, received = 213, received = 1, list = 214",
            ),
            (
                "收到政府信息公开申请214件，其中自然人申请210件，法人或其他组织申请1件。",
                "received = 214, received ≠ 210 213, received = 1, list ≠ 214 211",
            ),
            (
                "（二）依申请公开情况。收到申请214件。予以公开141件，部分公开10件。",
                "received = 214, outcome ≠ 141 140, outcome = 10",
            ),
            ("收到依申请公开214件，其中140件予以公开，44件无法提供。", "received = 214, outcome = 140, outcome = 44"),
            ("共收到214份政府信息公开申请，均为自然人申请。", "received = 214"),
            ("收到政府信息公开申请214件，申请人撤回2件，办结211件。", "received = 214"),
            ("收到政府信息公开申请214件，结转2024年度继续办理2件。", "received = 214, outcome ≠ 2 1"),
            ("收到政府信息公开申请214件，较上年增加20件，办结213件。", "received = 214, handled = 213"),
            ("收到政府信息公开申请214件。予以公开150件。", "received = 214, outcome = 150"),
            ("收到信息公开申请214件，因本机关不掌握相关政府信息无法提供42件。", "received = 214"),
        ],
    );
}

#[test]
fn received_may_include_what_was_carried_in() {
    let mut cells = LARGE.to_vec();
    cells.extend([("requests/carried_in/total", 3), ("requests/handled/total", 216)]);
    expect(
        &report(Edition::E2021, &cells),
        &[
            ("全市共收到政府信息公开申请217件。", "received = 217"),
            ("全市共办理政府信息公开申请217件。", "received = 217"),
            ("共收到政府信息公开申请214件，上年结转3件，办结213件。", "received = 214, outcome = 3"),
            ("收到政府信息公开申请218件。", "received ≠ 218 214"),
        ],
    );
    let report = with_prose(report(Edition::E2021, &cells), "全市共收到政府信息公开申请217件。");
    let Outcome::Holds { right, .. } = &check(&report)[0].outcome else { panic!("214 + 3 is 217") };
    assert_eq!(right.expression, "214 + 3");
}

#[test]
fn what_is_not_sure_to_be_counted_says_nothing() {
    let silent = [
        "去年共收到政府信息公开申请180件。",
        "2022年收到政府信息公开申请180件。",
        "上半年收到政府信息公开申请100件。",
        "截至6月底，收到政府信息公开申请100件。",
        "比上年增加34件。",
        "2008年以来累计收到政府信息公开申请2140件。",
        "共收到政府信息公开申请200余件。",
        "共收到政府信息公开申请约200件。",
        "收到不动产登记信息公开申请20件。",
        "市公安局收到政府信息公开申请50件。",
        "市公安局高度重视，全部办结。其中市教育局收到政府信息公开申请5件，予以公开3件。",
        "市政府办公室认真落实条例，共收到政府信息公开申请17件，予以公开10件。",
        "通过网络收到政府信息公开申请150件。",
        "办理建议提案33件，办结33件。",
        "收到市长信箱留言1760件，办结1748件，办结率99.32%。",
        "受理12345热线诉求32137件，办结32050件。",
        "受理行政许可申请5000件，办结4990件。",
        "全市办理行政复议案件300件，行政诉讼20件。",
        "受理信息公开行政复议案件300件。",
        "市政府网站公开行政复议决定书等信息695条。",
        "审查规范性文件30件，备案规范性文件18件。",
        "规范性文件解读20件。",
        "以市政府名义制发规范性文件5件。",
        "规范性文件及清理结果信息145条。",
        "公开规范性文件100件。",
        "清理规范性文件，开展证明事项清理，保留27件。",
        "图文解读占比达88%。",
        "涉及房屋拆迁的占85%，其他占15%。",
        "全年收到意见建议15件，占比7.09%。",
        "发布信息129条，其中，制发通知12件，发布解读12篇，发布微信1042条。",
        "发布信息100条，其中政策解读40条，公示公告30条，工作动态20条。",
        "发布信息100条，其中政策解读70条，通过微信发布60条。",
        "全区各职能部门、镇街共收到政府信息公开申请1499件。其中予以公开966件，占66.48%，部分公开67，占4.61%。",
        "全市共收到政府信息公开申请20余件，其中通过网络申请13件，占86.92%。",
        "主动公开市政府规章13件（含新制定5件，修改4件，废止4件）。",
        "对涉及营商环境的规范性文件进行清理，保留80件，废止3件。",
        "受理依申请信息56条。",
        "政府信息公开工作年度培训20次，其中线上3次。",
        "主动公开政府信息2140条，同比增长7%。",
        "力争明年政府信息公开申请控制在100件以内。",
    ];
    let cases: Vec<(&str, &str)> = silent.iter().map(|text| (*text, "")).collect();
    expect(&large(), &cases);
}

#[test]
fn shares_are_of_any_sensible_whole_rounded_or_cut_off() {
    expect(
        &large(),
        &[
            ("收到政府信息公开申请214件。予以公开140件，占65.42%。", "received = 214, outcome = 140, share = 65.42"),
            ("收到政府信息公开申请214件。予以公开140件，占比65.7%。", "received = 214, outcome = 140, share = 65.7"),
            ("收到政府信息公开申请214件。予以公开140件（65%）。", "received = 214, outcome = 140, share = 65"),
            ("收到政府信息公开申请214件。不予公开15件，占比7.09%。", "received = 214, outcome = 15, share ≠ 7.09 7.01"),
            ("收到政府信息公开申请214件。不予公开15件，同比下降7.09%。", "received = 214, outcome = 15"),
            (
                "收到政府信息公开申请214件，其中属于国家秘密4件，占比26.67%。",
                "received = 214, outcome = 4, share = 26.67",
            ),
        ],
    );
}

#[test]
fn lists_are_added_up_only_where_they_divide_their_total() {
    expect(
        &large(),
        &[
            ("发布解读信息253条，其中文字解读29条，图解138条，视频解读82条，媒体评论15条。", "list ≠ 253 264"),
            ("发布解读253条，其中，材料123条，产品115个，文章15篇，浏览量865万次。", "list = 253"),
            ("发布信息100条，其中政务动态40条，公示公告30条，其他25条。", "list ≠ 100 95"),
            ("培训9次（其中市级2次、县级7次），参加500人。", "list = 9"),
        ],
    );
}

#[test]
fn reviews_and_lawsuits_are_understood() {
    expect(
        &large(),
        &[
            ("因政府信息公开引发行政复议134件、行政诉讼57件。", "remedies ≠ 134 2, remedies ≠ 57 5"),
            ("因政府信息公开申请引起行政复议2件，结果均为维持。", "remedies = 2"),
            (
                "政府信息公开行政诉讼5件，其中未经复议直接起诉4件，复议后起诉1件。",
                "remedies = 5, remedies = 4, remedies = 1, list = 5",
            ),
            ("政府信息公开工作被申请行政复议、行政诉讼共7件。", "remedies = 7"),
            ("去年因政府信息公开引发行政复议9件。", ""),
        ],
    );
    expect(&report(Edition::E2021, &[]), &[("因政府信息公开引起的行政复议、行政诉讼均为0件。", "remedies = 0")]);
}

#[test]
fn documents_made_repealed_and_kept_are_understood() {
    expect(
        &large(),
        &[
            ("全市制发行政规范性文件24件，废止12件。", "documents = 24, documents = 12"),
            ("全年制定规范性文件25件。", "documents ≠ 25 24"),
            (
                "全面清理2002年以来现行有效的行政规范性文件，保留140件，宣布失效和废止12件，修改7件。",
                "documents ≠ 140 147, documents = 12",
            ),
            ("清理规范性文件，废止10件，宣布失效2件。", ""),
            ("公开行政规范性文件24件。", "documents = 24"),
            ("收到政府信息公开申请214件。全年办结212件。", "received = 214, handled ≠ 212 213"),
        ],
    );
}

#[test]
fn a_mention_is_quoted_and_pointed_at_in_the_source() {
    let text = "第一行。\n2023年，全市共收到政府信息公开申\n请 **２０ 件**，办结完毕。";
    let instances = check(&with_prose(large(), text));
    let Outcome::Fails { left, .. } = &instances[0].outcome else { panic!("20 is not 214") };
    assert_eq!(instances[0].quote, "全市共收到政府信息公开申请 **２０ 件");
    let place = left.places[0];
    assert_eq!((place.line, place.column, place.length), (3, 5, 4));
}

#[test]
fn a_mention_of_figures_that_are_not_there_is_undecided() {
    let mut report = large();
    let key = FigureKey::remedies(Row::Review, Column::Total);
    report.figures.set(key, Figure::missing(Unit::Case));
    expect(&report, &[("因政府信息公开引起行政复议2件。", "remedies ?")]);
}

#[test]
fn a_text_of_a_million_numbers_is_read_in_no_time() {
    let text = "收到申请1件，其中2件、占3%，".repeat(60_000) + "。\n" + &"收到政府信息公开申请214件。".repeat(10_000);
    assert_eq!(check(&with_prose(large(), &text)).len(), 10_000);
}

#[test]
fn no_text_makes_the_reader_panic() {
    for text in [
        "1",
        "%",
        "（（（",
        "其中",
        "《1件",
        "0.0.0件",
        "9999999999999999999999999999999件",
        "，其中1件",
        "1件，其中1件，1件",
        "１,２３４件",
    ] {
        check(&with_prose(large(), text));
    }
}
