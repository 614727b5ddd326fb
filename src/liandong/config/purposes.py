"""What each column is kept for: one list. A column that is not here fails a test, and so does one that is gone.

Nobody adds a datum without saying what it is for, and what counts people (points, ranks, time online) has no purpose.
Source: domain.md, "Less burden" 2 and 6; "People's rights" (clear purpose, shortest sufficient data).
"""
from __future__ import annotations

from collections.abc import Iterable

IN_EVERY_TABLE = {
    "id": "the row's own number",
    "district_id": "whose district's row it is; row-level security reads it",
}
"""Need not be repeated below."""

FRAMEWORK = {
    "account_emailaddress": "allauth's; empty, as nobody signs up",
    "account_emailconfirmation": "allauth's; empty, as nobody signs up",
    "auth_group": "Django's; empty, as rights come from appointments alone",
    "auth_group_permissions": "Django's; empty",
    "auth_permission": "Django's names of rights; read by nobody",
    "cache": "counts of tries at sign-in and at links, until they lapse",
    "django_content_type": "Django's names of models",
    "django_migrations": "which migrations have run",
    "procrastinate_events": "the queue's own log of its jobs",
    "procrastinate_jobs": "work to be done; its arguments hold numbers only",
    "procrastinate_periodic_defers": "which periodic job was queued when",
    "procrastinate_workers": "which worker is alive",
}
"""Tables that come with a library, with all their columns: why they are there."""

