"""What each rule of a programme means, in plain words, for whoever sets one up."""

from shared.domain import value


@value
class Meaning:
    """A rule by its place, what it means in Chinese and English, and where it comes from."""

    field: str
    zh: str
    en: str
    source: str


def meaning(field: str, zh: str, en: str, source: str) -> Meaning:
    """Return what a rule means."""
    return Meaning(field=field, zh=zh, en=en, source=source)


MEANINGS = (
    meaning(
        "/categories",
        "项目类别, 数量不限。",
        "Kinds of outcome, as many as you like.",
        "REQ-06 AMB-30",
    ),
    meaning(
        "/filings",
        "各项材料的截止日(当日24:00)和宽限工作日。",
        "What is due by which day, with its grace.",
        "AMB-08",
    ),
    meaning(
        "/quarterly",
        "定期进度反馈的名称、原文和宽限工作日。",
        "The report on each period and its grace.",
        "REQ-35 AMB-07",
    ),
    meaning(
        "/periods",
        "进度反馈的报告期(编号、起止日、名称); 空为自然季度。",
        "The periods of the reports, with their days; none: the calendar's quarters.",
        "REQ-38 AMB-07",
    ),
    meaning(
        "/minimum_projects_per_unit",
        "每个单位至少参加几个项目。",
        "How many projects each unit takes part in at least.",
        "REQ-13",
    ),
    meaning(
        "/plan_readers",
        "谁可以查看联办单位工作计划全文。",
        "Who reads a co-lead's plan in full.",
        "AMB-32",
    ),
    meaning(
        "/monthly_day",
        "“每月第一周的周六”是哪一天。",
        'Which day "the Saturday of the first week" is.',
        "AMB-26",
    ),
    meaning(
        "/task_confirmation_working_days",
        "牵头单位应在几个工作日内答复任务完成情况。",
        "Working days a lead has to answer a finished task.",
        "REQ-41",
    ),
    meaning(
        "/practice_picture_required",
        "好做法是否必须附图。",
        "Whether a good practice needs a picture.",
        "AMB-17",
    ),
    meaning(
        "/practice_channels_required",
        "好做法报送一个渠道即可, 还是全部渠道。",
        "Whether one channel is enough or all are needed.",
        "AMB-18",
    ),
    meaning(
        "/results/shift",
        "成果截止日遇休息日时是否提前。",
        "Whether results are due earlier if the day is off.",
        "AMB-09",
    ),
    meaning(
        "/results/replace_last_report",
        "成果是否代替当期进度反馈。",
        "Whether results stand for that period's report.",
        "AMB-35",
    ),
    meaning(
        "/results/held_by_unit",
        "台账原件是否可以留存本单位。",
        "Whether originals may stay with the unit.",
        "AMB-33",
    ),
    meaning(
        "/results/late_within_grace",
        "成果过截止日但在宽限期内报送的, 是否记为逾期。",
        "Whether results that come within the grace are marked as late.",
        "AMB-24",
    ),
    meaning(
        "/results/forms",
        "各类别成果应包含的内容。",
        "What results of each category hold.",
        "REQ-07 REQ-08 REQ-09",
    ),
    meaning(
        "/coverage/executing_units_count",
        "括号内的执行单位是否算作参加。",
        "Whether an executing unit takes part by that.",
        "AMB-13",
    ),
    meaning(
        "/coverage/children_roll_up",
        "下属单位参加是否算作系统参加。",
        "Whether a child's part counts for the system.",
        "AMB-14",
    ),
    meaning(
        "/participation/supplementary_until",
        "补报最后一天; 空为不开放补报。",
        "The last day of the supplementary form, if any.",
        "AMB-04",
    ),
    meaning(
        "/participation/supplementary_approver",
        "补报由谁审批。",
        "Who decides on supplementary forms.",
        "AMB-04",
    ),
    meaning(
        "/participation/paper_accepted",
        "是否受理纸质申报。",
        "Whether forms on paper are taken.",
        "AMB-19",
    ),
    meaning(
        "/participation/contacts_distinct",
        "责任领导与联络员须为不同的人。",
        "Leader and liaison are two persons.",
        "AMB-20",
    ),
    meaning("/participation/leaving", "联办单位如何退出。", "How a co-lead leaves.", "AMB-11"),
    meaning(
        "/participation/opinion_before_leaving",
        "退出前是否须先听取牵头单位意见。",
        "Whether the lead is heard before.",
        "AMB-11",
    ),
    meaning(
        "/participation/co_leads_expected",
        "联办单位少于此数即提示组团不足。",
        "Fewer co-leads are shown as too few.",
        "AMB-10",
    ),
    meaning(
        "/participation/max_per_unit",
        "每个单位最多参加几个项目; 空为不限。",
        "How many projects a unit takes part in at most.",
        "AMB-28",
    ),
    meaning(
        "/participation/unique_per_project",
        "执行单位不得再联办同一项目。",
        "An executing unit does not co-lead the same project.",
        "AMB-36",
    ),
    meaning(
        "/supervision/amber_days",
        "到期前几天亮黄灯。",
        "Days before a light turns amber.",
        "PRA-05",
    ),
    meaning(
        "/supervision/reminder_cooldown_days",
        "同一事项人工催办的间隔天数。",
        "Days between reminders by hand.",
        "REQ-43",
    ),
)
