"""`docs/pictures/flow.svg` and its Chinese twin: the one way from a person to every read model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 940, 392
INK, LINE, PAPER = "#1f2933", "#52606d", "#ffffff"
BLUE, GREEN, AMBER, GREY = "#e3effc", "#e3f6e8", "#fdf1d8", "#f0f2f5"
STYLE = f"""\
text {{ fill: {INK} }}
text {{ font-family: system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", sans-serif }}
.title {{ font-size: 15px; font-weight: 600 }}
.name {{ font-size: 14px; font-weight: 600; text-anchor: middle }}
.more {{ font-size: 11px; text-anchor: middle }}
.note {{ font-size: 11px }}
.box {{ stroke: {LINE} }}
.frame {{ fill: none; stroke: {LINE}; stroke-dasharray: 4 4 }}
.arrow {{ fill: none; stroke: {LINE}; stroke-width: 1.4; marker-end: url(#tip) }}
.heals {{ stroke-dasharray: 3 4 }}"""
TIP = f"""\
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" \
orient="auto"><path d="M0 0 8 4 0 8z" fill="{LINE}"/></marker></defs>"""


@dataclass(frozen=True)
class Words:
    """What the picture says, in one language."""

    title: str
    boxes: Mapping[str, Sequence[str]]
    notes: Mapping[str, str]


ENGLISH = Words(
    title="The way of a command, from a person to every read model",
    boxes={
        "person": ("client", "people, systems"),
        "gateway": ("gateway", "who is it? signs"),
        "route": ("route", "reads the request"),
        "handle": ("handle", "loads the stream"),
        "decider": ("decider", "pure rules"),
        "events": ("events", "append only"),
        "rows": ("read models", "of this service"),
        "outbox": ("outbox",),
        "relay": ("relay", "one leader"),
        "feed": ("feed", "dense numbers"),
        "nats": ("NATS JetStream", "carries, keeps no record"),
        "consumer": ("consumer", "checkpoint"),
        "others": ("projections", "and processes"),
    },
    notes={
        "service": "one service",
        "transaction": "PostgreSQL, one transaction",
        "other": "another service, own transaction",
        "answer": "answered after the commit",
        "hole": "a hole is filled from the feed",
    },
)
CHINESE = Words(
    title="一条命令从提交人到各服务读模型的路径",
    boxes={
        "person": ("客户端", "人员、其他系统"),
        "gateway": ("网关", "认人并签名"),
        "route": ("路由", "读取请求"),
        "handle": ("handle", "取出事件流"),
        "decider": ("决策器", "纯规则"),
        "events": ("事件", "只增不改"),
        "rows": ("读模型", "本服务"),
        "outbox": ("发件箱",),
        "relay": ("中继", "单一主节点"),
        "feed": ("事件馈送", "连续编号"),
        "nats": ("NATS JetStream", "只传递, 不作记录"),
        "consumer": ("消费者", "检查点"),
        "others": ("投影", "与流程"),
    },
    notes={
        "service": "一个服务",
        "transaction": "PostgreSQL, 同一事务",
        "other": "另一个服务, 自己的事务",
        "answer": "提交落库后才答复",
        "hole": "缺号从馈送补齐",
    },
)

PLACES: Mapping[str, tuple[int, int, int, str]] = {
    "person": (20, 88, 112, GREY),
    "gateway": (168, 88, 118, BLUE),
    "route": (334, 88, 118, BLUE),
    "handle": (484, 88, 118, BLUE),
    "decider": (484, 172, 118, BLUE),
    "events": (664, 72, 116, GREEN),
    "rows": (798, 72, 116, GREEN),
    "outbox": (664, 132, 250, GREEN),
    "relay": (796, 216, 118, BLUE),
    "feed": (648, 216, 118, GREEN),
    "nats": (612, 316, 190, AMBER),
    "consumer": (222, 316, 118, BLUE),
    "others": (52, 316, 124, GREEN),
}
"""Left, top, width and colour of each box; all are as high as one another but the outbox."""
TALL, FLAT = 48, 30

ARROWS: Sequence[tuple[int, int, int, int]] = (
    (132, 112, 165, 112),
    (286, 112, 331, 112),
    (452, 112, 481, 112),
    (543, 136, 543, 169),
    (602, 112, 645, 112),
    (855, 174, 855, 213),
    (796, 240, 769, 240),
    (707, 264, 707, 313),
    (612, 332, 343, 332),
    (222, 340, 179, 340),
)
ANSWER = "M484 128 L470 128 L462 136 L462 208 L454 216 L74 216 L66 208 L66 139"
HEALING = "M648 248 L588 248 L580 256 L580 344 L572 352 L343 352"
FRAMES: Mapping[str, tuple[int, int, int, int]] = {
    "service": (318, 46, 606, 232),
    "transaction": (648, 50, 272, 124),
    "other": (36, 292, 320, 84),
}


def files() -> Mapping[str, str]:
    """Return both pictures."""
    return {
        "docs/pictures/flow.svg": "\n".join(picture(ENGLISH)) + "\n",
        "docs/pictures/flow.zh-CN.svg": "\n".join(picture(CHINESE)) + "\n",
    }


def picture(words: Words) -> Iterator[str]:
    """Draw the picture in one language."""
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    yield f"<title>{escape(words.title)}</title>\n<style>\n{STYLE}\n</style>\n{TIP}"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" rx="10" fill="{PAPER}"/>'
    yield text(20, 28, words.title, "title")
    for name, (x, y, width, height) in FRAMES.items():
        yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" class="frame"/>'
        yield text(x + 8, y + (height - 8 if name == "service" else 15), words.notes[name], "note")
    for name, lines in words.boxes.items():
        yield from box(name, lines)
    for x1, y1, x2, y2 in ARROWS:
        yield arrow(f"M{x1} {y1}L{x2} {y2}")
    yield arrow(ANSWER)
    yield text(92, 208, words.notes["answer"], "note")
    yield arrow(HEALING, "arrow heals")
    yield text(392, 369, words.notes["hole"], "note")
    yield "</svg>"


def text(x: int, y: int, words: str, kind: str) -> str:
    """Return a line of text."""
    return f'<text x="{x}" y="{y}" class="{kind}">{escape(words)}</text>'


def box(name: str, lines: Sequence[str]) -> Iterator[str]:
    """Give a box and what stands in it."""
    x, y, width, colour = PLACES[name]
    place = f'x="{x}" y="{y}" width="{width}" height="{TALL if len(lines) > 1 else FLAT}"'
    yield f'<rect {place} rx="6" fill="{colour}" class="box"/>'
    yield text(x + width // 2, y + 20, lines[0], "name")
    for line in lines[1:]:
        yield text(x + width // 2, y + 38, line, "more")


def arrow(path: str, kind: str = "arrow") -> str:
    """Return a line with a tip."""
    return f'<path d="{path}" class="{kind}"/>'
