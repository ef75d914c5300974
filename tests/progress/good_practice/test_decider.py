"""The rules of a good practice, one example each."""

from dataclasses import fields, replace

import pytest

from services.progress.good_practice.decider import (
    DECIDER,
    NoSuchPractice,
    OnlyCoLeadsDraft,
    OnlyTheLeadOrStaffWithdraws,
    OnlyTheLeadShares,
    PictureNotHandedIn,
    PictureRequired,
    PracticeIdTaken,
    PracticeIsWithdrawn,
)
from services.progress.good_practice.events import PracticeEvent
from services.progress.good_practice.projection import PracticeLine, PracticeRow
from shared.store.codec import members
from tests.progress.examples import GONGAN, GUOZI, JIAOTONG, TIYU, WEIJI
from tests.progress.good_practice.examples import (
    BARE,
    CONTENT,
    DRAFT,
    DRAFTED,
    OTHER_PICTURE,
    PARTIES,
    RECOMMEND,
    RECOMMENDED,
    RECORD,
    RECORDED,
    SHARE,
    SHARED,
    WITHDRAW,
    WITHDRAWN,
)
from tests.scenario import Scenario

practice = Scenario(DECIDER)
OTHER = replace(CONTENT, title="另一做法")
TWO = replace(PARTIES, co_leads=PARTIES.co_leads | {GONGAN})


class TestDrafting:
    def test_a_co_lead_writes_a_practice_down(self) -> None:
        practice.given().when(DRAFT).then(DRAFTED)

    def test_and_writes_it_anew_until_it_is_shared(self) -> None:
        better = replace(DRAFT, content=OTHER)
        practice.given(DRAFTED).when(better).then(replace(DRAFTED, content=OTHER))
        practice.given(DRAFTED, SHARED).when(better).then_rejected(PracticeIdTaken)

    def test_the_same_draft_again_changes_nothing(self) -> None:
        practice.given(DRAFTED).when(DRAFT).then_nothing()

    @pytest.mark.parametrize("unit", [GUOZI, WEIJI, ""])
    def test_nobody_else_drafts(self, unit: str) -> None:
        practice.given().when(replace(DRAFT, from_unit=unit)).then_rejected(OnlyCoLeadsDraft)

    def test_nobody_takes_over_the_draft_of_another(self) -> None:
        gongans = replace(DRAFT, from_unit=GONGAN, parties=TWO)
        practice.given(DRAFTED).when(gongans).then_rejected(PracticeIdTaken)

    def test_a_picture_must_be_uploaded(self) -> None:
        foreign = replace(DRAFT, handed_in=frozenset())
        practice.given().when(foreign).then_rejected(PictureNotHandedIn)


class TestSharing:
    def test_the_lead_shares(self) -> None:
        practice.given().when(SHARE).then(SHARED)

    def test_the_unit_that_acts_for_the_lead_shares(self) -> None:
        parties = replace(PARTIES, executing_unit_id=TIYU)
        acting = replace(SHARE, parties=parties, from_unit=TIYU)
        practice.given().when(acting).then(replace(SHARED, shared_by_unit_id=TIYU))

    def test_the_lead_shares_what_a_co_lead_wrote_with_its_pictures(self) -> None:
        drafted = replace(SHARE, handed_in=frozenset())
        practice.given(DRAFTED).when(drafted).then(replace(SHARED, drafted_by_unit_id=JIAOTONG))

    @pytest.mark.parametrize("unit", [JIAOTONG, WEIJI, ""])
    def test_nobody_else_shares(self, unit: str) -> None:
        practice.given().when(replace(SHARE, from_unit=unit)).then_rejected(OnlyTheLeadShares)

    def test_the_same_again_changes_nothing(self) -> None:
        practice.given(SHARED).when(SHARE).then_nothing()

    @pytest.mark.parametrize("then", [(), (WITHDRAWN,)])
    def test_what_was_shared_is_not_changed(self, then: tuple[PracticeEvent, ...]) -> None:
        other = replace(SHARE, content=OTHER)
        practice.given(SHARED, *then).when(other).then_rejected(PracticeIdTaken)

    def test_pictures_are_invited_not_forced(self) -> None:
        bare = replace(SHARE, content=BARE)
        practice.given().when(bare).then(replace(SHARED, content=BARE))

    def test_unless_the_programmes_rules_ask_for_one(self) -> None:
        strict = replace(SHARE, picture_required=True)
        practice.given().when(strict).then(SHARED)
        practice.given().when(replace(strict, content=BARE)).then_rejected(PictureRequired)

    def test_a_picture_must_be_uploaded_and_is_named(self) -> None:
        content = replace(CONTENT, pictures=(*CONTENT.pictures, OTHER_PICTURE))

        with pytest.raises(PictureNotHandedIn) as refused:
            DECIDER.decide(replace(SHARE, content=content), DECIDER.initial)

        assert [fault.field for fault in refused.value.faults] == ["/body/pictures/1"]


