"""When units may file what: applications until the cut-off, the supplementary form after it."""

from datetime import datetime

from services.applications.standing import ParticipationRole, ProjectFacts
from shared.domain import Rejection
from shared.timing.zone import SHANGHAI


class ApplicationsNotOpen(Rejection):
    zh = "年度项目尚未发布, 还不能申报。请在发布后申报。"
    en = "The programme is not announced yet. Apply once it is."
    rule = "REQ-19"


class ApplicationsClosed(Rejection):
    zh = "申报已于 {closed} 截止。请填写补报表(附件2)并说明理由, 由工委领导审批。"
    en = "Applications closed at {closed}. File the supplementary form (Annex 2) with a reason."
    rule = "REQ-17 REQ-20 AMB-08"


class OrdinaryFormSuffices(Rejection):
    zh = "申报尚未截止(至 {closes}), 无需补报。请直接提交申报。"
    en = "Applications are open until {closes}. File the ordinary application."
    rule = "REQ-21 AMB-04"


class SupplementaryFormClosed(Rejection):
    zh = "补报已于 {closed} 截止, 只有工委领导可以延长。确需补报的, 请向组宣处说明情况。"
    en = "The supplementary form closed at {closed}; only the organiser's leader can extend it."
    rule = "REQ-21 AMB-04"


class NoSupplementaryForm(Rejection):
    zh = "本年度未开放补报。确需补报的, 请向组宣处说明情况, 由工委领导决定是否开放。"
    en = "This programme takes no supplementary forms unless the organiser's leader opens them."
    rule = "REQ-21 AMB-04"


def check_window(project: ProjectFacts, role: ParticipationRole, at: datetime) -> None:
    """Applications are open from the announcement to the cut-off, that day to 24:00 (AMB-08)."""
    announced_at, closes_at = project.announced_at, project.closes_at(role)
    if announced_at is None or closes_at is None or at < announced_at:
        raise ApplicationsNotOpen
    if at >= closes_at:
        raise ApplicationsClosed(closed=in_words(closes_at))


def check_supplementary_window(
    project: ProjectFacts, role: ParticipationRole, at: datetime
) -> None:
    """The supplementary form is taken from the cut-off to the end of its own window (AMB-04)."""
    opens_at, closes_at = project.closes_at(role), project.supplementary_close_at
    if opens_at is None:
        raise ApplicationsNotOpen
    if at < opens_at:
        raise OrdinaryFormSuffices(closes=in_words(opens_at))
    if closes_at is None:
        raise NoSupplementaryForm
    if at >= closes_at:
        raise SupplementaryFormClosed(closed=in_words(closes_at))


def in_words(moment: datetime) -> str:
    """Return a moment as people of the office read it."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
