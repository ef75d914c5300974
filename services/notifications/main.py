"""The service `notifications`, put together."""

from services.notifications.case_owner import projection as case_owner
from services.notifications.channel import api as channel_api
from services.notifications.channel.events import ChannelEvent
from services.notifications.channel.projection import EMAIL_CHANNELS
from services.notifications.document import api as document_api
from services.notifications.document.events import DispatchEvent
from services.notifications.document.process import (
    DISPATCH_OF_APPLICATIONS,
    DISPATCH_OF_EVALUATION,
)
from services.notifications.mail import mailing
from services.notifications.mail_hours import api as mail_hours_api
from services.notifications.mail_hours.events import MailHoursEvent
from services.notifications.mail_hours.projection import MAIL_HOURS
from services.notifications.notice_rules import api as rules_api
from services.notifications.notice_rules import process as rules
from services.notifications.notice_rules.events import NoticeRulesEvent
from services.notifications.notice_rules.projection import NOTICE_RULES
from services.notifications.notification import api as inbox_api
from services.notifications.notification import process
from services.notifications.notification.events import UPCASTS, NotificationEvent
from services.notifications.notification.projection import FIRES, NOTIFICATIONS, TIMERS
from services.notifications.notification.timers import fire
from services.notifications.party.projection import PARTIES
from services.notifications.tables import metadata
from shared.bus.subscription import Subscribed
from shared.service import Feature, Service

SERVICE = Service(
    name="notifications",
    title="领办：通知",
    features=(
        Feature("channel", ChannelEvent),
        Feature("notification", NotificationEvent, UPCASTS),
        Feature("notice-rules", NoticeRulesEvent),
        Feature("document", DispatchEvent),
        Feature("mail-hours", MailHoursEvent),
    ),
    routers=(
        channel_api.router,
        inbox_api.router,
        document_api.router,
        mail_hours_api.router,
        rules_api.router,
    ),
    metadata=metadata,
    projections=(EMAIL_CHANNELS, MAIL_HOURS, NOTIFICATIONS, TIMERS, NOTICE_RULES),
    subscribed=(
        Subscribed(
            "applications",
            projections=PARTIES,
            processes=(process.APPLICATIONS, rules.OF_APPLICATIONS, DISPATCH_OF_APPLICATIONS),
        ),
        Subscribed(
            "progress",
            projections=(case_owner.OF_PROGRESS,),
            processes=(process.PROGRESS, rules.OF_PROGRESS),
        ),
        Subscribed(
            "evaluation",
            projections=(case_owner.OF_EVALUATION,),
            processes=(rules.OF_EVALUATION, DISPATCH_OF_EVALUATION),
        ),
    ),
    firings={FIRES: fire},
    background=(mailing(),),
)
