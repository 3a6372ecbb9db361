import django.db.models.deletion
from django.db import migrations, models

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
    dependencies = [
        ("directory", "0003_account"),
    ]

    operations = [
        migrations.CreateModel(
            name='SeatRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='code')),
                ('short_en', models.CharField(max_length=60, verbose_name='short name in English')),
                ('short_fr', models.CharField(max_length=60, verbose_name='short name in French')),
                ('office', models.CharField(choices=[('administration', 'An administration'), ('region', 'A WCO region'), ('partner', 'A partner organisation')], default='administration', max_length=14, verbose_name='belongs to')),
                ('signs', models.BooleanField(default=False, help_text='A deputy signs only where the contact point allows it.', verbose_name='signs for the administration')),
                ('position', models.PositiveSmallIntegerField(default=50, verbose_name='place in lists')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer given')),
            ],
            options={
                'verbose_name': 'kind of seat',
                'verbose_name_plural': 'kinds of seat',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='seatrole',
            name='stands_in_for',
            field=models.ForeignKey(blank=True, help_text='Its holder is the deputy of whoever holds that seat.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='directory.seatrole', verbose_name='deputy of'),
        ),
        migrations.AddConstraint(
            model_name='seatrole',
            constraint=models.CheckConstraint(condition=models.Q(('stands_in_for__isnull', True), models.Q(('stands_in_for', models.F('pk')), _negated=True), _connector='OR'), name='directory_no_deputy_of_itself'),
        ),
        migrations.RunPython(name_roles, migrations.RunPython.noop),
    ]
