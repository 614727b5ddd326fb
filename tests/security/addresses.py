"""Every address of the product: how it is asked, who is let in, and where the rightful user sees the canary.

A view's name that is missing here fails the walk: whoever adds an address says here for whom it is. Words in braces
are a side's ids (`sides.Side.ids`).
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from liandong.issues.act_pages import JUDGING, PAGES
from liandong.people.terms import Role
from tests.security.sides import EXPIRED, NOBODY

EVERYBODY = frozenset(Role)
ADMIN = frozenset({Role.ADMIN})
MATTERS = EVERYBODY - {Role.CATALOGUE, Role.ADMIN}
INTAKE = MATTERS - {Role.SUPERVISOR, Role.DISTRICT_LEADER}
SEES = MATTERS - {Role.LIAISON}
"""Who sees a matter of the first compound that the street's office handles; the department has no part in it."""
CONTACT = frozenset({Role.DISPATCHER, Role.OFFICER, Role.CALLER})
"""Who reads the reporter's telephone while the street's office handles the matter."""
TAKERS = frozenset({Role.DISPATCHER, Role.SECRETARY, Role.COORDINATOR, Role.SUPERVISOR, Role.LEADER, Role.HEAD,
                    Role.CATALOGUE})
LIST_TAKERS = TAKERS - {Role.CATALOGUE}
OUT, NO, GONE, SHOWN, LED, WRONG = 302, 403, 404, 200, 302, 422
A_FEW: tuple[Role | str, ...] = (Role.DISPATCHER, Role.OFFICER, Role.CALLER, Role.COORDINATOR, Role.ADMIN, EXPIRED,
                                 NOBODY)


@dataclass(frozen=True)
class Way:
    """One way of asking an address. `ok` are the answers for those let in, `refused` for others with a post."""

    path: str
    let_in: frozenset[Role] = EVERYBODY
    post: Mapping[str, Any] | None = None
    ok: frozenset[int] = frozenset({SHOWN})
    refused: int = NO
    sees: frozenset[Role] = frozenset()
    """Who sees the thing but may not do this with it: they are `refused`, and for all others it is not there."""
    lost: frozenset[int] = frozenset({NO})
    """The answers for who has no appointment, or one that has ended."""
    nobody: int = OUT
    """The answer for who has not signed in."""
    foreign: int | None = GONE
    """The answer for who is let in when an id is another district's; None: the address takes none."""
    shows: bool = False
    """Whether the rightful user of the foreign district sees the canary there."""
    key: bool = False
    """Whether the address itself is the key (a resident's link): whoever holds it may enter."""
    canary_for: frozenset[Role] = frozenset()
    """Those who see it, where that is not everybody let in."""
    asked_by: tuple[Role | str, ...] = ()
    """Who asks, where the answer hangs on fewer things than the role; empty: everybody."""

    @property
    def takes_ids(self) -> bool:
        return "{" in self.path

    def __str__(self) -> str:
        return f"{'POST' if self.post is not None else 'GET'} {self.path}"


def public(path: str, post: Mapping[str, Any] | None = None, *ok: int, **more: Any) -> Way:
    """An address that answers everybody alike, signed in or not."""
    status = ok[0] if ok else SHOWN
    return Way(path, post=post, ok=frozenset({status}), lost=frozenset({status}), nobody=status, foreign=None, **more)


def _list(path: str, who: frozenset[Role], **more: Any) -> Way:
    return Way(path, who, foreign=None, shows=True, **more)


def _own(path: str, post: Mapping[str, Any] | None = None, *ok: int, **more: Any) -> Way:
    """One's own page: everybody signed in has it, whether in office or not."""
    answers = frozenset(ok or (SHOWN,))
    return Way(path, post=post, ok=answers, lost=answers, foreign=None, **more)


EMPTY: Mapping[str, Any] = {}
ACCOUNT_PAGES = ("account", "appoint", "account_password", "account_disable", "account_enable", "account_second_factor")
SEARCH = "鹈鹕"

