"""Price lists in other currencies than the event's own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0002_words")]

    operations = [
        migrations.CreateModel(
            name="Price",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("amount", models.BigIntegerField(verbose_name="price")),
                (
                    "ticket_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="events.tickettype",
                    ),
                ),
            ],
            options={
                "ordering": ["currency", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(amount__gte=0), name="price_not_negative"
                    ),
                    models.UniqueConstraint(
                        fields=("ticket_type", "currency"), name="price_once"
                    ),
                ],
            },
        )
    ]
