"""The table of effects speaks of fields that the events have."""

import pytest

from services.audit.case.projection import OF_ACCOUNTS, OF_ITS_PROGRAMME, SOURCES
from services.audit.effects import EFFECTS, GROUPS, effect_of, group_of
from shared.contracts.gateway import CODEC
from tools.codebase import events_of, services, typed_fields

EVENTS = {event.name: event.event for service in services() for event in events_of(service)}
FEATURES = {feature.name: service.name for service in services() for feature in service.features}
WITH_ENTRIES = sorted(name for name in EVENTS if effect_of(name).by)


@pytest.mark.parametrize("name", WITH_ENTRIES)
def test_what_tells_entries_apart_is_a_field_of_the_event(name: str) -> None:
    assert effect_of(name).by in {field for field, _ in typed_fields(EVENTS[name])}


def test_only_an_entry_ends() -> None:
    assert all(effect.by for effect in EFFECTS.values() if effect.ends)


def test_records_of_the_whole_programme_are_recorded_by_services_of_the_case() -> None:
    assert {FEATURES[feature] for feature in OF_ITS_PROGRAMME} <= set(SOURCES)


def test_a_feature_without_a_group_is_data() -> None:
    assert group_of("project") == "data"
    assert set(GROUPS.values()) == {"roles", "rules", "score"}


def test_the_events_of_accounts_that_are_gathered_are_those_of_the_contract() -> None:
    assert set(OF_ACCOUNTS) == set(CODEC.known)
