"""Whether a criterion counts traces of work instead of judging its effect (REQ-11)."""

import re
import unicodedata

COUNTED = re.compile(
    r"数量|条数|篇数|张数|次数|人次|点赞|登录|登陆|打卡|签到|转发|发帖|留痕|阅读量|浏览量|访问量|点击量"
    r"|照片数|图片数|number\s*of|(?<![a-z])(?:counts?|posts?|photos?|pictures?|likes?|clicks?"
    r"|views?|shares?|log-?\s?ins?|check-?\s?ins?)(?![a-z])",
    re.IGNORECASE,
)
"""Words that say a criterion counts traces of work instead of judging its effect."""


def counts_traces(name: str) -> bool:
    """Return whether a criterion's name speaks of counting, however it is spaced or typed."""
    plain = unicodedata.normalize("NFKC", name)
    visible = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return bool(COUNTED.search(visible) or COUNTED.search(re.sub(r"\s+", "", visible)))
