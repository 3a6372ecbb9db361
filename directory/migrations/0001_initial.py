
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import portal.identifiers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('markings', '0001_initial'),
        ('taxonomy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PartnerOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('acronym', models.CharField(max_length=20, unique=True, verbose_name='acronym')),
                ('kind', models.CharField(choices=[('intergovernmental', 'Intergovernmental organisation'), ('un', 'United Nations'), ('wco-body', 'WCO body'), ('development-bank', 'Development bank'), ('regional', 'Regional organisation'), ('standards', 'Standards body'), ('partnership', 'Partnership'), ('academic', 'Academia'), ('business', 'Business')], max_length=20, verbose_name='kind')),
                ('url', models.URLField(blank=True, verbose_name='web site')),
            ],
            options={
                'verbose_name': 'partner organisation',
                'ordering': ['acronym'],
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('code', models.CharField(max_length=4, unique=True, verbose_name='code')),
                ('slug', models.SlugField(unique=True)),
                ('short_en', models.CharField(max_length=60, verbose_name='short name in English')),
                ('short_fr', models.CharField(max_length=60, verbose_name='short name in French')),
            ],
            options={
                'verbose_name': 'region',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Administration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('iso2', models.CharField(max_length=2, unique=True, verbose_name='code')),
                ('iso3', models.CharField(max_length=3, unique=True)),
                ('name_es', models.CharField(blank=True, max_length=200, verbose_name='name in Spanish')),
                ('kind', models.CharField(choices=[('member', 'Member'), ('special-participant', 'Special participant')], default='member', max_length=20, verbose_name='kind')),
                ('administration_name_en', models.CharField(blank=True, max_length=200, verbose_name='name of the administration in English')),
                ('administration_name_fr', models.CharField(blank=True, max_length=200, verbose_name='name of the administration in French')),
                ('name_status', models.CharField(choices=[('unverified', 'Name not confirmed by the administration'), ('confirmed', 'Name confirmed')], default='unverified', max_length=12, verbose_name='state of the names')),
                ('official_languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), default=list)),
                ('accession_date', models.DateField(blank=True, null=True, verbose_name='joined the WCO')),
                ('accession_status', models.CharField(blank=True, max_length=12)),
                ('website', models.URLField(blank=True, verbose_name='web site')),
                ('zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                ('weekend_first', models.PositiveSmallIntegerField(default=5, verbose_name='first day of the weekend')),
                ('weekend_last', models.PositiveSmallIntegerField(default=6, verbose_name='last day of the weekend')),
                ('sort_key_en', models.CharField(editable=False, max_length=200)),
                ('sort_key_fr', models.CharField(editable=False, max_length=200)),
                ('find_key', models.TextField(default='', editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('group', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='administration', to='auth.group')),
                ('technologies', models.ManyToManyField(blank=True, to='taxonomy.technology', verbose_name='technologies in use')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='directory.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'administration',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('given_name', models.CharField(max_length=100, verbose_name='given name')),
                ('family_name', models.CharField(max_length=100, verbose_name='family name')),
                ('post', models.CharField(blank=True, max_length=200, verbose_name='post')),
                ('post_fr', models.CharField(blank=True, max_length=200, verbose_name='post in French')),
                ('state', models.CharField(choices=[('unconfirmed', 'Not confirmed yet'), ('verified', 'Verified'), ('suspended', 'Suspended'), ('former', 'Former')], default='unconfirmed', editable=False, max_length=12, verbose_name='state')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('email_visibility', models.CharField(choices=[('members', 'All contact points and officers'), ('region', 'My WCO region and the Secretariat'), ('secretariat', 'The Secretariat only')], default='members', max_length=12, verbose_name='who sees your e-mail')),
                ('phone_visibility', models.CharField(choices=[('members', 'All contact points and officers'), ('region', 'My WCO region and the Secretariat'), ('secretariat', 'The Secretariat only')], default='secretariat', max_length=12, verbose_name='who sees your telephone')),
                ('mobile', models.CharField(blank=True, max_length=40, verbose_name='mobile')),
                ('mobile_visibility', models.CharField(choices=[('members', 'All contact points and officers'), ('region', 'My WCO region and the Secretariat'), ('secretariat', 'The Secretariat only')], default='secretariat', max_length=12, verbose_name='who sees your mobile')),
                ('verified_at', models.DateTimeField(editable=False, null=True, verbose_name='verified')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French')], default='en', max_length=2, verbose_name='language of the portal')),
                ('zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                ('welcomed_at', models.DateTimeField(editable=False, null=True, verbose_name='first visit done')),
                ('terms_version', models.CharField(blank=True, editable=False, max_length=10)),
                ('is_sample', models.BooleanField(default=False, editable=False, verbose_name='sample person')),
                ('sort_key', models.CharField(editable=False, max_length=210)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('processes', models.ManyToManyField(blank=True, related_name='experts', to='taxonomy.process', verbose_name='processes you work on')),
                ('technologies', models.ManyToManyField(blank=True, related_name='experts', to='taxonomy.technology', verbose_name='technologies you work on')),
                ('administration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officers', to='directory.administration', verbose_name='administration')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='directory.partnerorganisation', verbose_name='partner organisation')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20, verbose_name='role')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_assignments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'role assignment',
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('contact-point', 'Smart Customs National Contact Point'), ('deputy', 'Deputy contact point'), ('regional-officer', 'Regional officer')], max_length=20, verbose_name='seat')),
                ('administration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='directory.administration')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='directory.region')),
            ],
            options={
                'verbose_name': 'seat',
            },
        ),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='directory.seat')),
            ],
            options={
                'verbose_name': 'holding',
            },
        ),
        migrations.CreateModel(
            name='VacancyOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'opening of vacancies',
            },
        ),
        migrations.CreateModel(
            name='SpokenLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('A1', 'A few words'), ('A2', 'Basic'), ('B1', 'Can follow'), ('B2', 'Can work'), ('C1', 'Fluent'), ('C2', 'Mother tongue or equal')], default='B2', max_length=2, verbose_name='level')),
                ('language', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='taxonomy.language')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spoken_languages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-level', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TermsAcceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=10)),
                ('accepted_at', models.DateTimeField(auto_now_add=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['sort_key', 'id'], name='directory_p_sort_ke_d47bce_idx'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['audience', 'sort_key', 'id'], name='directory_p_audienc_9bca83_idx'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['-changed_at', '-id'], name='directory_p_changed_417344_idx'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(fields=['sort_key'], name='directory_person_trigrams', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('administration__isnull', True), ('partner__isnull', True), _connector='OR'), name='directory_one_organisation'),
        ),
        migrations.AddIndex(
            model_name='administration',
            index=models.Index(fields=['sort_key_en', 'id'], name='directory_a_sort_ke_70666d_idx'),
        ),
        migrations.AddIndex(
            model_name='administration',
            index=models.Index(fields=['sort_key_fr', 'id'], name='directory_a_sort_ke_d32e08_idx'),
        ),
        migrations.AddConstraint(
            model_name='administration',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'special-participant'), ('region__isnull', False), _connector='OR'), name='directory_member_has_region'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'role'), name='directory_role_once'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('kind', 'administration'), name='directory_one_seat_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('administration__isnull', False), ('region__isnull', True)), models.Q(('administration__isnull', True), ('region__isnull', False)), _connector='OR'), name='directory_seat_of_administration_or_region'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('kind', 'region'), name='directory_one_regional_seat_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='vacancyopening',
            constraint=models.UniqueConstraint(models.Value(1), condition=models.Q(('closed_at__isnull', True)), name='directory_one_opening'),
        ),
        migrations.AddConstraint(
            model_name='holding',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('seat',), name='directory_one_holder'),
        ),
        migrations.AddConstraint(
            model_name='spokenlanguage',
            constraint=models.UniqueConstraint(fields=('person', 'language'), name='directory_language_once'),
        ),
        migrations.AddConstraint(
            model_name='termsacceptance',
            constraint=models.UniqueConstraint(fields=('person', 'version'), name='directory_terms_once'),
        ),
    ]
