"""When a paper counts as received, and when a quarter begins and ends."""

from datetime import date, datetime, time

from shared.domain import Fault, Incomplete
from shared.http.requests import in_utc
from shared.timing.clock import SHANGHAI


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


def quarter_begins(period: str) -> datetime:
    """Return the first moment of a quarter such as `2017Q2` in Asia/Shanghai, in UTC."""
    month = 3 * int(period[5]) - 2
    return in_utc(datetime(int(period[:4]), month, 1, tzinfo=SHANGHAI))


def quarter_ends(period: str) -> datetime:
    """Return the first moment after a quarter such as `2017Q2` in Asia/Shanghai, in UTC."""
    year, quarter = int(period[:4]), int(period[5])
    return quarter_begins(f"{year + quarter // 4}Q{quarter % 4 + 1}")
