"""The law "a matter owned above can never be handed below", in the database. Source: domain.md, Duty catalogue.

An owner's level stands with the mark that the cited item gives that level; the check `issue_never_down` says which
marks may own. FORCE is lifted while the key is added: it would hide every row from the validation.
"""
from django.db import migrations

ADD = """
alter table issues_issue no force row level security;
alter table duties_itemmark no force row level security;
alter table issues_issue add constraint issue_owner_mark foreign key (district_id, item_id, owner_level, owner_mark)
  references duties_itemmark (district_id, item_id, level, mark);
alter table duties_itemmark force row level security;
alter table issues_issue force row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("issues", "0001_initial"), ("duties", "0001_initial")]

    operations = [migrations.RunSQL(ADD, "alter table issues_issue drop constraint issue_owner_mark")]
