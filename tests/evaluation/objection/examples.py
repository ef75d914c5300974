"""Ordinary objections."""

from datetime import UTC, datetime

from services.evaluation.objection.commands import LodgeObjection, RuleObjection
from services.evaluation.objection.events import (
    ObjectionDeclined,
    ObjectionLodged,
    ObjectionRuled,
)
from shared.ids import AccountId, ProgrammeId, ProjectId
from shared.store.sealed import Sealed

PROGRAMME = ProgrammeId("szjg-zutuanshi-2017")
PROJECT = ProjectId("2017-p17")
ID = "yy-2017-001"
SIGNER = AccountId("signer")
NAME = Sealed(subject="person:signer", box="c2VhbGVk")
UNTIL = datetime(2017, 12, 22, 16, tzinfo=UTC)

LODGE = LodgeObjection(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    objection_id=ID,
    unit_id="xuanchuan-xitong",
    by=SIGNER,
    name=NAME,
    reason="一名评委参与过竞争项目的筹备",
    parties={"xuanchuan-xitong": ["lead"], "weiji-wei": ["co_lead"]},
    until=UNTIL,
    at=datetime(2017, 12, 20, 2, tzinfo=UTC),
)
LODGED = ObjectionLodged(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    objection_id=ID,
    unit_id="xuanchuan-xitong",
    by=SIGNER,
    name=NAME,
    reason="一名评委参与过竞争项目的筹备",
)
DECLINED = ObjectionDeclined(
    programme_id=PROGRAMME, project_id=PROJECT, objection_id=ID, lack="anonymous"
)
RULE = RuleObjection(
    project_id=PROJECT,
    ruling="dismissed",
    answer="经核实，情况不属实。",
    revises=False,
    by=AccountId("leader"),
)
RULED = ObjectionRuled(
    programme_id=PROGRAMME,
    project_id=PROJECT,
    objection_id=ID,
    ruling="dismissed",
    answer="经核实，情况不属实。",
    by=AccountId("leader"),
)
