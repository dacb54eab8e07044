"""What others change on what the stack made is shown where it belongs, and `up --refresh` repairs just that.

One router and one stack serve all cases. Each begins with the router as the case before left it, converged; that
nothing else was to do after a repair is what the next preview shows, and the last test.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.lab_router import lab_router
from tests.stack.drift_cases import DRIFTS, ENTRIES
from tests.stack.operator import Operator, operator
from tests.stack.router_stack import RouterStack
from tests.stack.witnesses import TypedLog, configured, looks, planned

pytestmark = pytest.mark.engine


@dataclass
class Converged:
    """A stack that is applied, somebody else at its router, and how the router was when all was well."""

    stack: RouterStack
    other: Operator
    log: TypedLog
    running: str

    def drift(self, *lines: str) -> None:
        """Somebody types these lines."""
        self.other.configure(*lines)
        self.log.news()

    def is_as_it_was(self) -> bool:
        """Whether the router runs what it ran when all was well."""
        same = self.stack.router.running() == self.running
        self.log.news()
        return same


@pytest.fixture(scope="module")
def converged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Converged]:
    folder = tmp_path_factory.mktemp("drift")
    typed = folder / "typed.log"
    with lab_router(folder / "router", "--typed-log", str(typed)) as router, operator(router) as other:
        stack = RouterStack(folder, router)
        stack.described["prefixLists"]["deny-all-routes"] = list(ENTRIES)
        stack.up()
        yield Converged(stack, other, TypedLog(typed), router.running())


@pytest.mark.parametrize("case", DRIFTS)
def test_drift_is_shown_where_it_belongs_and_repaired_alone(converged: Converged, case: str) -> None:
    drift = DRIFTS[case]
    converged.drift(*drift.typed)
    assert planned(converged.stack.preview("--refresh").ok().text) == drift.shown
    asked = converged.log.news()
    assert (looks(asked), configured(asked)) == (1, [])
    converged.stack.up("--refresh")
    typed = converged.log.news()
    assert in_any_order_of_objects(configured(typed)) == in_any_order_of_objects(drift.sent)
    assert ("exec write memory" in typed) == bool(drift.sent)
    if drift.back:
        converged.drift(*drift.back)
    assert converged.is_as_it_was()


def test_after_all_repairs_nothing_is_left_to_do(converged: Converged) -> None:
    converged.stack.preview("--refresh", "--expect-no-changes").ok()
    asked = converged.log.news()
    assert (looks(asked), configured(asked)) == (1, [])


def in_any_order_of_objects(lines: list[str]) -> Counter[tuple[str, ...]]:
    """The lines by the object they configure: resources that do not depend on each other come in any order."""
    objects: list[list[str]] = []
    for line in lines:
        if line.startswith("config ") or not objects:
            objects.append([])
        objects[-1].append(line)
    return Counter(map(tuple, objects))
