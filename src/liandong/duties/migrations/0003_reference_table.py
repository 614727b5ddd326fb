from django.db import migrations

from liandong.districts.operations import ReferenceTable


class Migration(migrations.Migration):

    dependencies = [("districts", "0002_reference_changed"), ("duties", "0002_item_class_path")]

    operations = [ReferenceTable("CatalogueVersion", "Item", "ItemMark", "ItemBody", "ItemDeadline")]
