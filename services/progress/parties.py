"""Who stands where in a project: the facts that tasks and good practices rest on."""

from shared.domain import value
from shared.ids import UnitId


@value
class Parties:
    """Who leads a project now, who may act for the lead (AMB-13), and who co-leads it.

    A project that nobody leads, or that does not exist, has no parties: "" and nobody.
    """

    lead_unit_id: str
    executing_unit_id: str
    co_leads: frozenset[UnitId]

    def lead_is(self, unit: str) -> bool:
        """Return whether this unit leads the project or may act for its lead."""
        return bool(unit) and unit in (self.lead_unit_id, self.executing_unit_id)

    def include(self, unit: str) -> bool:
        """Return whether this unit takes part in the project, as lead, for it or as co-lead."""
        return self.lead_is(unit) or unit in self.co_leads
