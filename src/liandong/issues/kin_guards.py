"""What the rows of merging ask: of the matter merged, of its main, and of every reporter's word.

Source: workflows.md, "Issue", rows *merge*, *unmerge*, *follow_main*. Beside `guards`, in the same manner.
"""
from __future__ import annotations

from collections.abc import Callable

from liandong.issues.guards import IssueFacts
from liandong.issues.terms import State
from liandong.kernel.words import Sentence, say
from liandong.kernel.workflow import Guard


def _unless(holds: Callable[[IssueFacts], bool], why: Sentence) -> Callable[[IssueFacts], Sentence | None]:
    return lambda facts: None if holds(facts) else why


def _fits(facts: IssueFacts) -> Sentence | None:
    main = facts.main
    if main is None:
        return None if facts.asked_only else say("请选并到哪一件。")
    if not main.state.is_open:
        return say("要并到的那一件已经了结，或者自己并进了别的件。")
    if main.is_child or main.state is State.SPLIT:
        return say("分办的件不能并案。")
    if main.is_restricted:
        return say("保密的件不并案。")
    return None if main.same_street else say("只能并到同一街道的件。")


ALONE = Guard("不是分办的一件，也没有并进来的件", _unless(
    lambda f: not f.is_child and not f.twins, say("分办的一件，或者已有别的件并进来的，不能并到另一件。")))
NO_TWINS = Guard("没有并进来的件", _unless(lambda f: not f.twins, say("有并进来的件，不能拆分。请先撤销并案。")))
MAIN_FITS = Guard("主件在办，同一街道，不是分办的件", _fits)
MAIN_OPEN = Guard("主件没有了结", _unless(
    lambda f: f.main is not None and f.main.state.is_open, say("主件已经了结，不能撤销并案。")))
MAIN_CLOSED = Guard("主件已办结", _unless(
    lambda f: f.main is not None and f.main.state is State.CLOSED, say("主件还没有了结。")))
MAIN_WITHDRAWN = Guard("主件已撤回", _unless(
    lambda f: f.main is not None and f.main.state is State.WITHDRAWN, say("主件没有撤回。")))
ALL_HEARD = Guard("并进来的反映人都评过", _unless(
    lambda f: f.others_unheard == 0, say("还在等其他反映人评。")), hides=True)


def _one_of_several(facts: IssueFacts) -> Sentence | None:
    if facts.main is None:
        return None if facts.others_unheard else say("没有别的反映人要等。")
    return None if facts.main.state is State.ANSWERED else say("主件还没有答复，现在没有要评的。")


ONE_OF_SEVERAL = Guard("主件已答复，还有别的反映人要问", _one_of_several, hides=True)
NOT_HEARD = Guard("还没有评过这份答复", _unless(lambda f: not f.heard, say("这位反映人已经评过这份答复。")))
