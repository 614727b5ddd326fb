"""A search is planned for its own words: how rare they are decides which index serves it."""
from django.db import migrations

SIGNATURE = "find.issues(integer, text[], text, text, text, integer)"


class Migration(migrations.Migration):

    dependencies = [("issues", "0004_shown_clock")]

    operations = [migrations.RunSQL(
        f"set local role liandong_find; alter function {SIGNATURE} set plan_cache_mode = force_custom_plan; "
        "set local role liandong_owner",
        f"set local role liandong_find; alter function {SIGNATURE} reset plan_cache_mode; "
        "set local role liandong_owner")]
