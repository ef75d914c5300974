"""An ordinary place in the library: the results of 2017-p08, which passed."""

from services.progress.results_library.commands import PublishResults
from services.progress.results_library.events import ResultsPublished
from shared.ids import AccountId
from tests.progress.examples import P08, PROGRAMME

STAFF_MEMBER = AccountId("staff")
PUBLISH = PublishResults(
    programme_id=PROGRAMME, project_id=P08, number=1, passed=True, by=STAFF_MEMBER
)
PUBLISHED = ResultsPublished(programme_id=PROGRAMME, project_id=P08, number=1, by=STAFF_MEMBER)
