"""The one row that was changed becomes the first edition; a draft stands beside the editions."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q

import kernel.codes

PLAIN = ("theme", "accent", "second", "display_font", "scheme", "logo")


def language_of_the_shop(schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT language FROM public.tenants_tenant WHERE schema_name = current_schema()")
        found = cursor.fetchone()
    return found[0] if found and found[0] in ("en", "es", "fr", "pt") else "en"


def first_edition(apps, schema_editor):
    Brand = apps.get_model("themes", "Brand")
    for row in Brand.objects.all():
        said = {name: str(getattr(row, name)) for name in PLAIN if getattr(row, name)}
        for name in ("tagline", "footer"):
            if text := getattr(row, name):
                said[f"{name}_{language_of_the_shop(schema_editor)}"] = text
        row.said = said
        row.number = row.pk
        row.by = "system"
        row.save()


class Migration(migrations.Migration):

    dependencies = [("themes", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="BrandDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("base", models.IntegerField(default=0)),
                ("said", models.JSONField(default=dict)),
                ("revision", models.IntegerField(default=0)),
                ("trail", models.JSONField(default=list)),
                ("key", models.CharField(default=kernel.codes.secret, max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(id=1), name="brand_draft_only_one"),
                    models.CheckConstraint(condition=Q(revision__gte=0), name="brand_draft_revision"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("imprint", "Imprint"), ("terms", "Terms of sale"), ("privacy", "Privacy"), ("refunds", "Refunds"), ("accessibility", "Accessibility")], max_length=20)),
                ("number", models.IntegerField(null=True)),
                ("bodies", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", models.CharField(max_length=200)),
                ("revision", models.IntegerField(default=0)),
            ],
            options={
                "ordering": ["kind", models.F("number").desc(nulls_first=True)],
                "constraints": [
                    models.UniqueConstraint(fields=["kind", "number"], name="legal_text_number", nulls_distinct=False),
                    models.CheckConstraint(condition=Q(number__gt=0), name="legal_text_number_positive"),
                ],
            },
        ),
        migrations.RenameField("Brand", "changed_at", "at"),
        migrations.AddField("Brand", "said", models.JSONField(default=dict)),
        migrations.AddField("Brand", "number", models.IntegerField(null=True)),
        migrations.AddField("Brand", "note", models.CharField(blank=True, max_length=200, default=""), preserve_default=False),
        migrations.AddField("Brand", "by", models.CharField(max_length=200, default=""), preserve_default=False),
        migrations.AddField("Brand", "copy_of", models.IntegerField(null=True)),
        migrations.RunPython(first_edition, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("Brand", "number", models.IntegerField(unique=True)),
        migrations.AlterField("Brand", "at", models.DateTimeField(default=django.utils.timezone.now)),
        *(migrations.RemoveField("Brand", name) for name in (*PLAIN, "tagline", "footer", "version")),
        migrations.AlterModelOptions("Brand", options={"ordering": ["-number"]}),
        migrations.AddConstraint("Brand", models.CheckConstraint(condition=Q(number__gt=0), name="brand_number_positive")),
    ]
