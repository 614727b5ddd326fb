from django.db import migrations

from liandong.districts.operations import ReferenceTable


class Migration(migrations.Migration):

    dependencies = [("districts", "0002_reference_changed"), ("places", "0001_initial")]

    operations = [ReferenceTable("Division")]
