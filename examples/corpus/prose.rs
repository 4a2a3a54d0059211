//! The running text of a report: one paragraph of counts that the tables bear out, and as much else as is wanted, with no
//! number in it.

use gongkai::form::{Column, FigureKey, Row};

use crate::figures::Figures;
use crate::random::Random;

pub fn opening(year: u16) -> String {
    format!("本报告按照有关规定编制，所列数据的统计期限为{year}年1月1日至12月31日。报告中的机关均为虚构。")
}

/// The sentence of counts. With a fault, the number of requests received is one more than in the table.
pub fn counts(figures: &Figures, fault: bool) -> String {
    let value = |row, column| figures.get(FigureKey::requests(row, column));
    let received = value(Row::Received, Column::Total) + rust_decimal::Decimal::from(u8::from(fault));
    let handled = value(Row::Handled, Column::Total);
    let over = value(Row::CarriedOver, Column::Total);
    format!("全年新收政府信息公开申请{received}件，办结{handled}件，结转下年度继续办理{over}件。")
}

const WHO: [&str; 8] = [
    "各科室",
    "信息公开工作机构",
    "有关部门",
    "基层窗口",
    "门户网站的编辑人员",
    "负责答复申请的同志",
    "主要负责人",
    "各乡镇街道",
];
const HOW: [&str; 8] = [
    "按照职责分工",
    "结合群众反映的意见",
    "在规定的期限以内",
    "对照年初的安排",
    "经过集体研究",
    "借助统一的工作平台",
    "在认真核对以后",
    "同往年的做法相比更加及时地",
];
const WHAT: [&str; 10] = [
    "整理了需要公开的文件目录",
    "公布了办事指南和联系方式",
    "答复了群众提出的申请",
    "检查了栏目更新的情况",
    "解读了与生活有关的政策",
    "更正了网页上失效的链接",
    "组织了面向新进人员的培训",
    "完善了档案的移交手续",
    "回应了社会关心的问题",
    "修订了公开审查的流程",
];
const SO: [&str; 6] = [
    "，群众查找信息更加方便",
    "，工作基础进一步夯实",
    "，但文字表述仍不够通俗",
    "，不足之处将在今后改进",
    "，经验已向同类机关介绍",
    "",
];

/// Paragraphs of about `length` bytes in all.
pub fn paragraphs(length: usize, random: &mut Random) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut written = 0;
    while written < length {
        let mut paragraph = String::new();
        for _ in 0..3 + random.below(4) {
            for words in [random.pick(&WHO), random.pick(&HOW), random.pick(&WHAT), random.pick(&SO)] {
                paragraph.push_str(words);
            }
            paragraph.push('。');
        }
        written += paragraph.len();
        paragraphs.push(paragraph);
    }
    paragraphs
}
