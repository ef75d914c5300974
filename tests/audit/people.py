"""Who asks, in the tests of this service."""

from shared.http.rights import Role
from tests.office import who

STAFF = who("zuxuanchu", Role.STAFF)
LEADER = who("lingdao", Role.LEADER)
LIAISON = who("gongan-liaison", Role.LIAISON, unit="gongan-ju")
RESPONSIBLE = who("gongan-leader", Role.RESPONSIBLE, unit="gongan-ju")
REVIEWER = who("pingwei-1", Role.REVIEWER)
AUDITOR = who("shenji", Role.AUDITOR)
CLIENT = who("zhibiao-pingtai", Role.CLIENT)
ADMIN = who("admin", Role.ADMIN)
