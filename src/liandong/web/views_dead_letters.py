"""Messages that could not be delivered, and how the outbox stands. Source: trust.md 2."""
from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from liandong.kernel.words import N_, Sentence, say
from liandong.outbox import queries, services
from liandong.outbox.terms import words
from liandong.people.access import Right
from liandong.people.doors import requires
from liandong.people.queries import names
from liandong.screens.paging import Key, page_of
from liandong.screens.view_model import Fact

ORDER = (Key("id", UUID, descending=True),)
CHANNELS = {"inbox": N_("站内消息"), "mail": N_("邮件")}
keeper = requires(Right.SEE_DEAD_LETTERS)


@require_GET
@keeper
def dead_letters(request: HttpRequest) -> HttpResponse:
    """What was given up, newest first, the debts, who is sent most; seven queries.

    Titles name numbers of matters, never a person.
    """
    page = page_of(queries.dead_letters(), ORDER, request.GET.get("page", ""), read=lambda letter: (letter.id,))
    sent = queries.sent(timezone.now())
    who = names([*(letter.message.recipient for letter in page.rows), *(one.recipient for one in sent)])
    letters = [{"id": letter.id, "title": words(letter.message.what, letter.message.values)[0],
                "who": who.get(letter.message.recipient, ""), "channel": Sentence(CHANNELS[letter.channel]),
                "attempts": letter.attempts, "error": Sentence(letter.error), "at": letter.message.created_at}
               for letter in page.rows]
    return render(request, "web/dead_letters.html", {
        "page": page, "letters": letters, "debts": _facts(queries.debts(timezone.now())),
        "sent": [{"who": who.get(one.recipient, ""), "today": one.today, "week": one.week} for one in sent],
        "most": max((one.week for one in sent), default=1),
        "link": lambda cursor: f"?page={cursor}"})


def _facts(debts: queries.Debts) -> list[Fact]:
    return [Fact(say("在路上"), say("%(n)s 条", n=debts.owed), say("包括等上班时间和等再试的")),
            Fact(say("没有人送"), say("%(n)s 条", n=debts.lost), say("平常是 0；每 10 分钟自动重新排队")),
            Fact(say("一天内重新排队"), say("%(n)s 条", n=debts.swept),
                 say("平常是 0；常常不是 0，请看后台程序是否在运行"))]


@require_POST
@keeper
def dead_letter_resend(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """Owe a dead letter again."""
    services.resend(delivery_id)
    messages.success(request, _("已重新排队，几秒后送出；送不出会再回到这里。"))
    return redirect("dead_letters")
