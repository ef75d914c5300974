"""What has to change on a sheet so that it holds what is due."""

from collections.abc import Mapping

from services.evaluation.entitlement.commands import Due
from services.evaluation.lines import BonusLine
from shared.domain import value
from shared.ids import ProjectId


@value
class Changes:
    """What has to be done so that a sheet holds what is due."""

    gone: tuple[BonusLine, ...] = ()
    other: tuple[BonusLine, ...] = ()
    new: tuple[BonusLine, ...] = ()


NO_CHANGES = Changes()


def changes(
    known: Mapping[ProjectId, BonusLine], spent: Mapping[ProjectId, int], due: Due
) -> Changes:
    """Return what has to change; a decision that was credited and taken back brings nothing more."""
    have = {
        project: line
        for project, line in known.items()
        if project not in due.held and (not due.named or project in due.named)
    }
    want = {line.project_id: line for line in due.lines if line.project_id not in due.held}
    return Changes(
        gone=tuple(line for project, line in have.items() if project not in want),
        other=tuple(
            line
            for project, line in want.items()
            if project in have
            and (have[project].role, have[project].points) != (line.role, line.points)
        ),
        new=tuple(
            line
            for project, line in want.items()
            if project not in have and line.decision_version > spent.get(project, 0)
        ),
    )
