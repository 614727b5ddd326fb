"""A search is bounded by what the reader may see before it is cut off, and planned for its own words."""
from django.db import migrations

from liandong.districts.operations import SearchFunction

DROP = ("set local role liandong_find; drop function find.issues(integer, text[], text, text, text, integer); "
        "set local role liandong_owner")


class Migration(migrations.Migration):

    dependencies = [("issues", "0004_shown_clock")]

    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop),
                  SearchFunction("issues/sql/find_issues_in_reach.sql")]
