"""The picture of an event is a picture of its own, with frame, sizes and words."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_price"), ("pictures", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="event", name="image"),
        migrations.AddField(
            model_name="event",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pictures.picture",
                verbose_name="picture",
            ),
        ),
    ]
