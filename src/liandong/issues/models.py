"""A matter: what was said, where, whose it is, and how it stands."""
from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel
from liandong.duties.models import Item
from liandong.issues.terms import Act, Channel, ClockKind, End, Size, State, Urgency
from liandong.kernel.levels import Level
from liandong.orgs.models import Organisation
from liandong.places.models import Division

UNKNOWN = datetime(9000, 1, 1, tzinfo=UTC)
"""Stands in `Issue.next_due_at` where the calendar does not know the year (待年历): a list's order needs a value."""
COUNTED = ["state", "clock_stands", "desk", "closed_at", "is_restricted"]
"""What the views of a list ask of an open matter besides where it is and when it is due."""


OVER = [State.CLOSED.value, State.WITHDRAWN.value, State.MERGED.value]
"""States in which a matter has its end, a merged one its own: it leaves the lists of what is open."""


def _one_of(field: str, values: type, *more: str) -> models.Q:
    return models.Q(**{f"{field}__in": [*more, *(v.value for v in values)]})  # type: ignore[attr-defined]  # an enum


class Issue(DistrictModel):
    """A matter that somebody reported.

    It belongs to an office (`owner`); a person of it holds it (`holder`). `desk` is the desk now holding or last
    having held it, `first` the office of first responsibility. `owner_level` and `owner_mark` repeat what the cited
    catalogue item says of the owner's rung: a composite foreign key and a check make the law "a matter owned above
    can never be handed below" the database's own (migration 0002). `version` grows with every act. `parent` is the
    matter from which this one was split; `main` the one into which it was merged, and which has `twins` of such.

    `next_*` repeat the one clock that a list shows, so that a list reads no other table: while the matter is open the
    state's own; when it is closed the last handling term, with `met_at`, when that was met.

    A restricted matter (举报) is seen by desk, owner, and the one `second` reader and `caller` named for it.
    """

    number = models.CharField(max_length=20, db_collation="C")
    title = models.CharField(max_length=60)
    text = models.TextField(max_length=2000)
    channel = models.CharField(max_length=12)
    urgency = models.CharField(max_length=10)
    size = models.CharField(max_length=10)
    class_path = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12)
    end = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    place = DistrictForeignKey(Division, on_delete=models.PROTECT, related_name="issues")
    place_code = models.CharField(max_length=24, db_collation="C")
    street_code = models.CharField(max_length=24, db_collation="C")
    community_code = models.CharField(max_length=24, db_collation="C", blank=True)
    address = models.CharField(max_length=120, blank=True)
    place_text = models.CharField(max_length=120, blank=True)

    item = DistrictForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="issues")
    main = DistrictForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    twins = models.PositiveSmallIntegerField(default=0)
    parent = DistrictForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    first = DistrictForeignKey(Organisation, on_delete=models.PROTECT, related_name="first_issues")
    desk = DistrictForeignKey(Organisation, on_delete=models.PROTECT, related_name="desk_issues")
    assigned_by = DistrictForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True,
                                     related_name="assigned_issues")
    owner = DistrictForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="issues")
    owner_level = models.CharField(max_length=10, blank=True, null=True)  # noqa: DJ001  null: a foreign key's column
    owner_mark = models.CharField(max_length=12, blank=True, null=True)  # noqa: DJ001  null: a foreign key's column
    lead = DistrictForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="led_issues")
    owner_text = models.CharField(max_length=80, blank=True)
    ruling = DistrictForeignKey("Ruling", on_delete=models.PROTECT, null=True, blank=True, related_name="issues")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
                               related_name="held_issues")
    accepted_at = models.DateTimeField(null=True, blank=True)
    was_returned = models.BooleanField(default=False)
    is_ruled = models.BooleanField(default=False)
    times_disputed = models.PositiveSmallIntegerField(default=0)
    lapsed_question = models.BooleanField(default=False)
    open_ask = models.CharField(max_length=10, blank=True)

    received_at = models.DateTimeField()
    contacted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    leader_read_at = models.DateTimeField(null=True, blank=True)

    next_clock = models.CharField(max_length=10, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    next_soon_at = models.DateTimeField(null=True, blank=True)
    next_unit = models.CharField(max_length=16, blank=True)
    clock_stands = models.BooleanField(default=False)
    met_at = models.DateTimeField(null=True, blank=True)

    is_restricted = models.BooleanField(default=False)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
                               related_name="+")
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
                               related_name="+")
    is_imported = models.BooleanField(default=False)
    is_history = models.BooleanField(default=False)
    sender = models.CharField(max_length=40, blank=True)
    sender_number = models.CharField(max_length=40, blank=True, db_collation="C")
    token = models.UUIDField(null=True, blank=True, editable=False)
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    grams = ArrayField(models.CharField(max_length=12), default=list, blank=True, editable=False)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="issue_number"),
            models.UniqueConstraint(fields=["district", "token"], condition=models.Q(token__isnull=False),
                                    name="issue_token"),
            models.UniqueConstraint(fields=["district", "sender", "sender_number"],
                                    condition=~models.Q(sender_number=""), name="issue_sender_number"),
            models.CheckConstraint(condition=_one_of("state", State), name="issue_state"),
            models.CheckConstraint(condition=_one_of("end", End, ""), name="issue_end"),
            models.CheckConstraint(condition=_one_of("channel", Channel), name="issue_channel"),
            models.CheckConstraint(condition=_one_of("urgency", Urgency), name="issue_urgency"),
            models.CheckConstraint(condition=_one_of("size", Size), name="issue_size"),
            models.CheckConstraint(condition=~models.Q(text=""), name="issue_text_given"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=False, state__in=OVER)
                | models.Q(closed_at__isnull=True) & ~models.Q(state__in=OVER),
                name="issue_closed_when_ended"),
            models.CheckConstraint(condition=~models.Q(state=State.MERGED.value) | models.Q(main__isnull=False),
                                   name="issue_merged_into_one"),
            # null says neither yes nor no to a check, and lets it pass: so null is named
            models.CheckConstraint(condition=models.Q(owner__isnull=True) | models.Q(is_history=True)
                                   | models.Q(owner_level__isnull=False) & _one_of("owner_level", Level),
                                   name="issue_owner_has_a_level"),
            # the never-down law, second half: the composite foreign key to the mark is in migration 0002
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(is_history=True)
                | models.Q(item__isnull=True, ruling__isnull=False)
                | models.Q(item__isnull=False, owner_level__isnull=False, owner_mark__isnull=False) & (
                    models.Q(owner_mark="leads")
                    | models.Q(owner_mark="cooperates", lead__isnull=False)
                    | models.Q(owner_mark="cooperates", ruling__isnull=False)),
                name="issue_never_down"),
        ]
        indexes = [
            # the numbers beside the views are counted in these alone, without the rows
            models.Index(fields=["district", "street_code", "next_due_at", "id"], name="issue_street_open",
                         condition=models.Q(closed_at__isnull=True), include=COUNTED),
            models.Index(fields=["district", "community_code", "next_due_at", "id"], name="issue_community_open",
                         condition=models.Q(closed_at__isnull=True), include=COUNTED),
            models.Index(fields=["district", "owner", "next_due_at", "id"], name="issue_owner_open",
                         condition=models.Q(closed_at__isnull=True)),
            models.Index(fields=["district", "desk", "state", "next_due_at", "id"], name="issue_desk_open",
                         condition=models.Q(closed_at__isnull=True)),
            models.Index(fields=["district", "next_due_at", "id"], name="issue_district_open",
                         condition=models.Q(closed_at__isnull=True)),
            models.Index(fields=["district", "street_code", "-received_at", "-id"], name="issue_street_newest",
                         include=["closed_at", "is_restricted"]),
            models.Index(fields=["district", "community_code", "-received_at", "-id"], name="issue_community_newest",
                         include=["closed_at", "is_restricted"]),
            models.Index(fields=["district", "id"], name="issue_restricted", condition=models.Q(is_restricted=True)),
            models.Index(fields=["district", "main"], name="issue_twins",
                         condition=models.Q(main__isnull=False), include=["state"]),
            models.Index(fields=["district", "parent"], name="issue_children",
                         condition=models.Q(parent__isnull=False), include=["closed_at"]),
            models.Index(fields=["district", "place_code"], name="issue_place"),
            models.Index(fields=["district", "-received_at", "-id"], name="issue_newest"),
            GinIndex(fields=["grams"], name="issue_grams", opclasses=["array_ops"]),
        ]

    def __str__(self) -> str:
        return self.number