PURPOSES: dict[str, dict[str, str]] = {
    # ── districts and calendars ──
    "districts_district": {"name": "shown to who works in it", "code": "its statistical code",
                           "is_demo": "its matters are invented, and every page says so"},
    "districts_setting": {"name": "which default is set otherwise", "value": "to what"},
    "calendars_calendaryear": {"year": "which year is known", "source": "by which announcement",
                               "is_demo": "an invented year, marked so"},
    "calendars_calendarday": {"date": "which day differs", "is_working": "worked or not", "name": "the holiday's name",
                              "with_year": "whether it goes when its year is loaded anew"},
    # ── places and organisations ──
    "places_division": {
        "kind": "district, street, community, compound or grid", "code": "what lies in what: a subtree is a range",
        "name": "shown and searched", "pinyin": "order and search", "initials": "search by first letters",
        "parent_id": "the place above", "is_invented": "a place of the demo, marked so",
        "source": "where name and code come from"},
    "orgs_organisation": {
        "key": "names the body in files", "kind": "what sort of body it is", "level": "the rung on which it may own",
        "name": "shown", "short_name": "shown where room is short", "aliases": "how the catalogue and papers call it",
        "pinyin": "order of the directory", "uscc": "its public registration number", "superior_id": "the body above",
        "serves_id": "the place it answers for", "is_invented": "a body of the demo, marked so"},
    "orgs_organisationarea": {"organisation_id": "which body", "division_id": "also belongs to which place"},
    "orgs_contact": {"organisation_id": "whose line", "post": "which post answers", "name": "who answers",
                     "phone": "the number to call", "position": "order of lines"},
    "orgs_premises": {"organisation_id": "whose", "name": "which house or room", "address": "how to find it",
                      "division_id": "at which place"},
    # ── people ──
    "people_account": {
        "username": "signs in", "password": "proves who signs in (a hash)", "name": "shown beside what was done",
        "email": "messages that cannot wait; may be empty", "is_active": "may sign in at all",
        "must_change_password": "a first password is good once", "created_at": "when the account was made",
        "last_login": "tells an account that is used from a forgotten one; shown to nobody else"},
    "people_appointment": {
        "account_id": "who", "role": "as what", "organisation_id": "at which body",
        "area_id": "over which smaller area",
        "since": "from which day", "until": "until which day",
        "is_wound_up": "what was held has gone back to the desk"},
    "people_session": {
        "session_key": "finds the session", "session_data": "what a browser carries from page to page",
        "expire_date": "when it ends for good", "account_id": "to end all sessions of one account",
        "started_at": "twelve hours count from here; one's own list",
        "seen_at": "one's own list of where one is signed in"},
    "mfa_authenticator": {
        "user_id": "whose second factor", "type": "app or recovery codes", "data": "its secret",
        "created_at": "one's own list", "last_used_at": "one's own list"},
    # ── the catalogue of duties ──
    "duties_catalogueversion": {"name": "which edition", "effective_on": "from which day it holds",
                                "source": "by which paper"},
    "duties_item": {
        "version_id": "of which edition", "parent_id": "under which class", "position": "order of the published list",
        "code": "its published number", "name": "the matter", "name_en": "the matter in English",
        "class_path": "search and show by class without a join", "list_kind": "which of the three lists",
        "department_does": "the department's duty text",
        "street_does": "the street's duty text", "basis": "by which rule", "confidentiality": "ordinary or restricted",
        "city_codes": "the same matter in the city's code", "questions": "what intake asks besides",
        "stop_text": "when it is no matter for us, and why", "source": "where the row comes from"},
    "duties_itemmark": {"item_id": "of which matter", "level": "which rung",
                        "mark": "leads, helps, taken back or none"},
    "duties_itembody": {
        "item_id": "of which matter", "leads": "leads or helps", "position": "order of the published line",
        "level": "on which rung", "name": "the body as published", "organisation_id": "the body as registered"},
    "duties_itemdeadline": {"item_id": "of which matter", "position": "the handling term is the first",
                            "name": "the milestone", "amount": "how long", "unit": "in working or clock time"},
    # ── matters ──
    "issues_issue": {
        "number": "how people name it", "title": "what it is, in a line", "text": "what was said",
        "channel": "how it came", "urgency": "which terms run", "size": "which terms run",
        "class_path": "the class that the sending platform gave", "state": "where it stands",
        "end": "how it ended", "version": "a form made before the last act is told so",
        "place_id": "where", "place_code": "whose area", "street_code": "whose list", "community_code": "whose list",
        "address": "where exactly, for who goes there", "place_text": "a place that the register does not know",
        "main_id": "into which matter it was merged", "twins": "how many were merged into it",
        "parent_id": "from which matter it was split", "open_ask": "its row says that a yes is waited for",
        "item_id": "by which duty", "first_id": "who received it first, and stays responsible",
        "desk_id": "which desk decides", "assigned_by_id": "to whom a return goes", "owner_id": "whose matter it is",
        "owner_level": "the law that nothing is pushed down", "owner_mark": "the law that nothing is pushed down",
        "lead_id": "who leads where the owner helps", "owner_text": "an owner that the register does not know",
        "ruling_id": "by which decision it is the owner's", "is_ruled": "a ruling is not asked for again",
        "holder_id": "who has it in hand", "accepted_at": "from when the owner answers for it",
        "was_returned": "a second return goes to the district", "times_disputed": "the second no closes it",
        "lapsed_question": "the question was not answered, and it says so",
        "received_at": "from when terms count", "contacted_at": "when the reporter was spoken with",
        "closed_at": "when it ended", "leader_read_at": "an end not solved stands until a leader has read it",
        "next_clock": "which term a list shows", "next_due_at": "order of lists", "next_soon_at": "when 临期 begins",
        "next_unit": "in which words a list says the time left", "clock_stands": "the term stands still",
        "met_at": "when the term was met",
        "is_restricted": "confidential (举报): only desk, owner and the two named see it",
        "second_id": "the one second reader of a confidential matter", "caller_id": "its one caller",
        "is_imported": "came from a file",
        "is_history": "closed before it came: no clock, in no rate", "sender": "which platform sent it",
        "sender_number": "its number there, so that it comes once", "token": "a form sent twice makes one matter",
        "token_hash": "a form sent twice with another body is refused", "grams": "search"},
    "issues_reporter": {"issue_id": "of which matter", "name": "how to address the reporter",
                        "phone": "to ask and to answer",
                        "phone_key": "a keyed hash: what the same caller reported before, in one's own places"},
    "issues_clock": {
        "issue_id": "of which matter", "kind": "which term", "amount": "how long", "unit": "in working or clock time",
        "started_at": "from when", "due_at": "until when", "soon_at": "when 临期 begins",
        "stands_since": "from when it stands", "rest_seconds": "what was left when it began to stand",
        "extra": "what an extension added",
        "ended_at": "when it ended", "was_met": "in time or not", "told_soon": "said once", "told_late": "said once"},
    "issues_entry": {
        "issue_id": "of which matter", "version": "order, and one act a version", "act": "what was done",
        "from_state": "from where", "to_state": "to where", "by_id": "by whom", "by_part": "as what",
        "organisation_id": "for which body", "target_id": "to which body", "text": "what was said",
        "detail": "what the act says besides, by its own rule", "is_public": "the reporter reads it too",
        "happened_at": "when it was done", "event": "the same act in the ledger"},
    "issues_sendercolumns": {
        "sender": "whose files", "since": "from which day on they look so", "columns": "which header means what",
        "said_by_id": "who said so"},
    "issues_orderfile": {
        "sender": "from whom the file is", "name": "how the file was called", "digest": "the same file is done once",
        "organisation_id": "whose office brought it and may see it", "by_id": "who brought it", "brought_at": "when",
        "state": "on its way, done, thrown away", "headers": "its columns, to say what they mean",
        "rows": "its rows until they are confirmed, for a day at most", "columns": "which header means what in it",
        "counts": "how many orders were new, the same, changed", "notes": "what was kept as text",
        "progress": "how many of its orders are written, for who waits",
        "event": "the same import in the ledger", "done_at": "when it was brought in"},
    "issues_order": {
        "issue_id": "of which matter", "file_id": "in which file the sender spoke last",
        "digest": "the same order again changes nothing", "said": "what the sender last said, to tell a change",
        "is_restricted": "the sender marks it as confidential (举报)",
        "version": "how the matter stood then, to tell whether somebody here has acted",
        "offered": "what the sender says now, until somebody has decided", "offered_digest": "of what is offered",
        "offered_at": "since when it waits for a decision"},
    "issues_ask": {
        "issue_id": "of which matter", "kind": "more time, or to let it stand", "state": "whether it is decided",
        "reason": "why it is asked", "extra": "how much longer", "code": "for what it waits",
        "review_on": "when it is looked at again", "asked_by_id": "who asked, and so does not grant",
        "asked_at": "when", "decided_by_id": "the second person", "decided_at": "when", "decision": "why not"},
    "issues_handler": {"issue_id": "of which matter", "account_id": "who neither calls back nor checks own work"},
    "issues_handback": {
        "issue_id": "of which matter", "item_id": "by which duty it is another's",
        "proposed_id": "whose it is said to be",
        "returned_by_id": "by which body", "reason": "why", "asked_by_id": "by whom", "asked_at": "when",
        "decision": "agreed, refused, passed or ruled", "decided_at": "when"},
    "issues_ruling": {
        "issue_id": "of which matter", "owner_id": "whose it is", "item_id": "by which duty", "text": "why",
        "losing_view": "what spoke against it", "by_id": "who decided", "at": "when"},
    "issues_answer": {
        "issue_id": "of which matter", "kind": "done, not possible or not ours", "claim": "what the office says of it",
        "found": "what was found", "done": "what was done and when", "duty": "whose duty it is",
        "next": "what comes next",
        "ground": "by which ground not", "reason": "why not, in plain words", "whose": "whose it is instead",
        "instead": "what else one can do", "written_by_id": "who wrote it, and so does not review it",
        "written_at": "when", "is_turn_away": "not accepted at all", "reviewed_by_id": "the second reader",
        "passed": "whether it may go out"},
    "issues_question": {
        "issue_id": "of which matter", "text": "what is asked", "asked_by_id": "by whom", "asked_at": "when",
        "reply": "what was answered", "closed_at": "when it was over", "has_lapsed": "over without an answer"},
    "issues_judgement": {
        "issue_id": "of which matter", "turn": "the first word or the second",
        "answer_id": "on which answer, so that each is asked about once",
        "solved": "solved, by the reporter's word",
        "satisfied": "satisfied, by the reporter's word", "words": "what was said besides",
        "called_by_id": "who called, and so is no handler", "at": "when"},
    "issues_link": {"hash": "opens one matter to who holds the link", "issue_id": "which matter",
                    "expires_at": "until when"},
    "files_file": {
        "subject_kind": "attached to what sort of thing", "subject": "to which", "step": "by which act on it",
        "name": "shown and given back; as the uploader called it", "kind": "picture, PDF or document",
        "suffix": "of what is stored", "size": "shown; checked against what lies there",
        "digest": "where it lies, and that it is whole", "is_public": "whether the reporter sees it by link",
        "by_id": "who brought it; nobody for a reporter", "at": "when"},
    # ── messages ──
    "outbox_message": {
        "recipient": "who is told", "what": "which sentence", "kind": "about what sort of thing",
        "about": "about which",
        "values": "fill the sentence; no personal data", "at_once": "cannot wait for the digest",
        "created_at": "when it was owed", "settled_at": "when nothing is owed any more"},
    "outbox_inboxitem": {"message_id": "which message", "recipient": "in whose inbox", "created_at": "order",
                         "read_at": "the reader's own mark; no query shows it to others"},
    "outbox_delivery": {
        "message_id": "which message", "channel": "by which way", "state": "owed, sent, failed or dead",
        "attempts": "five and no more", "sent_at": "when", "error": "what sort of failure, without its text"},
    "outbox_digest": {"recipient": "who has had", "day": "the digest of which day"},
    "outbox_digesthour": {"recipient": "who chose", "hour": "when the digest comes"},
    "outbox_sweep": {"at": "when debts were found", "found": "how many"},
    # ── the ledger ──
    "event": {
        "recorded_at": "when the database wrote it", "xid": "order of commits, for the later proof",
        "happened_at": "when it was done", "actor_id": "by whom", "role": "as what", "act": "what was done",
        "kind": "to what sort of thing", "subject": "to which", "note": "why, masked",
        "detail": "what changed, by number",
        "loaded": "whether it was loaded by an import or the demo"},
}
"""By table and column. `event` stands in the schema `ledger`."""

FORBIDDEN = ("points", "streak", "rank", "ranking", "score", "clock_in", "clockin", "online_time", "check_in")
"""Words that no column bears, whatever purpose is given. Source: domain.md, "Less burden" 2 and 6."""


def wrong_with(columns: Iterable[tuple[str, str]]) -> list[str]:
    """What is wrong with these columns (table, column), one line each: unlisted, forbidden, or listed and gone."""
    there = {(table, column) for table, column in columns if table not in FRAMEWORK}
    listed = {(table, column) for table, known in PURPOSES.items() for column in known}
    wrong = [f"{table}.{column} has no purpose: say in config/purposes.py what it is for"
             for table, column in sorted(there - listed) if table not in PURPOSES or column not in IN_EVERY_TABLE]
    wrong += [f"{table}.{column} has a purpose but is gone" for table, column in sorted(listed - there)]
    wrong += [f"{table}.{column}: nobody is counted, ranked or watched here"
              for table, column in sorted(there) if any(f"_{word}_" in f"_{column}_" for word in FORBIDDEN)]
    return wrong
