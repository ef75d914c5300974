"""Who asks, in the tests of this service."""

from shared.http.caller import Caller
from shared.http.rights import Role
from tests.office import who

STAFF = who("zuxuanchu", Role.STAFF)
LEADER = who("lingdao", Role.LEADER)
GONGAN = who("gongan-liaison", Role.LIAISON, unit="gongan-ju")
GONGAN_LEADER = who("gongan-leader", Role.RESPONSIBLE, unit="gongan-ju")
SHUILI = who("shuili-liaison", Role.LIAISON, unit="shuili-ju")
REVIEWER = who("pingwei-1", Role.REVIEWER)
AUDITOR = who("shenji", Role.AUDITOR)
CLIENT = who("zhibiao-pingtai", Role.CLIENT)
ADMIN = who("admin", Role.ADMIN)
NAMED_LIKE_A_UNIT = who("gongan-ju", Role.REVIEWER)
"""An account whose id is the id of a unit: it is not the unit."""


def liaison(unit: str) -> Caller:
    return who(f"{unit}-liaison", Role.LIAISON, unit=unit)
