"""`make bench`: one table, each figure beside its baseline of the same run."""
from __future__ import annotations

import platform
from datetime import datetime

from benchmarks import world

GOALS = {"list": (150, 60), "one ": (120, None), "create by service, 1": (300, None),
         "create by service, 4": (600, None)}
"""What the product promises: answers a second, and milliseconds for 95 % of them."""


def main() -> None:
    """Prepare, measure, print."""
    print("Preparing the measured district …", flush=True)
    world.prepare()
    import django

    django.setup()
    from benchmarks import creates, exports, pages

    print("Measuring pages …", flush=True)
    rows = [(name, f"{real.a_second:,.0f}", f"{real.p50:.1f}", f"{real.p95:.1f}", f"{bare.a_second:,.0f}",
             real.a_second / bare.a_second) for name, real, bare in pages.measure(world.readers())]
    print("Measuring a spreadsheet …", flush=True)
    sheet = exports.measure()
    print("Measuring creates …", flush=True)
    rows += [(name, f"{real:,.0f}", "", "", f"{bare:,.0f}", real / bare) for name, real, bare in creates.measure()]
    print(f"\n{datetime.now().astimezone():%Y-%m-%d %H:%M}, {platform.machine()}, Python {platform.python_version()}, "
          f"{world.MATTERS:,} matters, 2 web workers × 2 threads, 4 connections\n")
    print(f"{'':44}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'bare':>10}{'ratio':>8}  goal")
    for name, rate, p50, p95, bare, ratio in rows:
        goal = next((f"≥ {g[0]}/s" + (f", p95 < {g[1]} ms" if g[1] else "") for key, g in GOALS.items()
                     if name.startswith(key)), "")
        print(f"{name:44}{rate:>10}{p50:>9}{p95:>9}{bare:>10}{ratio:>8.2f}  {goal}, ratio ≥ 0.33")
    print(f"\nExcel of a list, {sheet.rows:,} rows of {sheet.size / 1024:,.0f} KiB: "
          f"first byte after {sheet.first:.1f} s, whole after {sheet.whole:.1f} s;\n"
          f"the server's processes gained {sheet.grown:.1f} MiB over {exports.TIMES} more (goal: 10,000 rows in < 5 s)")


if __name__ == "__main__":
    main()
