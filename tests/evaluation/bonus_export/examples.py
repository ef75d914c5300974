"""Ordinary exports."""

from uuid import UUID

from services.evaluation.bonus_export.commands import ExportBonus
from services.evaluation.bonus_export.events import BonusExported, ExportedLine
from shared.ids import AccountId, UnitId

LINE = ExportedLine(
    unit_id=UnitId("guoshui-ju"),
    programme_id="szjg-zutuanshi-2017",
    project_id="2017-p07",
    role="lead",
    kind="award",
    points=1200,
    reason="组团式领办项目经评审考核通过",
    rule="REQ-52 AMB-02",
    event_id=UUID(int=7),
)
EXPORT = ExportBonus(year=2017, lines=(LINE,), held=(), by=AccountId("xianfeng"))
EXPORTED = BonusExported(year=2017, number=1, lines=(LINE,), by=AccountId("xianfeng"))