PUBLIC = [
    _own("/accounts/login/", None, OUT, nobody=SHOWN),
    _own("/accounts/login/", {"login": "own-officer", "password": "wrong"}, OUT, nobody=SHOWN),
    public("/f/find/"), replace(public("/f/find/", {"number": "{answered}", "code": "ABCD-2345"}, WRONG),
                                asked_by=(Role.OFFICER, NOBODY)),
    public("/f/", None, LED), public("/f/judge/", EMPTY, LED), public("/f/reply/", EMPTY, LED),
    public("/f/add/", EMPTY, LED), public("/f/files/01a210b8-f143-7723-9d37-d1f070503598/", None, LED),
    public("/f/withdraw/", None, LED), public("/f/withdraw/", EMPTY, LED),
    Way("/f/{token}", ok=frozenset({LED}), lost=frozenset({LED}), key=True),
    public("/language/setlang/", {"language": "en", "next": "/"}, LED),
    public("/large-text/", {"large": "1", "next": "/"}, LED),
    public("/components/", None, GONE),
]
OWN_PAGES = [
    _own("/accounts/logout/"), _own("/accounts/inactive/", nobody=SHOWN), _own("/accounts/password/change/"),
    _own("/accounts/password/change/", {"oldpassword": "x", "password1": "y", "password2": "z"}, SHOWN, WRONG),
    _own("/accounts/reauthenticate/", None, SHOWN, OUT), _own("/accounts/2fa/"),
    _own("/accounts/2fa/authenticate/", None, OUT),
    _own("/accounts/2fa/reauthenticate/", None, SHOWN, OUT), _own("/accounts/2fa/totp/activate/", None, SHOWN, OUT),
    _own("/accounts/2fa/totp/deactivate/", None, SHOWN, OUT, GONE),
    _own("/accounts/2fa/recovery-codes/", None, SHOWN, OUT, GONE),
    _own("/accounts/2fa/recovery-codes/generate/", None, SHOWN, OUT),
    _own("/accounts/2fa/recovery-codes/download/", None, GONE, OUT),
    _own("/people/me/", shows=True), _own("/people/me/digest/", {"hour": ""}, OUT, GONE),
    _own("/people/me/sessions/", EMPTY, OUT),
    Way("/people/district/", post={"district": "2"}, ok=frozenset({GONE}), lost=frozenset({GONE}), foreign=None),
]
PEOPLE = [
    _list("/people/", ADMIN), _list(f"/people/?q={SEARCH}", ADMIN), _list("/people/?q=pelican", ADMIN),
    Way("/people/new/", ADMIN, foreign=None), Way("/people/new/", ADMIN, EMPTY, frozenset({WRONG}), foreign=None),
    Way("/people/import/", ADMIN, foreign=None), Way("/people/import/", ADMIN, EMPTY, frozenset({WRONG}), foreign=None),
    Way("/people/template.xlsx", ADMIN, foreign=None, shows=True), _list("/people/export.xlsx", ADMIN),
    Way("/people/{account}/", ADMIN, shows=True),
    Way("/people/{account}/appoint/", ADMIN, shows=True),
    Way("/people/{account}/appoint/", ADMIN, EMPTY, frozenset({WRONG})),
    Way("/people/{account}/end/{appointment}/", ADMIN, shows=True),
    Way("/people/{account}/end/{appointment}/", ADMIN, {"until": "2030-01-01"}, frozenset({OUT})),
    *(Way(f"/people/{{account}}/{act}/", ADMIN, shows=True) for act in ("password", "disable", "enable",
        "second-factor")),
    Way("/people/{account}/password/", ADMIN, EMPTY, shows=True),
    *(Way(f"/people/{{account}}/{act}/", ADMIN, EMPTY, frozenset({OUT})) for act in ("disable", "enable",
        "second-factor")),
]
LISTS = [
    Way("/", ok=frozenset({SHOWN, OUT}), foreign=None, shows=True, canary_for=MATTERS),
    _list("/issues/", MATTERS, canary_for=SEES), _list(f"/issues/?text={SEARCH}", MATTERS, canary_for=SEES),
    _list("/issues/?text=261124-7300", MATTERS, canary_for=SEES), _list("/issues/figures/", MATTERS),
    *(_list(f"/issues/?view={view}", MATTERS, canary_for=frozenset({Role.COORDINATOR})) for view in ("open", "all")),
    *(_list(f"/issues/export.xlsx{asked}", LIST_TAKERS, canary_for=LIST_TAKERS) for asked in (
        "", "?view=all", f"?view=all&text={SEARCH}")),
    *(Way(f"/issues/export.xlsx?{name}", LIST_TAKERS, foreign=SHOWN) for name in (
        "place={place}", "owner={organisation}", "item={code}", "category={category}")),
    *(Way(f"/issues/?{name}", MATTERS, ok=frozenset({SHOWN, 302, 400, 422}), foreign=SHOWN) for name in (
        "place={place}", "place={street}", "owner={organisation}", "item={code}", "category={category}")),
]
MATTER = [
    Way("/issues/{assigned}/", SEES, refused=GONE, shows=True),
    Way("/issues/{answered}/", SEES, refused=GONE, shows=True),
    Way("/issues/{in_review}/", SEES, refused=GONE, shows=True),
    Way("/issues/{handling}/files/{attachment}/", SEES, refused=GONE, shows=True),
    Way("/issues/{handling}/contact/", CONTACT, {"purpose": "ask"}, sees=SEES, shows=True),
    Way("/issues/{handling}/confide/", frozenset({Role.DISPATCHER}), sees=SEES, shows=True),
    Way("/issues/{handling}/confide/", frozenset({Role.DISPATCHER}), EMPTY, frozenset({WRONG}), sees=SEES),
    Way("/issues/{handling}/read/", frozenset({Role.LEADER, Role.HEAD}), EMPTY, frozenset({409}), refused=GONE),
    Way("/issues/new/", INTAKE, shows=True, foreign=None),
    Way("/issues/new/", INTAKE, EMPTY, frozenset({WRONG}), foreign=None),
    Way("/issues/new/earlier/", INTAKE, {"reporter_phone": "13800000000"}, foreign=None),
    Way("/issues/{handling}/receipt/", CONTACT - {Role.OFFICER}, EMPTY, sees=EVERYBODY - {Role.LIAISON}, shows=True),
]
BRINGERS = frozenset({Role.DISPATCHER, Role.COORDINATOR})
ITS_OFFICE, RIGHTLESS = frozenset({Role.DISPATCHER}), EVERYBODY - BRINGERS
"""A file is its own office's: who may bring files at all finds it missing, all others are refused."""
ORDERS = [
    _list("/issues/orders/", BRINGERS, canary_for=ITS_OFFICE), _list("/issues/orders/conflicts/", BRINGERS),
    Way("/issues/orders/results.xlsx?sender=12345&since=2026-11-01&until=2026-11-30", BRINGERS, foreign=None),
    Way("/issues/orders/results.xlsx", BRINGERS, ok=frozenset({WRONG}), foreign=None),
    Way("/issues/orders/", BRINGERS, EMPTY, frozenset({WRONG}), foreign=None),
    Way("/issues/orders/conflicts/{order}/", BRINGERS, shows=True),
    Way("/issues/orders/conflicts/{order}/", BRINGERS, EMPTY, frozenset({WRONG})),
    *(Way(f"/issues/orders/{{file}}/{page}", ITS_OFFICE, sees=RIGHTLESS, shows=True) for page in ("", "columns/")),
    Way("/issues/orders/{file}/columns/", ITS_OFFICE, EMPTY, frozenset({WRONG}), sees=RIGHTLESS),
    Way("/issues/orders/{file}/", ITS_OFFICE, EMPTY, frozenset({OUT}), sees=RIGHTLESS),
    Way("/issues/orders/{file}/drop/", ITS_OFFICE, EMPTY, frozenset({OUT}), sees=RIGHTLESS),
]
ACTS = [Way(f"/issues/{{{state}}}/act/{act.value}/", SEES, ok=frozenset({200, 403, 409}), refused=GONE)
        for act in sorted({*PAGES, *JUDGING}) for state in ("handling",)]