class TestChannels:
    def test_another_system_says_that_it_has_the_practice(self) -> None:
        practice.given(SHARED).when(RECORD).then(RECORDED)

    def test_the_lead_says_where_it_posted_the_practice(self) -> None:
        by_hand = replace(
            RECORD, channel="qq_group", message_id="", by_client=False, from_unit=GUOZI, by="li"
        )
        practice.given(SHARED).when(by_hand).then(
            replace(RECORDED, channel="qq_group", message_id="", by="li")
        )

    def test_once_for_each_channel(self) -> None:
        again = replace(RECORD, message_id="m-2")
        practice.given(SHARED, RECORDED).when(RECORD).then_nothing()
        practice.given(SHARED, RECORDED).when(again).then_nothing()

    @pytest.mark.parametrize("unit", [JIAOTONG, WEIJI, ""])
    def test_nobody_else_says_so(self, unit: str) -> None:
        foreign = replace(RECORD, by_client=False, from_unit=unit)
        practice.given(SHARED).when(foreign).then_rejected(OnlyTheLeadShares)

    def test_what_was_posted_was_posted_also_if_withdrawn_since(self) -> None:
        practice.given(SHARED, WITHDRAWN).when(RECORD).then(RECORDED)

    @pytest.mark.parametrize("given", [(), (DRAFTED,)])
    def test_what_was_not_shared_is_in_no_channel(self, given: tuple[PracticeEvent, ...]) -> None:
        practice.given(*given).when(RECORD).then_rejected(NoSuchPractice)


class TestRecommending:
    def test_the_organiser_recommends(self) -> None:
        practice.given(SHARED).when(RECOMMEND).then(RECOMMENDED)

    def test_recommending_again_changes_nothing(self) -> None:
        practice.given(SHARED, RECOMMENDED).when(RECOMMEND).then_nothing()

    def test_what_is_out_of_sight_is_not_recommended(self) -> None:
        practice.given(SHARED, WITHDRAWN).when(RECOMMEND).then_rejected(PracticeIsWithdrawn)

    @pytest.mark.parametrize("given", [(), (DRAFTED,)])
    def test_what_was_not_shared_is_not_recommended(self, given: tuple[PracticeEvent, ...]) -> None:
        practice.given(*given).when(RECOMMEND).then_rejected(NoSuchPractice)


class TestWithdrawing:
    @pytest.mark.parametrize("then", [(), (RECORDED,), (RECOMMENDED,)])
    def test_the_lead_takes_a_practice_out_of_sight(self, then: tuple[PracticeEvent, ...]) -> None:
        practice.given(SHARED, *then).when(WITHDRAW).then(WITHDRAWN)

    def test_the_organisers_staff_does_too(self) -> None:
        staffs = replace(WITHDRAW, from_unit="", by_staff=True)
        practice.given(SHARED).when(staffs).then(WITHDRAWN)

    def test_withdrawing_again_changes_nothing(self) -> None:
        practice.given(SHARED, WITHDRAWN).when(WITHDRAW).then_nothing()

    @pytest.mark.parametrize("unit", [JIAOTONG, WEIJI, ""])
    def test_nobody_else_withdraws(self, unit: str) -> None:
        foreign = replace(WITHDRAW, from_unit=unit)
        practice.given(SHARED).when(foreign).then_rejected(OnlyTheLeadOrStaffWithdraws)

    @pytest.mark.parametrize("given", [(), (DRAFTED,)])
    def test_what_was_not_shared_is_not_withdrawn(self, given: tuple[PracticeEvent, ...]) -> None:
        practice.given(*given).when(WITHDRAW).then_rejected(NoSuchPractice)


def test_nothing_about_a_practice_is_a_number_that_could_be_counted_or_ranked() -> None:
    shapes = (*members(PracticeEvent), PracticeRow, PracticeLine)
    numbers = {field.name for shape in shapes for field in fields(shape) if field.type is int}

    assert numbers == {"version"}
