"""How an account says no, whichever of its deciders is asked."""

from shared.domain import NotFound, Rejection
from shared.http.rights import Role

ALONE = frozenset({Role.ADMIN, Role.AUDITOR, Role.REVIEWER})


class NoSuchAccount(NotFound):
    """There is no account of this name."""

    zh = "没有账号“{account}”, 请核对账号名。"
    en = "There is no account {account}."


class RoleStandsAlone(Rejection):
    """Reviewing, auditing and administering need an account of their own."""

    zh = "评审、审计、系统管理须使用单独的账号, 请为此人另开账号。"
    en = "Reviewing, auditing and administering need an account of their own. Open a second one."
    rule = "domain.md 4"


class UnitMissing(Rejection):
    """A liaison acts for a unit."""

    zh = "此账号未登记所属单位, 不能授予联络员或责任领导角色。请另开有单位的账号。"
    en = "The account has no unit to act for. Open one that has."
    rule = "domain.md 4"
