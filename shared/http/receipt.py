"""When a paper counts as received (REQ-58, AMB-19)."""

from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field

from shared.domain import Fault, Incomplete
from shared.http.requests import in_utc
from shared.timing.zone import SHANGHAI

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
"""A day of this century: beyond it there is neither a programme nor a calendar."""


class ReceivedInTheFuture(Incomplete):
    """A paper cannot have been received on a day that has not come."""

    zh = "收件日期不能晚于今天。请填写纸质表的实际收件日期。"
    en = "The date of receipt lies in the future. Enter the day on which the paper came."
    rule = "REQ-58 AMB-19"


def received(day: date, now: datetime) -> datetime:
    """Return the moment by which a paper received on a day is judged: the day's first.

    Raises `ReceivedInTheFuture` for a day after today in Asia/Shanghai.
    """
    if day > now.astimezone(SHANGHAI).date():
        fault = Fault(
            field="/body/received_on", zh=ReceivedInTheFuture.zh, en=ReceivedInTheFuture.en
        )
        raise ReceivedInTheFuture(faults=(fault,))
    return in_utc(datetime.combine(day, time.min, SHANGHAI))
