"""Makes the sample registers of a street from a list of needs and offers: 120 parties, 250 offers, 300 needs.

`tools/sample_registers.py WORDS.csv FOLDER`: WORDS has the columns kind, category, title_zh, unit, typical_quantity,
giver_or_receiver_kind and conditions_zh. The result stands in `src/liandong/plans/sample`; all of it is composed.
"""
from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

KINDS = {"community": "社区", "compound": "小区", "school": "学校", "museum": "场馆", "hospital": "医院",
         "bank": "银行",
         "private_firm": "民营企业", "state_firm": "国有企业", "agency": "机关", "social_organisation": "社会组织",
         "property_company": "物业公司"}
NAMES = {"小区": ("花园", "家园", "新村"), "学校": ("小学", "中学", "职业学校"),
         "医院": ("医院", "门诊部"), "银行": ("银行网点",),
         "民营企业": ("商业广场", "科技公司", "餐饮公司", "药房"),
         "国有企业": ("供电所", "燃气公司", "电信公司", "停车公司"),
         "机关": ("税务所", "司法所", "消防救援站"), "社会组织": ("公益服务中心", "志愿者协会"),
         "物业公司": ("物业公司",)}
COMMUNITIES = ("越都", "府山", "书圣故里", "白马", "团结", "八字桥", "东双桥", "下大路", "西小路", "铁甲营",
               "北海桥", "塔山下")
SPREAD = ("小区",) * 24 + ("学校",) * 14 + ("医院",) * 6 + ("银行",) * 10 + ("民营企业",) * 18 + ("国有企业",) * 10 + (
    "机关",) * 9 + ("社会组织",) * 9 + ("物业公司",) * 7
TIMES = ("", "", "工作日 上午", "工作日 下午", "周末", "周六 上午", "周一至周五 18:00-21:00", "周二至周五",
         "工作日", "每天 晚上")
MEETING = (
    ("offer", "场馆", "文化艺术", "书法、国画公益课程", "书法班", 80, "课时", "周三 上午", 1.5),
    ("offer", "场馆", "儿童青少年", "馆内研学课程", "研学课程", 24, "场", "周二至周五", 2),
    ("offer", "社区", "宣传客流", "引荐学校、社区居民参观", "牵线引荐", 800, "人次", "", 3),
    ("offer", "学校", "空间场地", "体育馆、操场周末开放", "操场开放", 200, "小时", "周末", 3),
    ("need", "社区", "文化艺术", "老年人书法、国画班师资", "", 64, "课时", "周三 上午", 5),
    ("need", "社区", "空间场地", "居民室内运动场馆开放时段", "", 160, "小时", "周末", 5),
    ("need", "场馆", "宣传客流", "研学点位推荐和学校对接", "", "", "", "", 5),
    ("need", "学校", "儿童青少年", "研学游、社会实践课程点位", "", 12, "场", "周二至周五", 5))
"""The museum, its community and the school beside it: values that meet."""


def main(words: Path, folder: Path) -> None:
    """Write the three files."""
    rng = random.Random(8)  # noqa: S311  a sample, the same each time
    listed = list(csv.DictReader(words.open(encoding="utf-8")))
    parties, corner = make_parties(rng)
    offers = [fixed(row, corner, k) for k, row in enumerate(MEETING) if row[0] == "offer"]
    needs = [fixed(row, corner, k) for k, row in enumerate(MEETING) if row[0] == "need"]
    own = set(corner.values())
    others = [p for p in parties if p["编号"] not in own]
    for rows, kind, many in ((offers, "offer", 250), (needs, "need", 300)):
        words_of = {name: words_for(listed, kind, name) for name in KINDS.values()}
        owners = [p for p in others if words_of[p["性质"]]]
        weights = [5.0 if p["性质"] == "社区" else 1.0 for p in owners]
        while len(rows) < many:
            party = rng.choices(owners, weights)[0]
            rows.append(drawn(rng, kind, party, rng.choice(words_of[party["性质"]]), len(rows) + 1))
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("parties", parties), ("offers", offers), ("needs", needs)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, list(rows[0]))
            out.writeheader()
            out.writerows(rows)


