//! The words that the form prints: row and column labels in Chinese, as the reader matches them and the site shows them.

use super::{Column, Edition, Row};

/// The printed label of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowLabel {
    /// The label of the group that the row stands in, `""` where it stands in none.
    pub group: &'static str,
    /// The row's own label, with its number.
    pub own: &'static str,
    /// The words of `own` that tell the row from all others, without numbers and common openings.
    pub core: &'static str,
    /// The number that the form prints before the label within its group, `None` where it prints none.
    pub number: Option<u8>,
}

/// The printed label of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnLabel {
    /// The group that the column stands in (法人或其他组织), `""` where it stands in none.
    pub group: &'static str,
    /// The column's own label.
    pub own: &'static str,
}

const REFUSED: &str = "（三）不予公开";
const UNAVAILABLE: &str = "（四）无法提供";
const NOT_PROCESSED: &str = "（五）不予处理";
const OTHER: &str = "（六）其他处理";
const RESULT: &str = "三、本年度办理结果";

impl Row {
    /// The label that `edition` prints for the row.
    pub fn label(self, edition: Edition) -> RowLabel {
        let label = |group, own, core, number| RowLabel { group, own, core, number };
        match self {
            Row::Rules => label("第二十条第（一）项", "规章", "规章", None),
            Row::NormativeDocuments if edition == Edition::E2019 => {
                label("第二十条第（一）项", "规范性文件", "规范性文件", None)
            }
            Row::NormativeDocuments => label("第二十条第（一）项", "行政规范性文件", "规范性文件", None),
            Row::Licences => label("第二十条第（五）项", "行政许可", "行政许可", None),
            Row::OtherServices => label("第二十条第（五）项", "其他对外管理服务事项", "其他对外管理服务事项", None),
            Row::Penalties => label("第二十条第（六）项", "行政处罚", "行政处罚", None),
            Row::CoerciveMeasures => label("第二十条第（六）项", "行政强制", "行政强制", None),
            Row::Fees => label("第二十条第（八）项", "行政事业性收费", "行政事业性收费", None),
            Row::CentralProcurement => label("第二十条第（九）项", "政府集中采购", "政府集中采购", None),
            Row::Received => label("", "一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量", None),
            Row::CarriedIn => label("", "二、上年结转政府信息公开申请数量", "上年结转政府信息公开申请数量", None),
            Row::Granted => label(RESULT, "（一）予以公开", "予以公开", None),
            Row::PartlyGranted => {
                label(RESULT, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开", None)
            }
            Row::RefusedStateSecret => label(REFUSED, "1.属于国家秘密", "国家秘密", Some(1)),
            Row::RefusedProhibitedByLaw => {
                label(REFUSED, "2.其他法律行政法规禁止公开", "其他法律行政法规禁止公开", Some(2))
            }
            Row::RefusedSafetyAndStability => label(REFUSED, "3.危及“三安全一稳定”", "危及三安全一稳定", Some(3)),
            Row::RefusedThirdPartyRights => label(REFUSED, "4.保护第三方合法权益", "保护第三方合法权益", Some(4)),
            Row::RefusedInternalAffairs => label(REFUSED, "5.属于三类内部事务信息", "三类内部事务信息", Some(5)),
            Row::RefusedProcessInformation => label(REFUSED, "6.属于四类过程性信息", "四类过程性信息", Some(6)),
            Row::RefusedEnforcementFiles => label(REFUSED, "7.属于行政执法案卷", "行政执法案卷", Some(7)),
            Row::RefusedInquiryMatters => label(REFUSED, "8.属于行政查询事项", "行政查询事项", Some(8)),
            Row::UnavailableNotHeld => {
                label(UNAVAILABLE, "1.本机关不掌握相关政府信息", "本机关不掌握相关政府信息", Some(1))
            }
            Row::UnavailableNeedsCreation => {
                label(UNAVAILABLE, "2.没有现成信息需要另行制作", "没有现成信息需要另行制作", Some(2))
            }
            Row::UnavailableUnclear => {
                label(UNAVAILABLE, "3.补正后申请内容仍不明确", "补正后申请内容仍不明确", Some(3))
            }
            Row::NotProcessedComplaint => label(NOT_PROCESSED, "1.信访举报投诉类申请", "信访举报投诉类申请", Some(1)),
            Row::NotProcessedRepeated => label(NOT_PROCESSED, "2.重复申请", "重复申请", Some(2)),
            Row::NotProcessedPublication => label(NOT_PROCESSED, "3.要求提供公开出版物", "要求提供公开出版物", Some(3)),
            Row::NotProcessedExcessive => {
                label(NOT_PROCESSED, "4.无正当理由大量反复申请", "无正当理由大量反复申请", Some(4))
            }
            Row::NotProcessedConfirmation => label(
                NOT_PROCESSED,
                "5.要求行政机关确认或重新出具已获取信息",
                "要求行政机关确认或重新出具已获取信息",
                Some(5),
            ),
            Row::OtherNotCorrectedInTime => label(
                OTHER,
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                "申请人无正当理由逾期不补正",
                Some(1),
            ),
            Row::OtherFeeUnpaid => label(
                OTHER,
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                "申请人逾期未按收费通知要求缴纳费用",
                Some(2),
            ),
            Row::OtherOther => label(OTHER, "3.其他", "其他", Some(3)),
            Row::Other => label(RESULT, "（六）其他处理", "其他处理", None),
            Row::Handled => label(RESULT, "（七）总计", "总计", None),
            Row::CarriedOver => label("", "四、结转下年度继续办理", "结转下年度继续办理", None),
            Row::Review => label("", "行政复议", "行政复议", None),
            Row::LitigationDirect => label("行政诉讼", "未经复议直接起诉", "未经复议直接起诉", None),
            Row::LitigationAfterReview => label("行政诉讼", "复议后起诉", "复议后起诉", None),
        }
    }
}

impl Column {
    /// The label that `edition` prints for the column in the heading above `row`.
    pub fn label(self, edition: Edition, row: Row) -> ColumnLabel {
        let label = |group, own| ColumnLabel { group, own };
        match self {
            Column::Made if edition == Edition::E2019 => label("", "本年新制作数量"),
            Column::Made => label("", "本年制发件数"),
            Column::Repealed => label("", "本年废止件数"),
            Column::InForce => label("", "现行有效件数"),
            Column::Disclosed => label("", "本年新公开数量"),
            Column::PublicTotal => label("", "对外公开总数量"),
            Column::ItemsLastYear => label("", "上一年项目数量"),
            Column::ItemsChange => label("", "本年增/减"),
            Column::Decisions if edition == Edition::E2019 => label("", "处理决定数量"),
            Column::Decisions => label("", "本年处理决定数量"),
            Column::Projects => label("", "采购项目数量"),
            Column::Amount if row == Row::CentralProcurement => label("", "采购总金额"),
            Column::Amount => label("", "本年收费金额"),
            Column::NaturalPerson => label("", "自然人"),
            Column::Business => label("法人或其他组织", "商业企业"),
            Column::Research => label("法人或其他组织", "科研机构"),
            Column::PublicInterest => label("法人或其他组织", "社会公益组织"),
            Column::LegalService => label("法人或其他组织", "法律服务机构"),
            Column::OtherOrganisation => label("法人或其他组织", "其他"),
            Column::Upheld => label("", "结果维持"),
            Column::Corrected => label("", "结果纠正"),
            Column::Other => label("", "其他结果"),
            Column::Pending => label("", "尚未审结"),
            Column::Total => label("", "总计"),
        }
    }
}
