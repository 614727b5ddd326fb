"""The act `holder_left` comes into the trail."""
from __future__ import annotations

from django.db import migrations, models

ACTS = [
    "receive", "receive_closed", "contact", "take", "assign", "recall", "accept", "send_back", "send_back_again",
    "agree_return", "refuse_return", "pass_return", "escalate", "rule", "ask_resident", "supplement", "question_lapses",
    "answer", "answer_no", "turn_away", "pass_review", "fail_review", "hand_to_desk", "confirm", "dispute",
    "dispute_again", "judge_lapses", "check", "withdraw", "pass_on", "holder_left", "note", "interim", "add_paper"]


class Migration(migrations.Migration):
    dependencies = [("issues", "0006_counted_in_indexes")]
    operations = [
        migrations.RemoveConstraint("entry", "entry_act"),
        migrations.AddConstraint("entry", models.CheckConstraint(condition=models.Q(("act__in", ACTS)),
                                                                 name="entry_act")),
    ]