POSTED_ACTS = [replace(way, post={"seen": "1"}, ok=frozenset({302, 403, 409, 422})) for way in ACTS]
DUTIES = [
    _list("/duties/", EVERYBODY), _list(f"/duties/?q={SEARCH}", EVERYBODY), _list("/duties/?q=PGL016", EVERYBODY),
    Way("/duties/?department={organisation}", foreign=SHOWN), Way("/duties/{item}/", shows=True),
    _list("/duties/export.xlsx", TAKERS), Way("/duties/import/", frozenset({Role.CATALOGUE}), foreign=None),
    Way("/duties/import/", frozenset({Role.CATALOGUE}), EMPTY, frozenset({WRONG}), foreign=None),
]
DIRECTORY = [
    _list("/organisations/", EVERYBODY), _list(f"/organisations/?q={SEARCH}", EVERYBODY),
    *(_list(f"/organisations/export.xlsx{asked}", LIST_TAKERS) for asked in ("", f"?q={SEARCH}")),
    Way("/organisations/export.xlsx?area={street}", LIST_TAKERS, foreign=SHOWN),
    Way("/organisations/?area={street}", foreign=SHOWN), Way("/organisations/{organisation}/", shows=True),
]
KEEPING = [
    _list("/calendar/?year=2026", ADMIN), _list("/calendar/", ADMIN), Way("/calendar/load/", ADMIN, foreign=None),
    Way("/calendar/load/", ADMIN, EMPTY, frozenset({WRONG}), foreign=None),
    Way("/calendar/day/", ADMIN, foreign=None), Way("/calendar/day/", ADMIN, EMPTY, frozenset({WRONG}), foreign=None),
    Way("/calendar/day/remove/", ADMIN, {"date": "2026-12-13"}, frozenset({GONE, OUT, 409}), foreign=None),
    Way("/settings/", ADMIN, foreign=None), Way("/settings/judge_term/", ADMIN, foreign=None),
    Way("/settings/judge_term/", ADMIN, EMPTY, frozenset({WRONG}), foreign=None),
    Way("/settings/judge_term/default/", ADMIN, EMPTY, frozenset({OUT}), foreign=None),
    _list("/readings/", ADMIN), _list("/readings/?who=pelican", ADMIN), _list("/readings/?number=261124-7300", ADMIN),
    _list("/readings/?day=2026-11-24", ADMIN),
    _list("/dead-letters/", ADMIN), Way("/dead-letters/{delivery}/resend/", ADMIN, EMPTY, frozenset({OUT})),
    Way("/inbox/", foreign=None, shows=True, canary_for=frozenset({Role.OFFICER})),
    Way("/inbox/read/", post=EMPTY, ok=frozenset({OUT}), foreign=None),
    Way("/inbox/{inbox}/", frozenset({Role.OFFICER}), ok=frozenset({OUT}), refused=GONE),
]
FEW = [way if way.asked_by else replace(way, asked_by=A_FEW) for way in (*PUBLIC, *OWN_PAGES, *ACTS[1:],
    *POSTED_ACTS[1:])]
WAYS: list[Way] = [*FEW, *PEOPLE, *LISTS, *MATTER, *ORDERS, ACTS[0], POSTED_ACTS[0], *DUTIES, *DIRECTORY, *KEEPING]
