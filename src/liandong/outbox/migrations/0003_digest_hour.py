"""Everybody's own hour of the digest; messages by day for the count of what each was sent."""
import django.db.models.deletion
from django.db import migrations, models

import liandong.districts.scope
import liandong.kernel.ids
from liandong.districts.operations import DistrictTable


class Migration(migrations.Migration):

    dependencies = [
        ("districts", "0002_reference_changed"),
        ("outbox", "0002_delivery_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestHour",
            fields=[
                ("id", models.UUIDField(default=liandong.kernel.ids.uuid7, editable=False, primary_key=True,
                                        serialize=False)),
                ("recipient", models.BigIntegerField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("district", models.ForeignKey(db_index=False, default=liandong.districts.scope.the_district,
                                               editable=False, on_delete=django.db.models.deletion.PROTECT,
                                               related_name="+", to="districts.district")),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddConstraint(
            model_name="digesthour",
            constraint=models.UniqueConstraint(fields=("district", "recipient"), name="digest_hour_once"),
        ),
        migrations.AddConstraint(
            model_name="digesthour",
            constraint=models.CheckConstraint(condition=models.Q(("hour__lte", 23)), name="digest_hour_of_day"),
        ),
        DistrictTable("DigestHour"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["district", "created_at", "recipient"], name="message_day"),
        ),
    ]