def words_for(listed: list[dict[str, str]], kind: str, name: str) -> list[dict[str, str]]:
    """What a kind of party needs or offers; an offer may be the very thing that somebody needs, from whoever offers
    things of that category."""
    own = [w for w in listed if w["kind"] == kind and KINDS.get(w["giver_or_receiver_kind"]) == name]
    if kind == "need":
        return own
    able = {w["category"] for w in own}
    wanted = [w for w in listed if w["kind"] == "need" and w["category"] in able
              and KINDS.get(w["giver_or_receiver_kind"]) != name]
    return own + 2 * wanted


def make_parties(rng: random.Random) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Communities on a grid, units around them; the codes of the museum's corner by kind."""
    rows = []
    for k, name in enumerate(COMMUNITIES):
        rows.append(party(f"D{k + 1:03}", f"{name}社区", f"{name}/社区", "社区", name,
                          350 + 700 * (k % 4) + rng.randint(-60, 60), 350 + 700 * (k // 4) + rng.randint(-60, 60)))
    home = rows[2]
    x, y = int(home["东"]), int(home["北"])
    rows.append(party("D013", "越风公益美术馆", "越风公益/美术馆", "场馆", home["社区"], x + 210, y + 180))
    used: dict[tuple[str, str], int] = {}
    for kind in SPREAD:
        near = rows[rng.randrange(len(COMMUNITIES))]
        word = rng.choice(NAMES[kind])
        used[near["社区"], word] = used.get((near["社区"], word), 0) + 1
        order = "" if used[near["社区"], word] == 1 else "二三四五六"[used[near["社区"], word] - 2]
        name = f"{near['社区']}{'第' + order if order else ''}{word}"
        east, north = (int(near[way]) + rng.randint(-340, 340) for way in ("东", "北"))
        rows.append(party(f"D{len(rows) + 1:03}", name, f"{near['社区']}/{name.removeprefix(near['社区'])}", kind,
                          near["社区"], east, north))
    school = next(row for row in rows if row["性质"] == "学校" and row["社区"] == home["社区"])
    return rows, {"社区": home["编号"], "场馆": "D013", "学校": school["编号"]}


def party(code: str, name: str, short: str, kind: str, community: str, east: int, north: int) -> dict[str, str]:
    """A row of parties."""
    return {"编号": code, "名称": name, "简称": short, "性质": kind, "社区": community, "东": str(east),
            "北": str(north)}


def fixed(row: tuple[object, ...], corner: dict[str, str], k: int) -> dict[str, str]:
    """A row of the museum's corner."""
    kind, owner, category, title, short, quantity, unit, times, cost = row
    base = {"编号": f"{'G' if kind == 'offer' else 'X'}{k + 1:03}", "单位": corner[str(owner)], "类别": str(category),
            "名称": str(title)}
    if kind == "offer":
        return {**base, "短名": str(short), "数量": str(quantity), "计量": str(unit), "份数": "1", "时间": str(times),
                "对象": "学校" if short == "研学课程" else "", "代价": str(cost), "赠予": "", "说明": ""}
    return {**base, "数量": str(quantity), "计量": str(unit), "时间": str(times), "半径": "450", "重要": "5",
            "说明": ""}


def drawn(rng: random.Random, kind: str, who: dict[str, str], word: dict[str, str], k: int) -> dict[str, str]:
    """A row of the rest of the street."""
    quantity = max(1, round(float(word["typical_quantity"]) * rng.choice((0.5, 0.75, 1, 1.25))))
    base = {"编号": f"{'G' if kind == 'offer' else 'X'}{k + 100:03}", "单位": who["编号"], "类别": word["category"],
            "名称": word["title_zh"]}
    rest = {"数量": str(quantity), "计量": word["unit"]}
    if kind == "offer":
        short = word["title_zh"].split("（")[0].split("、")[0][:6]
        return {**base, "短名": short, **rest, "份数": str(rng.choice((1, 1, 2, 3))), "时间": rng.choice(TIMES),
                "对象": "", "代价": str(rng.choice((1, 1.5, 2, 2.5, 3))), "赠予": "是" if rng.random() < 0.03 else "",
                "说明": word["conditions_zh"]}
    return {**base, **rest, "时间": rng.choice(TIMES), "半径": str(rng.choice((500, 800, 1000, 1500))),
            "重要": str(rng.choice((1, 2, 3, 3, 4, 5))), "说明": word["conditions_zh"]}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
