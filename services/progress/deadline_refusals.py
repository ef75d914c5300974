"""How something that is owed says no, whichever of its deciders is asked."""

from shared.domain import NotFound


class NothingOwed(NotFound):
    """There is no such obligation in any announced programme."""

    zh = "年度领办工作中没有这项报送任务。请核对项目和季度后再提交。"
    en = "No announced programme asks for this. Check the project and the quarter."
    rule = "REQ-38 AMB-07"
