"""A plan's row names the plan of the price list it was made of, and the version of that list."""

from django.db import migrations, models

FIRST = "2026-11"  # all rows there are were made of the first price list


def name_them(apps, schema_editor):
    Plan = apps.get_model("tenants", "Plan")
    for plan in Plan.objects.filter(code__startswith="standard-", offer=""):
        plan.offer, plan.version = "standard", FIRST
        plan.code = f"standard-{plan.currency.lower()}-{FIRST}"
        plan.save(update_fields=["offer", "version", "code"])


def forget_them(apps, schema_editor):
    Plan = apps.get_model("tenants", "Plan")
    for plan in Plan.objects.filter(offer="standard", version=FIRST):
        plan.code = f"standard-{plan.currency.lower()}"
        plan.save(update_fields=["code"])


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0002_addresses_and_closing'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='offer',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='plan',
            name='version',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.RunPython(name_them, forget_them),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('offer', ''), _negated=True), fields=('offer', 'version', 'currency'), name='plan_once'),
        ),
    ]
