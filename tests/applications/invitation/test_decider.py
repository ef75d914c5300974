"""The rules of an invitation, one example each."""

from dataclasses import replace

import pytest

from services.applications.invitation.commands import Invite
from services.applications.invitation.decider import (
    DECIDER,
    NoInvitationNeeded,
    NothingToInviteTo,
)
from shared.ids import AccountId, UnitId
from tests.applications.participation.examples import FACTS
from tests.scenario import Scenario

invitation = Scenario(DECIDER)
assert FACTS.announced_at is not None
INVITE = Invite(
    project=FACTS,
    unit_id=UnitId("minzheng-xitong"),
    applied=False,
    words="贵单位熟悉社区志愿服务",
    by=AccountId("zuxuanchu"),
    at=FACTS.announced_at,
)
INVITED = INVITE.invited()


@pytest.mark.covers("REQ-18")
def test_the_organiser_invites_a_unit_and_that_is_all() -> None:
    invitation.given().when(INVITE).then(INVITED)


def test_the_same_again_changes_nothing_and_other_words_are_sent_anew() -> None:
    other = replace(INVITE, words="截止日期临近")
    invitation.given(INVITED).when(INVITE).then_nothing()
    invitation.given(INVITED).when(other).then(other.invited())


def test_who_has_applied_or_leads_needs_no_invitation() -> None:
    lead = replace(INVITE, unit_id=UnitId(FACTS.lead_unit_id))
    invitation.given().when(replace(INVITE, applied=True)).then_rejected(NoInvitationNeeded)
    invitation.given().when(lead).then_rejected(NoInvitationNeeded)


def test_nobody_is_invited_before_the_programme_is_announced() -> None:
    early = replace(INVITE, project=replace(FACTS, announced_at=None))
    invitation.given().when(early).then_rejected(NothingToInviteTo)
