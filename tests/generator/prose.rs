//! The running text of generated reports: titles, openings, headings and the three sections that are prose. All bodies
//! are made up.

use gongkai::form::{Column, Edition, FigureKey, Row, Table};

use super::known::{Held, Known};
use super::manner::Manner;
use super::random::Random;

/// The title, on one line or two.
pub fn title(known: &Known, random: &mut Random) -> Vec<String> {
    let (body, year) = (&known.printed_body, known.year);
    match random.below(10) {
        0 => vec![format!("{year}年度{body}政府信息公开工作年度报告")],
        1 => vec![format!("{body}{year}年度政府信息公开工作年度报告")],
        2 => vec![body.clone(), format!("{year}年政府信息公开工作年度报告")],
        3 => vec![format!("{body}{year}年政府信息公开年报")],
        4 => vec![format!("{body} {year} 年政府信息公开工作年度报告")],
        _ => vec![format!("{body}{year}年政府信息公开工作年度报告")],
    }
}

/// The sentence under the title.
pub fn opening(known: &Known, manner: &Manner) -> String {
    let (body, year) = (&known.printed_body, known.year);
    let cited = match (known.edition, manner.other_notice) {
        (Edition::E2019, false) | (Edition::E2021, true) => Edition::E2019,
        _ => Edition::E2021,
    };
    let notice = cited.notice();
    format!(
        "本报告按照政府信息公开条例和{notice}的要求编制，现公布《{body}{year}年政府信息公开工作年度报告》。所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    )
}

/// The heading of a section, counted from 0.
pub fn heading(section: usize, manner: &Manner) -> &'static str {
    match (section, manner.other_headings) {
        (0, false) => "一、总体情况",
        (0, true) => "一、概述",
        (1, false) => "二、主动公开政府信息情况",
        (1, true) => "二、行政机关主动公开政府信息情况",
        (2, false) => "三、收到和处理政府信息公开申请情况",
        (2, true) => "三、行政机关收到和处理政府信息公开申请情况",
        (3, false) => "四、政府信息公开行政复议、行政诉讼情况",
        (3, true) => "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        (4, false) => "五、存在的主要问题及改进情况",
        (4, true) => "五、政府信息公开工作存在的主要问题及改进措施",
        (_, false) => "六、其他需要报告的事项",
        (_, true) => "六、需要报告的其他事项",
    }
}

/// Section 一. Some counts agree with the tables and some are of other things.
pub fn overview(known: &Known, manner: &Manner, random: &mut Random) -> Vec<String> {
    let received = FigureKey::requests(Row::Received, Column::Total);
    let requests = match known.cells.get(&received) {
        Some(Held::Number(value, _)) => format!("全年收到政府信息公开申请{value}件，均在期限内答复。"),
        _ => "全年的申请均在期限内答复。".to_owned(),
    };
    let posts = random.below(90_000) + 100;
    let mut texts = vec![
        format!("{}年，我们把信息公开与日常工作一同安排、一同检查，网站和新媒体共发布信息{posts}条。", known.year),
        format!("（一）主动公开方面。更新机构职能{}条，发布解读材料{}篇。", random.below(400), random.below(60)),
        format!("（二）依申请公开方面。{requests}"),
        "（三）平台建设方面。网站栏目重新整理，无障碍浏览保持可用。".to_owned(),
        "（四）监督保障方面。年内培训4次，考核结果计入年度评价，没有发生责任追究的情形。".to_owned(),
    ];
    if manner.list_in_overview {
        texts.push("一、统一思想。".to_owned());
        texts.push("二、确保安全。".to_owned());
        texts.push("三、加强培训，全年共3期。".to_owned());
    }
    texts
}

/// What stands between a heading and its table.
pub fn before_table(table: Table, manner: &Manner) -> Vec<String> {
    let mut texts = Vec::new();
    if manner.instructions {
        texts.push("（本部分以表格形式填报，各栏均应填写数字，没有的填0。）".to_owned());
    }
    if manner.sentence_before_table && table != Table::Proactive {
        texts.push("本年度的具体数量见下表，其中2件为年底前收到。".to_owned());
    }
    texts
}

/// Section 五.
pub fn problems() -> Vec<String> {
    vec![
        "一是个别单位更新不够及时，二是解读的形式较为单一，三是公众参与的渠道还可以更多。".to_owned(),
        "今后将按季度抽查，逐项补齐，并把群众常问的20个问题编成问答。".to_owned(),
    ]
}

/// Section 六.
pub fn other_matters() -> Vec<String> {
    vec!["本年度没有收取信息处理费，没有其他需要报告的事项。".to_owned()]
}
