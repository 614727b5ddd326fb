"""The ring: a deal of two to four parties, what flows between them, and under each what it gets and gives.

Plain values in, positions out; `screens/ring.html` writes the SVG. Places and sizes: mock/README.md 8, "Ring". 360 wide
so that 14 px text is true size on a phone; the bars of a party are scaled to itself, so parties cannot be compared.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

WIDTH, HEIGHT, LINE = 128, 84, 18
BOXES = {2: ((4, 88), (228, 88)), 3: ((116, 4), (228, 268), (4, 268)), 4: ((4, 4), (228, 4), (228, 272), (4, 272))}
TALL = {2: 260, 3: 366, 4: 360}


@dataclass(frozen=True)
class Party:
    """A party in the drawing; `/` in its name is where a line may break. Figures on its own scale."""

    name: str
    gets: float
    gives: float
    own: bool = False


@dataclass(frozen=True)
class Flow:
    """What one party gives another, by their places in the list of parties."""

    giver: int
    receiver: int
    label: str


@dataclass(frozen=True)
class Way:
    """An arrow's place: path, the first number's disc, the first label's end, how the label is set, letters a line."""

    path: str
    disc: tuple[int, int]
    label: tuple[int, int]
    anchor: str
    letters: int


WAYS = {
    2: {(0, 1): Way("M84 86 C104 30 256 30 276 80", (180, 44), (180, 24), "", 12),
        (1, 0): Way("M276 174 C256 230 104 230 84 180", (180, 216), (180, 246), "", 12)},
    3: {(0, 1): Way("M246 50 C300 80 326 160 318 260", (304, 128), (288, 127), "r", 5),
        (1, 2): Way("M226 320 C200 336 160 336 138 321", (180, 332), (180, 358), "", 6),
        (2, 0): Way("M42 266 C34 160 60 80 108 51", (56, 128), (72, 127), "l", 5),
        (0, 2): Way("M160 90 C156 160 130 220 104 260", (145, 168), (161, 195), "l", 5)},
    4: {(0, 1): Way("M134 34 C160 22 200 22 222 32", (180, 25), (180, 56), "", 6),
        (1, 2): Way("M306 90 C324 140 324 220 308 266", (320, 180), (304, 181), "r", 5),
        (2, 3): Way("M226 326 C200 338 160 338 138 328", (180, 335), (180, 312), "", 6),
        (3, 0): Way("M54 270 C36 220 36 140 52 94", (40, 180), (56, 181), "l", 3),
        (0, 3): Way("M104 90 C122 140 122 220 106 266", (118, 180), (134, 181), "l", 5),
        (0, 2): Way("M134 76 C170 130 200 200 238 268", (186, 160), (202, 165), "l", 5)},
}
"""Round clockwise; for three and four also one further way, back along the last step or across."""


@dataclass(frozen=True)
class Text:
    """A line of text."""

    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True)
class Arrow:
    """A drawn arrow with its numbers and its label."""

    path: str
    discs: tuple[tuple[int, int, int], ...]
    lines: tuple[Text, ...]


@dataclass(frozen=True)
class Box:
    """A drawn party: its corner, name and two bars."""

    x: int
    y: int
    own: bool
    name: tuple[Text, ...]
    bars: tuple[tuple[int, float, float], ...]
    """Top, length and figure of what it gets and what it gives."""


@dataclass(frozen=True)
class Ring:
    """All that the template writes down."""

    top: int
    height: int
    arrows: tuple[Arrow, ...]
    boxes: tuple[Box, ...]
    parties: tuple[Party, ...]
    flows: tuple[Flow, ...]
    """In the order of their numbers; places as drawn."""
    bar_from: int


def lines_of(text: str, letters: int) -> list[str]:
    """A label in lines: at `/` first, else at so many Chinese characters; Latin words at spaces, two a character."""
    return [line for part in text.split("/") for line in (
        wrap(part, 2 * letters, break_long_words=False) if part.isascii()
        else [part[i:i + letters] for i in range(0, len(part), letters)])][:3]


