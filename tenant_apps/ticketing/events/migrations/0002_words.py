"""Words in several languages; an event that was there before is in the shop's language ("")."""

from django.db import migrations, models

import kernel.words

LANGUAGES = [("en", "English"), ("es", "Spanish"), ("fr", "French"), ("pt", "Portuguese")]
WORDS = models.JSONField(blank=True, default=dict, editable=False)


def language(default):
    return models.CharField(
        verbose_name="language", max_length=8, choices=LANGUAGES, blank=True, default=default
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.AddField("event", "language", language(default="")),
        migrations.AlterField("event", "language", language(default=kernel.words.shop_language)),
        migrations.AddField("event", "translations", WORDS),
        migrations.AddField("tickettype", "translations", WORDS.clone()),
    ]