class Clock(DistrictModel):
    """A term that runs, stands or has ended.

    `due_at` is empty while the working calendar does not know the year (待年历); `rest_seconds` is what was left of
    it, in the term's own time, when it began to stand. `extra` is what an extension added to `amount`.
    """

    issue = DistrictForeignKey(Issue, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=10)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    soon_at = models.DateTimeField(null=True, blank=True)
    stands_since = models.DateTimeField(null=True, blank=True)
    rest_seconds = models.PositiveIntegerField(null=True, blank=True)
    extra = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    was_met = models.BooleanField(null=True, blank=True)
    told_soon = models.BooleanField(default=False)
    told_late = models.BooleanField(default=False)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "issue", "kind"], condition=models.Q(ended_at__isnull=True),
                                    name="clock_runs_once"),
            models.CheckConstraint(condition=_one_of("kind", ClockKind), name="clock_kind")]
        indexes = [
            models.Index(fields=["district", "due_at"], name="clock_due",
                         condition=models.Q(ended_at__isnull=True, stands_since__isnull=True)),
            models.Index(fields=["district", "soon_at"], name="clock_soon",
                         condition=models.Q(ended_at__isnull=True, stands_since__isnull=True, told_soon=False)),
            models.Index(fields=["district", "started_at"], name="clock_waits_for_year",
                         condition=models.Q(ended_at__isnull=True, due_at__isnull=True, stands_since__isnull=True))]

    def __str__(self) -> str:
        return f"{self.kind} {self.issue_id}"


