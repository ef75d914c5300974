"""What every event of every service is called in the office, in Chinese and English.

A test fails as soon as a service records an event that has no title here. Events that the office's
plan foresees (domain.md 3.1) are named already, so that they are readable from their first day.
"""

from collections.abc import Mapping

from shared.domain import value


@value
class Title:
    """What an event is called."""

    zh: str
    en: str


_APPLICATIONS = {
    "ProgrammeDrafted": ("年度方案已起草", "Programme drafted"),
    "ProgrammeRulesSet": ("年度规则已设定", "Programme's rules set"),
    "ProgrammeAnnounced": ("年度方案已公布", "Programme announced"),
    "ProgrammeCorrected": ("年度方案已更正", "Programme corrected"),
    "ClosingPrepared": ("办结年度方案已提请", "Closing prepared"),
    "ProgrammeClosed": ("年度方案已结束", "Programme closed"),
    "UnitRegistered": ("单位已登记", "Unit registered"),
    "UnitRenamed": ("单位已更名", "Unit renamed"),
    "UnitMerged": ("单位已合并", "Unit merged"),
    "ProjectListed": ("项目已列入清单", "Project listed"),
    "ProjectTextCorrected": ("项目文字已更正", "Project's text corrected"),
    "LeadUnitDesignated": ("牵头领办单位已确定", "Lead unit designated"),
    "LeadReplacementPrepared": ("更换牵头已提请", "Lead's replacement prepared"),
    "LeadUnitReplaced": ("牵头领办单位已更换", "Lead unit replaced"),
    "ContactLeaderAssigned": ("联系领导已确定", "Contact leader assigned"),
    "ProjectCancelled": ("项目已取消", "Project cancelled"),
    "UnitInvited": ("已邀请单位申报", "Unit invited to apply"),
    "UnitApplied": ("单位已申报", "Unit applied"),
    "SupplementaryApplicationFiled": ("单位已补报", "Supplementary application filed"),
    "PaperApplicationEntered": ("纸质申报已录入", "Paper application entered"),
    "SupplementaryWindowExtended": ("补报期限已延长", "Supplementary window extended"),
    "ApplicationReturned": ("申报已退回补充", "Application returned"),
    "ApplicationAccepted": ("申报已接受", "Application accepted"),
    "ApplicationRejected": ("申报未获接受", "Application rejected"),
    "ApplicationWithdrawn": ("申报已撤回", "Application withdrawn"),
    "DesignationDeclined": ("指定牵头已推辞", "Designation declined"),
    "WorkTeamRegistered": ("工作班子已登记", "Work team registered"),
    "ResponsibleLeaderNamed": ("直接责任人已确定", "Responsible leader named"),
    "LiaisonNamed": ("联络员已确定", "Liaison named"),
    "WithdrawalRequested": ("已申请退出", "Withdrawal requested"),
    "WithdrawalOpinionGiven": ("牵头单位已就退出提出意见", "Opinion on withdrawal given"),
    "WithdrawalApproved": ("退出申请已获同意", "Withdrawal approved"),
    "WithdrawalRefused": ("退出申请未获同意", "Withdrawal refused"),
    "ParticipationEnded": ("参与已终止", "Participation ended"),
    "CoverageGapFlagged": ("单位尚未参与任何项目", "Coverage gap flagged"),
    "CoverageGapClosed": ("单位已参与项目", "Coverage gap closed"),
}
_PROGRESS = {
    "WorkPlanFiled": ("工作方案已报送", "Work plan filed"),
    "WorkPlanReturned": ("工作方案已退回", "Work plan returned"),
    "WorkPlanRevised": ("工作方案已修订", "Work plan revised"),
    "WorkPlanReaddressed": ("工作方案已转新牵头单位", "Work plan readdressed"),
    "WorkPlanAcknowledged": ("工作方案已确认", "Work plan acknowledged"),
    "PlanMilestoneScheduled": ("节点已排定", "Milestone scheduled"),
    "PlanMilestoneReached": ("节点已完成", "Milestone reached"),
    "PlanMilestoneSkipped": ("节点已略过", "Milestone skipped"),
    "ProgressReported": ("进度已反馈", "Progress reported"),
    "ProgressReportReturned": ("进度反馈已退回", "Progress report returned"),
    "ProgressReportCorrected": ("进度反馈已重新报送", "Progress report corrected"),
    "ProgressReportAccepted": ("进度反馈已存档", "Progress report accepted"),
    "TaskAssigned": ("任务已分派", "Task assigned"),
    "TaskAccepted": ("任务已领受", "Task accepted"),
    "TaskDisputed": ("任务有异议", "Task disputed"),
    "TaskDisputeRuled": ("任务异议已裁定", "Task dispute ruled"),
    "TaskCompletionReported": ("任务已报完成", "Task reported as done"),
    "TaskReturned": ("任务已退回", "Task returned"),
    "TaskConfirmed": ("任务已确认完成", "Task confirmed"),
    "TaskReassigned": ("任务已改派", "Task reassigned"),
    "TaskCancelled": ("任务已取消", "Task cancelled"),
    "GoodPracticeDrafted": ("好做法已起草", "Good practice drafted"),
    "GoodPracticeShared": ("好做法已上报", "Good practice shared"),
    "GoodPracticeChannelRecorded": ("好做法报送渠道已登记", "Good practice's channel recorded"),
    "GoodPracticeWithdrawn": ("好做法已撤回", "Good practice withdrawn"),
    "GoodPracticeRecommended": ("好做法已推荐", "Good practice recommended"),
    "LedgerItemFiled": ("台账已登记", "Ledger item filed"),
    "LedgerItemVoided": ("台账已作废", "Ledger item voided"),
    "ResultsSubmitted": ("成果材料已报送", "Results submitted"),
    "ResultsReturned": ("成果材料已退回", "Results returned"),
    "ResultsAccepted": ("成果材料已接收", "Results accepted"),
    "ResultsFrozen": ("成果材料已封存", "Results frozen"),
    "ResultsPublished": ("成果材料已公开", "Results published"),
    "SupervisionRecorded": ("督导已记录", "Supervision recorded"),
    "SupervisionAnswered": ("督导意见已答复", "Supervision answered"),
    "ReminderIssued": ("提醒已发出", "Reminder issued"),
    "RectificationRequired": ("已要求整改", "Rectification required"),
    "RectificationClosed": ("整改已完成", "Rectification closed"),
    "DeadlineSet": ("期限已设定", "Deadline set"),
    "FulfilmentNoted": ("完成情况已先行记下", "Fulfilment noted"),
    "DeadlineExtended": ("期限已延长", "Deadline extended"),
    "ClockStopped": ("期限已暂停计算", "Clock stopped"),
    "DeadlineMet": ("已按期完成", "Deadline met"),
    "DeadlineMissed": ("已逾期", "Deadline missed"),
    "DeadlineMetLate": ("已逾期补报", "Deadline met late"),
    "DeadlineWaived": ("期限已免除", "Deadline waived"),
    "ReliefRequested": ("已申请延期或免除", "Relief requested"),
    "DeadlineTransferred": ("期限已移交", "Deadline transferred"),
    "EvidenceStored": ("图片已存入", "Picture stored"),
}
_EVALUATION = {
    "RubricSet": ("评分标准已设定", "Rubric set"),
    "PassRuleSet": ("通过标准已设定", "Pass rule set"),
    "BonusRulesSet": ("加分标准已设定", "Bonus rules set"),
    "ProcedureSet": ("评审程序已设定", "Procedure set"),
    "RulesFixed": ("评审规则已锁定", "Rules fixed"),
    "PanelFormed": ("评审小组已成立", "Panel formed"),
    "ReviewerAppointed": ("评委已聘任", "Reviewer appointed"),
    "ReviewerStoodDown": ("评委已退出", "Reviewer stood down"),
    "RecusalDeclared": ("评委已申报回避", "Recusal declared"),
    "RecusalImposed": ("评委已被要求回避", "Recusal imposed"),
    "ReviewAssigned": ("评审已分派", "Review assigned"),
    "ScoreSubmitted": ("评分已密封提交", "Score submitted under seal"),
    "ScoreReopened": ("评分已退回重评", "Score reopened"),
    "ReviewClosed": ("评审已结束", "Review closed"),
    "ReviewVoided": ("评审已作废", "Review voided"),
    "ResultsFoundMissing": ("已认定无成果材料", "Results found missing"),
    "ProjectEvaluated": ("项目评审结果已产生", "Project evaluated"),
    "ProcessFactsNoted": ("履行情况已附于评审结果", "Facts of the process noted"),
    "ResultPublicised": ("评审结果已公示", "Result publicised"),
    "DecisionConfirmed": ("评审结果已确认", "Decision confirmed"),
    "DecisionRevised": ("评审结果已变更", "Decision revised"),
    "ObjectionLodged": ("异议已提出", "Objection lodged"),
    "ObjectionDeclined": ("异议不予受理", "Objection declined"),
    "ObjectionRuled": ("异议已裁定", "Objection ruled"),
    "ContributionProposed": ("贡献认定已提出", "Contribution proposed"),
    "ContributionContested": ("贡献认定有异议", "Contribution contested"),
    "ContributionRuled": ("贡献认定已裁定", "Contribution ruled"),
    "BonusPrepared": ("加分已提请", "Bonus prepared"),
    "BonusAwarded": ("加分已授予", "Bonus awarded"),
    "BonusAdjusted": ("加分已调整", "Bonus adjusted"),
    "BonusRevoked": ("加分已撤销", "Bonus revoked"),
    "BonusHeld": ("加分待重新核算", "Bonus held"),
    "BonusReleased": ("加分核算无变化", "Bonus released"),
    "BonusExported": ("加分已导出", "Bonus exported"),
    "WhatIfRun": ("规则模拟已进行", "Rules tried out"),
    "CommendationDrafted": ("通报已起草", "Commendation drafted"),
    "CommendationIssued": ("通报已印发", "Commendation issued"),
    "CommendationCorrected": ("通报已更正", "Commendation corrected"),
}
_NOTIFICATIONS = {
    "ChannelBound": ("接收渠道已绑定", "Channel bound"),
    "ChannelUnbound": ("接收渠道已解除", "Channel unbound"),
    "NoticeRulesSet": ("通知规则已设定", "Notice rules set"),
    "NotificationScheduled": ("通知已排定", "Notice scheduled"),
    "NotificationQueued": ("通知已送达收件箱", "Notice queued"),
    "NotificationSent": ("通知已发出", "Notice sent"),
    "NotificationFailed": ("通知发送失败", "Notice failed"),
    "NotificationReceiptConfirmed": ("通知已签收", "Notice's receipt confirmed"),
    "NotificationCancelled": ("通知已取消", "Notice cancelled"),
    "MailHoursSet": ("邮件发送时间已设定", "Mail hours set"),
    "NotificationSuppressed": ("重复通知已合并", "Notice suppressed"),
    "DocumentRendered": ("文书已生成", "Document rendered"),
    "DocumentDispatched": ("文书已发送", "Document dispatched"),
}
_GATEWAY_AND_AUDIT = {
    "AccountCreated": ("账号已开通", "Account created"),
    "AccessGranted": ("角色已授予", "Access granted"),
    "AccessRevoked": ("角色已收回", "Access revoked"),
    "AccountLocked": ("账号已停用", "Account locked"),
    "AccountUnlocked": ("账号已恢复", "Account unlocked"),
    "PasswordLinkIssued": ("密码设置链接已发放", "Password link issued"),
    "PasswordSet": ("密码已设置", "Password set"),
    "AccessDenied": ("越权操作已拒绝", "Access denied"),
    "IntegrationClientRegistered": ("外部系统已登记", "Other system registered"),
    "IntegrationClientKeyReplaced": ("外部系统密钥已更换", "Other system's key replaced"),
    "IntegrationClientSuspended": ("外部系统已停用", "Other system suspended"),
    "LogRead": ("审计已查阅", "Log read"),
}

TITLES: Mapping[str, Title] = {
    name: Title(zh=zh, en=en)
    for part in (_APPLICATIONS, _PROGRESS, _EVALUATION, _NOTIFICATIONS, _GATEWAY_AND_AUDIT)
    for name, (zh, en) in part.items()
}


def title_of(type_name: str) -> Title:
    """Return what an event is called; an event of a later release is called by its stored name."""
    return TITLES.get(type_name) or Title(zh=type_name, en=type_name)
