"""How a paper looks: one A4 document of HTML without scripts and without any request elsewhere.

Sizes, margins and fonts are those of GB/T 9704-2012 (domain.md 5.1): type area 156 x 225 mm, office fonts
first, open ones behind. The same paper and version are always the same bytes.
"""

from jinja2 import Environment, PackageLoader, StrictUndefined

from shared.papers.paper import Paper

SHORT = 16
"""Digits of the check code at the foot of every page; the whole of it stands at the end."""

_TEMPLATES = Environment(
    loader=PackageLoader("shared.papers", "."),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def printed(paper: Paper, version: int) -> str:
    """Return a paper as HTML; version 0 is a draft and bears 草稿 on every page."""
    code = paper.check_code
    template = _TEMPLATES.get_template("paper.html")
    return template.render(paper=paper, version=version, code=code, short=code[:SHORT])
