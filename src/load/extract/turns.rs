//! Words that make something else of a label: a refusal of a grant, last year's of this year's, a fee of a licence. A label is
//! compared by the letters that it shares with the form's, which knows nothing of what the others mean.

/// Words that turn the meaning of a label that does not have them by itself.
const WORDS: [&str; 62] = [
    "不予",
    "不属",
    "非",
    "未",
    "撤销",
    "取消",
    "废止",
    "失效",
    "减免",
    "免征",
    "上年",
    "上一年",
    "去年",
    "下年",
    "其中",
    "罚款",
    "罚没",
    "听证",
    "投诉",
    "占比",
    "比例",
    "比重",
    "解读",
    "党内",
    "收费",
    "增长",
    "同比",
    "注销",
    "驳回",
    "吊销",
    "撤回",
    "拒绝",
    "终止",
    "免予",
    "拟",
    "减轻",
    "备案",
    "以外",
    "公示",
    "简易程序",
    "处罚金额",
    "人数",
    "全部",
    "商业秘密",
    "工作秘密",
    "个人隐私",
    "有正当",
    "不含",
    "不包括",
    "(除",
    "草案",
    "预计",
    "计划",
    "立案",
    "(受理",
    "(部分)",
    "规章制度",
    "办结",
    "新增",
    "许可受理",
    "许可申请",
    "结转",
];

/// What is included with these is of other years than the row.
const OF_OTHER_YEARS: [&str; 5] = ["上年", "上一年", "去年", "往年", "结转"];

/// The word of a label that says by itself that its figures are not the report's, whatever row it names.
const ELSEWHERE: u128 = 1 << 127;
/// Words that turn it where 不 does not stand before them, as it does in the form.
const WITHOUT_NOT: [&str; 2] = ["掌握", "明确"];

/// Which of these words a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turns(u128);

impl Turns {
    /// The words that `text` has, as [`super::normal::compact`] gives it. What a label says that it includes turns nothing,
    /// but for figures of other years.
    pub fn of(text: &str) -> Turns {
        let text = match text.split_once("(含") {
            Some((before, included))
                if text.ends_with(')') && !OF_OTHER_YEARS.iter().any(|other| included.contains(other)) =>
            {
                before
            }
            _ => text,
        };
        let is_bare = |word: &str| text.match_indices(word).any(|(at, _)| !text[..at].ends_with('不'));
        let has = WORDS.iter().map(|word| text.contains(word)).chain(WITHOUT_NOT.iter().map(|word| is_bare(word)));
        Turns(has.enumerate().map(|(at, has)| u128::from(has) << at).sum())
    }

    /// The same of a label that names another year or a part of one.
    pub fn made_elsewhere(self) -> Turns {
        Turns(self.0 | ELSEWHERE)
    }

    /// Whether it was made that of such a label.
    pub fn is_elsewhere(self) -> bool {
        self.0 & ELSEWHERE != 0
    }

    /// Whether a word is among these that is not among `own`.
    pub fn beyond(self, own: Turns) -> bool {
        self.0 & !own.0 != 0
    }
}
