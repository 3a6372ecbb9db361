"""The kinds of seat that every portal has; the Secretariat adds others."""

from django.db import migrations

# code, position, office, deputy of, signs, English, French, short in English, short in French.
ROLES = [
    (
        "contact-point", 10, "administration", None, True,
        "Smart Customs National Contact Point", "Point de contact national Smart Customs",
        "Contact point", "Point de contact",
    ),
    (
        "deputy", 20, "administration", "contact-point", True,
        "Deputy contact point", "Point de contact suppléant",
        "Deputy", "Suppléant",
    ),
    (
        "national-coordinator", 30, "administration", None, False,
        "National coordinator of the portal", "Coordonnateur national du portail",
        "National coordinator", "Coordonnateur national",
    ),
    (
        "clikc-coordinator", 40, "administration", None, False,
        "CLiKC! national coordinator", "Coordonnateur national CLiKC!",
        "CLiKC! coordinator", "Coordonnateur CLiKC!",
    ),
    (
        "cen-contact", 50, "administration", None, False,
        "CEN contact", "Correspondant CEN",
        "CEN contact", "Correspondant CEN",
    ),
    (
        "regional-officer", 60, "region", None, False,
        "Regional officer", "Responsable régional",
        "Regional officer", "Responsable régional",
    ),
    (
        "partner-contact", 70, "partner", None, False,
        "Contact of the partner organisation", "Correspondant de l’organisation partenaire",
        "Partner contact", "Correspondant partenaire",
    ),
]  # fmt: skip


def name_roles(apps, schema_editor):
    owner = schema_editor.connection.alias
    role = apps.get_model("directory", "SeatRole")
    rows = {}
    for code, position, office, deputy_of, signs, name_en, name_fr, short_en, short_fr in ROLES:
        rows[code] = role.objects.using(owner).create(
            code=code, position=position, office=office, signs=signs, name_en=name_en,
            name_fr=name_fr, short_en=short_en, short_fr=short_fr,
            stands_in_for=rows.get(deputy_of),
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_initial")]
    replaces = [("directory", "0004_seat_roles")]

    operations = [
        migrations.RunPython(name_roles, migrations.RunPython.noop),
    ]
