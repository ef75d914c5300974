"""How something that is owed says no, whichever of its deciders is asked."""

from shared.domain import NotFound, Rejection


class NothingOwed(NotFound):
    """There is no such obligation in any announced programme."""

    zh = "年度领办工作中没有这项报送任务。请核对项目和报告期后再提交。"
    en = "No announced programme asks for this. Check the project and the period."
    rule = "REQ-38 AMB-07"


class AlreadyWaived(Rejection):
    """What is owed no more is neither extended nor waived again."""

    zh = "该项任务已经免除, 无需再办。理由见该项时限的办理记录。"
    en = "This obligation has been waived; its history says why. There is nothing more to do."
    rule = "X13"
