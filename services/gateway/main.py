"""The gateway put together."""

from services.gateway.account.api import router as accounts
from services.gateway.account.events import AccountEvent
from services.gateway.account.projection import ACCOUNTS
from services.gateway.client.api import router as clients
from services.gateway.client.events import ClientEvent
from services.gateway.client.projection import CLIENTS
from services.gateway.clock.api import router as clock
from services.gateway.liaison.process import LIAISONS
from services.gateway.session.api import router as session
from services.gateway.tables import metadata
from shared.bus.subscription import Subscribed
from shared.service import Feature, Service

SERVICE = Service(
    name="gateway",
    title="领办 · 账号与登录 (gateway)",
    features=(Feature("account", AccountEvent), Feature("client", ClientEvent)),
    routers=(session, accounts, clients, clock),
    metadata=metadata,
    projections=(ACCOUNTS, CLIENTS),
    subscribed=(Subscribed("applications", processes=(LIAISONS,)),),
)
