from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='class_path',
            field=models.CharField(blank=True, max_length=700),
        ),
    ]
