"""How a programme's results are handed in: as its notice says, otherwise as the office usually does.

No notice has said so yet; the office's usual rule is data too (`data/results-rule.json`). A category
that neither names has no sections of its own.
"""

from collections.abc import Iterator
from importlib.resources import files

from pydantic import TypeAdapter

from services.applications import notice as file
from services.applications.rule_parts import ResultsForm, ResultsRule, ResultsSection

USUAL = TypeAdapter(ResultsRule).validate_json(
    (files("services.applications") / "data" / "results-rule.json").read_text("utf-8")
)


def results_rule(notice: file.Notice) -> ResultsRule:
    """Return the rule for the results of a notice's programme."""
    stated = notice.results
    return ResultsRule(
        shift=stated.shift if stated else USUAL.shift,
        replace_last_report=stated.replace_last_report if stated else USUAL.replace_last_report,
        held_by_unit=stated.held_by_unit if stated else USUAL.held_by_unit,
        late_within_grace=stated.late_within_grace if stated else USUAL.late_within_grace,
        forms=tuple(forms(notice)),
    )


def forms(notice: file.Notice) -> Iterator[ResultsForm]:
    """Return the form of each category that has one, the notice's own before the usual one."""
    usual = {form.category: form for form in USUAL.forms}
    for category in notice.categories:
        if category.results is not None:
            yield form_of(category.id, category.results)
        elif category.id in usual:
            yield usual[category.id]


def form_of(category: str, form: file.ResultsForm) -> ResultsForm:
    """Return a form as it is recorded."""
    return ResultsForm(
        category=category,
        sections=tuple(ResultsSection(**section.model_dump()) for section in form.sections),
        required_kinds=tuple(form.required_kinds),
        every_target=form.every_target,
    )
