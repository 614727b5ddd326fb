from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issues", "0003_is_ruled")]

    operations = [
        migrations.AddField("issue", "next_unit", models.CharField(max_length=16, blank=True, default=""),
                            preserve_default=False),
        migrations.AddField("issue", "met_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddIndex("issue", models.Index(fields=["district", "community_code", "-received_at", "-id"],
                                                  name="issue_community_newest")),
    ]
