from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("issues", "0002_never_down")]

    operations = [migrations.AddField("issue", "is_ruled", models.BooleanField(default=False))]
