"""Interleaved rounds: each page a little in each, so that a busy minute of the machine hits all of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from tests.bench.client import Asking, Client
from tests.bench.pages import BARE, Page
from tests.bench.server import Served

# The bare view is what all others are divided by, so it is measured this often within a round.
EVERY = 4
# Long enough for what is kept in memory to be made, in each process.
WARMING = 0.15


@dataclass(frozen=True)
class Pace:
    """How long is measured."""

    rounds: int
    seconds: float


@dataclass
class Samples:
    """What was seen of one page."""

    cpu_ms: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def cpu(self) -> float:
        """Give the milliseconds of processor time that the server spent on one request."""
        return median(self.cpu_ms)

    @property
    def speed(self) -> float:
        """Give the requests a second."""
        return median(self.per_second)


class Supply:
    """The requests of a page: the same one again and again, or each only once."""

    def __init__(self, page: Page) -> None:
        """Begin at the first."""
        self.page, self.left = page, list(page.askings)

    def take(self, most: int) -> list[Asking]:
        """Give what the next sample may send."""
        if not self.page.once:
            return self.left
        taken, self.left = self.left[:most], self.left[most:]
        return taken


def measure(served: Served, client: Client, pages: list[Page], pace: Pace) -> dict[str, Samples]:
    """Measure all pages in rounds; the first round only warms up."""
    found: dict[str, Samples] = defaultdict(Samples)
    supplies = {page.name: Supply(page) for page in pages}
    for number in range(pace.rounds + 1):
        seconds = pace.seconds if number else WARMING
        for page in in_turn(pages):
            share = len(page.askings) // (pace.rounds + 1)
            sample = sampled(served, client, page, supplies[page.name].take(share), seconds)
            if number:
                found[page.name].cpu_ms.append(sample[0])
                found[page.name].per_second.append(sample[1])
                found[page.name].bytes = int(sample[2])
    return found


def in_turn(pages: list[Page]) -> Iterator[Page]:
    """List the pages with the bare view before every few of them."""
    bare = next(page for page in pages if page.name == BARE)
    others = [page for page in pages if page is not bare]
    for number, page in enumerate(others):
        if number % EVERY == 0:
            yield bare
        yield page


def sampled(
    served: Served, client: Client, page: Page, askings: list[Asking], seconds: float
) -> tuple[float, float, float]:
    """Measure one page for a while: milliseconds of processor time, requests a second, bytes of an answer."""
    if not page.once:
        client.work(askings, WARMING)
    before = served.cpu_seconds()
    told = client.work(askings, seconds, once=page.once)
    used = served.cpu_seconds() - before
    return 1000 * used / told["done"], told["done"] / told["seconds"], told["bytes"]
