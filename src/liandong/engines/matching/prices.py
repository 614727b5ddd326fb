"""Prices of needs and offers, and fractional deals, by a first-order method for packing programmes.

Primal–dual hybrid gradient with diagonal steps (Pock, Chambolle 2011), restarted to averages with a weight that is
adapted (Applegate et al. 2021, PDLP), in numpy: any prices prove a bound, so that a few hundred steps are enough, and
they go on from where they were when columns come in. On a street's 21,000 deals it is within 0.1 % of the optimum
after 1 s, where HiGHS's dual simplex takes half a minute and its interior point 1 s; on a district's 300,000 it is
within 0.3 % after some 20 s.
"""
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from liandong.engines.matching.packing import Packing
from liandong.engines.matching.types import Floats

LOOK = 50
"""Steps between two looks at the error."""
MUCH_BETTER, LONG = 0.3, 0.4
"""Restart when the error has fallen to this share, or when so large a share of all steps has gone by."""


class Prices:
    """The state of the method: shares of deals `x` (D,), prices `y` (R,)."""

    def __init__(self, packing: Packing) -> None:
        self.y = np.zeros(len(packing.room))
        self.x = np.zeros(0)
        self.weight = 10.0
        self.steps = 0
        self.set(packing, self.x)

    def set(self, packing: Packing, x: Floats) -> None:
        """Go on with other columns; `x` are the shares of the first of them, the others begin at 0."""
        self.packing = packing
        self.x = np.concatenate([x, np.zeros(packing.matrix.shape[1] - len(x))])
        self.down = packing.matrix.astype(float).tocsr()
        self.up = self.down.T.tocsr()
        size = abs(self.down)
        self.step_x = 1 / np.maximum(np.asarray(size.sum(axis=0)).ravel(), 1)
        self.step_y = 1 / np.maximum(np.asarray(size.sum(axis=1)).ravel(), 1)
        self.last = np.inf

    def run(self, steps: int, stop: Callable[[], bool] = lambda: False) -> None:
        """So many steps, fewer if `stop` says so; the average since the last restart is kept if it is the better."""
        value, room, down, up = self.packing.value.astype(float), self.packing.room, self.down, self.up
        x, y, begun = self.x, self.y, 0
        x0, y0, sum_x, sum_y, taken = x, y, np.zeros_like(x), np.zeros_like(y), 0
        priced = up @ y
        while begun < steps:
            for _ in range(LOOK):
                ahead = np.maximum(x + self.step_x / self.weight * (value - priced), 0)
                y = np.maximum(y + self.step_y * self.weight * (down @ (2 * ahead - x) - room), 0)
                x, priced = ahead, up @ y
                sum_x += x
                sum_y += y
            begun, taken, self.steps = begun + LOOK, taken + LOOK, self.steps + LOOK
            mean_x, mean_y = sum_x / taken, sum_y / taken
            of_mean, of_last = self._error(mean_x, mean_y, up @ mean_y), self._error(x, y, priced)
            error = min(of_mean, of_last)
            if error <= MUCH_BETTER * self.last or taken >= LONG * self.steps or begun >= steps:
                if of_mean < of_last:
                    x, y = mean_x, mean_y
                    priced = up @ y
                self._adapt(x - x0, y - y0)
                x0, y0, sum_x, sum_y, taken, self.last = x, y, np.zeros_like(x), np.zeros_like(y), 0, error
            if stop():
                break
        self.x, self.y = x, y

    def _error(self, x: Floats, y: Floats, priced: Floats) -> float:
        """How far from optimal: what is used too much, what is priced too low, and the difference in value."""
        value, room = self.packing.value, self.packing.room
        over = np.maximum(self.down @ x - room, 0)
        under = np.maximum(value - priced, 0)
        return float(np.sqrt(self.weight**2 * (over @ over) + under @ under + (value @ x - room @ y) ** 2))

    def _adapt(self, moved_x: Floats, moved_y: Floats) -> None:
        """Weigh shares against prices by how far both have moved."""
        far_x = np.linalg.norm(moved_x / np.sqrt(self.step_x))
        far_y = np.linalg.norm(moved_y / np.sqrt(self.step_y))
        if far_x > 1e-9 and far_y > 1e-9:
            self.weight = float(np.sqrt(far_y / far_x * self.weight))