class Entry(DistrictModel):
    """One line of a matter's trail: an act. Its text may hold what people said; the ledger's not.

    `version` is the issue's version that the act made: unique, so that of two acts on one version one wins.
    """

    issue = DistrictForeignKey(Issue, on_delete=models.CASCADE, related_name="entries")
    version = models.PositiveIntegerField()
    act = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_part = models.CharField(max_length=16)
    organisation = DistrictForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    target = DistrictForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True, max_length=4000)
    detail = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField(default=False)
    happened_at = models.DateTimeField()
    event = models.BigIntegerField(null=True)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "issue", "version"], name="entry_version"),
                       models.CheckConstraint(condition=_one_of("act", Act), name="entry_act")]

    def __str__(self) -> str:
        return f"{self.act} {self.issue_id}"


class Handler(DistrictModel):
    """Who has ever handled a matter: they do not call its reporter back, nor review or check their own work."""

    issue = DistrictForeignKey(Issue, on_delete=models.CASCADE, related_name="handlers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "issue", "account"], name="handler_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.issue_id}"


class Handback(DistrictModel):
    """A return: the catalogue's item, the owner proposed, and what was decided."""

    issue = DistrictForeignKey(Issue, on_delete=models.CASCADE, related_name="handbacks")
    item = DistrictForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    proposed = DistrictForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    returned_by = DistrictForeignKey(Organisation, on_delete=models.PROTECT, related_name="handbacks")
    reason = models.TextField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "issue"], condition=models.Q(decision=""),
                                               name="handback_open_once"),
                       models.CheckConstraint(
                           condition=models.Q(decision__in=["", "agreed", "refused", "passed", "ruled"]),
                           name="handback_decision")]

    def __str__(self) -> str:
        return str(self.issue_id)


class Ruling(DistrictModel):
    """A decision of the district's coordination office on whose matter it is; the losing view is kept."""

    issue = DistrictForeignKey(Issue, on_delete=models.CASCADE, related_name="rulings")
    owner = DistrictForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    item = DistrictForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=1000)
    losing_view = models.TextField(blank=True, max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.issue_id)


class Question(DistrictModel):
    """A question to the reporter, and what came back."""

    issue = DistrictForeignKey(Issue, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reply = models.TextField(blank=True, max_length=2000)
    closed_at = models.DateTimeField(null=True, blank=True)
    has_lapsed = models.BooleanField(default=False)

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "issue"], condition=models.Q(closed_at__isnull=True),
                                               name="question_open_once")]

    def __str__(self) -> str:
        return str(self.issue_id)


class Answer(DistrictModel):
    """An answer to the reporter. `kind` done has found, done, duty and next; not possible and not ours have ground,
    whose and what else one can do, and are read by a second person."""

    issue = DistrictForeignKey(Issue, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=14)
    claim = models.CharField(max_length=10, blank=True)
    found = models.TextField(blank=True, max_length=1000)
    done = models.TextField(blank=True, max_length=1000)
    duty = models.CharField(blank=True, max_length=200)
    next = models.TextField(blank=True, max_length=1000)
    ground = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True, max_length=1000)
    whose = models.CharField(max_length=120, blank=True)
    instead = models.TextField(blank=True, max_length=1000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    is_turn_away = models.BooleanField(default=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
                                    related_name="+")
    passed = models.BooleanField(null=True, blank=True)

    class Meta(DistrictModel.Meta):
        indexes = [models.Index(fields=["district", "issue", "-written_at"], name="answer_newest")]
        constraints = [models.CheckConstraint(
            condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("written_by")),
            name="answer_four_eyes")]

    def __str__(self) -> str:
        return str(self.issue_id)


class Judgement(DistrictModel):
    """The reporter's own word: solved? satisfied? By link, or by telephone to a clerk who did not handle it.

    `answer` is the one that it is about: of a merged matter the main's."""

    issue = DistrictForeignKey(Issue, on_delete=models.CASCADE, related_name="judgements")
    turn = models.PositiveSmallIntegerField()
    answer = DistrictForeignKey(Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements")
    solved = models.CharField(max_length=10)
    satisfied = models.CharField(max_length=16, blank=True)
    words = models.TextField(blank=True, max_length=500)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
                                  related_name="+")
    at = models.DateTimeField()

    class Meta(DistrictModel.Meta):
        constraints = [models.UniqueConstraint(fields=["district", "issue", "turn"], name="judgement_once"),
                       models.UniqueConstraint(fields=["district", "issue", "answer"], name="judgement_once_an_answer")]

    def __str__(self) -> str:
        return str(self.issue_id)


from liandong.issues.ask_models import Ask  # noqa: E402, F401  Django finds models here
from liandong.issues.link_models import Link as Link  # noqa: E402  as above
from liandong.issues.orders.models import Order, OrderFile, SenderColumns  # noqa: E402, F401  Django finds models here
from liandong.issues.reporter_models import Reporter as Reporter  # noqa: E402  Django finds models here
