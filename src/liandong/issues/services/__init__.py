"""Every act on an issue, one subject a file; `act` is the one way in which all are done."""
from __future__ import annotations

from liandong.issues.services.answering import answer, answer_no, fail_review, hand_to_desk, pass_review, turn_away
from liandong.issues.services.asking import ask_resident, contact, supplement
from liandong.issues.services.asks import ask_extend, ask_suspend, drop_ask, extend, refuse_ask
from liandong.issues.services.attaching import erase_files, open_file
from liandong.issues.services.contacts import open_contact
from liandong.issues.services.handover import accept, assign, pass_on, recall, take
from liandong.issues.services.intake import Intake, receive
from liandong.issues.services.judging import check, confirm, dispute, dispute_again, judge, read_by_leader, withdraw
from liandong.issues.services.merging import merge, unmerge
from liandong.issues.services.notes import add_paper, interim, note
from liandong.issues.services.reassigning import reassign
from liandong.issues.services.returns import agree_return, escalate, refuse_return, rule, send_back
from liandong.issues.services.splitting import answer_split, split
from liandong.issues.services.suspending import resume, suspend

__all__ = [
    "Intake", "accept", "add_paper", "agree_return", "answer", "answer_no", "answer_split", "ask_extend",
    "ask_resident", "ask_suspend", "assign", "check", "confirm", "contact", "dispute", "dispute_again", "drop_ask",
    "erase_files", "escalate", "extend", "fail_review", "hand_to_desk", "interim", "judge", "merge", "note",
    "open_contact",
    "open_file", "pass_on", "pass_review", "read_by_leader", "reassign", "recall", "receive", "refuse_ask",
    "refuse_return", "resume", "rule", "send_back", "split", "supplement", "suspend", "take", "turn_away",
    "unmerge", "withdraw",
]