def turned(parties: Sequence[Party], flows: Sequence[Flow]) -> tuple[list[Party], list[Flow]]:
    """The ring turned so that it runs clockwise and its further flow has a way: parties and flows in drawn order."""
    many, after = len(parties), {}
    pairs = {(flow.giver, flow.receiver) for flow in flows}
    if many > 2:
        after = next((one for one in _rings(many, pairs)), {})
    for start in range(many):
        order = [start]
        while len(order) < many:
            order.append(after[order[-1]] if after else next(k for k in range(many) if k not in order))
        place = {party: k for k, party in enumerate(order)}
        moved = [Flow(place[flow.giver], place[flow.receiver], flow.label) for flow in flows]
        if all((flow.giver, flow.receiver) in WAYS[many] for flow in moved):
            step = [(flow.receiver - flow.giver) % many != 1 for flow in moved]
            ordered = sorted(zip(step, moved, strict=True), key=lambda one: (one[0], one[1].giver))
            return [parties[k] for k in order], [flow for _, flow in ordered]
    raise ValueError("no ring of two to four parties")


def _rings(many: int, pairs: set[tuple[int, int]]) -> list[dict[int, int]]:
    """Ways round through all parties along the flows, as who comes after whom; for a path, closed at its end."""
    found = []

    def go(order: list[int]) -> None:
        if len(order) == many:
            found.append(({k: order[(i + 1) % many] for i, k in enumerate(order)}, (order[-1], order[0]) in pairs))
            return
        for k in range(many):
            if k not in order and (order[-1], k) in pairs:
                go([*order, k])

    for start in range(many):
        go([start])
    return [after for after, closed in sorted(found, key=lambda one: not one[1])]


def draw(parties: Sequence[Party], flows: Sequence[Flow], *, language: str = "zh") -> Ring:
    """Where everything stands. Raises ValueError for what is no ring, bundle or path of two to four parties."""
    parties, flows = turned(parties, flows)
    many, ways = len(parties), WAYS[len(parties)]
    top, height, arrows = 0, TALL[many], []
    for pair, way in ways.items():
        mine = [(k, flow) for k, flow in enumerate(flows, 1) if (flow.giver, flow.receiver) == pair]
        if not mine:
            continue
        text = [line for _, flow in mine for line in lines_of(flow.label, way.letters)]
        more = LINE * (len(text) - 1)
        x, y = way.label
        if way.anchor:
            y -= more // 2
        elif many == 2 and pair == (0, 1):
            y, top = y - more, max(top, more)
        elif many == 4:
            y -= more if pair == (2, 3) else 0
        else:
            height = max(height, y + more + 8)
        discs = tuple((way.disc[0] + (24 * i - 12 * (len(mine) - 1) if not way.anchor else 0),
                       way.disc[1] + (24 * i - 12 * (len(mine) - 1) if way.anchor else 0), k)
                      for i, (k, _) in enumerate(mine))
        arrows.append(Arrow(way.path, discs, tuple(Text(x, y + LINE * i, way.anchor, line)
                                                   for i, line in enumerate(text))))
    bar_from, length = (28, 66) if language == "zh" else (50, 44)
    boxes = tuple(_box(party, *BOXES[many][k], length) for k, party in enumerate(parties))
    return Ring(top, height, tuple(arrows), boxes, tuple(parties), tuple(flows), bar_from)


def _box(party: Party, x: int, y: int, length: int) -> Box:
    name = lines_of(party.name, 8)[:2]
    begin = y + (28 if len(name) == 1 else 19)
    most = max(party.gets, party.gives) or 1.0
    return Box(x, y, party.own, tuple(Text(x + WIDTH / 2, begin + LINE * i, "", line) for i, line in enumerate(name)),
               tuple((y + 56 + LINE * i, round(length * value / most, 1), value)
                     for i, value in enumerate((party.gets, party.gives))))
