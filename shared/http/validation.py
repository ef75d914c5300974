"""What is wrong with a request, field by field, in Chinese and English."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from shared.domain import Fault

ZH: Mapping[str, str] = {
    "missing": "此项必填。",
    "string_type": "此项应为文字。",
    "string_too_short": "此项不能少于 {min_length} 个字。",
    "string_too_long": "此项不能超过 {max_length} 个字。",
    "string_pattern_mismatch": "格式不正确。",
    "string_unicode": "含有无法识别的字符。",
    "control_character": "含有不可见的控制字符, 请删除。",
    "int_type": "此项应为整数。",
    "int_parsing": "此项应为整数。",
    "int_from_float": "此项应为整数。",
    "greater_than_equal": "此项不能小于 {ge}。",
    "less_than_equal": "此项不能大于 {le}。",
    "greater_than": "此项应大于 {gt}。",
    "less_than": "此项应小于 {lt}。",
    "bool_type": "此项应为是或否。",
    "bool_parsing": "此项应为是或否。",
    "date_parsing": "日期格式应为 年-月-日, 例如 2017-05-10。",
    "date_from_datetime_parsing": "日期格式应为 年-月-日, 例如 2017-05-10。",
    "datetime_parsing": "时间格式不正确, 例如 2017-05-10T09:00:00+08:00。",
    "datetime_from_date_parsing": "时间格式不正确, 例如 2017-05-10T09:00:00+08:00。",
    "timezone_aware": "时间须带时区, 例如 2017-05-10T09:00:00+08:00。",
    "uuid_parsing": "编号格式不正确。",
    "literal_error": "只能是: {expected}。",
    "enum": "只能是: {expected}。",
    "union_tag_invalid": "只能是: {expected_tags}。",
    "union_tag_not_found": "此项必填。",
    "extra_forbidden": "不接受此项, 请删除。",
    "json_invalid": "内容不是有效的 JSON。",
    "list_type": "此项应为列表。",
    "too_short": "至少需要 {min_length} 项。",
    "too_long": "最多 {max_length} 项。",
    "dict_type": "此项应为一组内容。",
    "model_attributes_type": "此项应为一组内容。",
}
LEFT = "内容不正确: {message}"
NEWLINES = {"\n", "\r", "\t"}


def pointer(location: Iterable[str | int]) -> str:
    """Return the JSON Pointer (RFC 6901) of a place in the request."""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in location]
    return "/" + "/".join(parts) if parts else ""


def explain(errors: Sequence[Mapping[str, Any]]) -> tuple[Fault, ...]:
    """Return what is wrong where, from pydantic's findings."""
    return tuple(
        Fault(
            field=pointer(error["loc"]),
            zh=ZH.get(error["type"], LEFT).format(
                **{"message": error["msg"], **error.get("ctx", {})}
            ),
            en=str(error["msg"]),
        )
        for error in errors
    )


def printable(text: str) -> str:
    """Return the text if it holds no control characters but line breaks and tabs."""
    if any((ord(c) < 32 and c not in NEWLINES) or c in "\x7f\u2028\u2029" for c in text):  # noqa: PLR2004
        raise PydanticCustomError("control_character", "control characters are not accepted")
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(printable),
]
"""One line of text: 1 to 200 characters."""

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=20_000),
    AfterValidator(printable),
]
"""Text of any length a form needs: up to 20,000 characters, possibly none."""
