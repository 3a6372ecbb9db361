
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
        ('directory', '0021_who_signs'),
        ('markings', '0001_initial'),
        ('taxonomy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(editable=False, max_length=10, null=True, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('practice', 'Best practice'), ('pitfall', 'Pitfall'), ('experience', 'Experience')], max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('draft', 'Not published yet'), ('published', 'Published'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10, verbose_name='state')),
                ('title', models.CharField(editable=False, max_length=300, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, editable=False, max_length=300)),
                ('lead', models.CharField(blank=True, editable=False, max_length=400)),
                ('lead_fr', models.CharField(blank=True, editable=False, max_length=400)),
                ('french_is_working', models.BooleanField(default=False, editable=False)),
                ('title_key', models.CharField(default='', editable=False, max_length=120)),
                ('title_key_fr', models.CharField(default='', editable=False, max_length=120)),
                ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, editable=False)),
                ('facet_keys', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, editable=False)),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='whom it is about')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source of the record')),
                ('is_sample', models.BooleanField(default=False, editable=False)),
                ('confidence', models.CharField(blank=True, editable=False, max_length=12)),
                ('form_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published')),
                ('review_by', models.DateField(blank=True, null=True, verbose_name='to be reviewed by')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn')),
                ('withdrawal_reason', models.CharField(blank=True, editable=False, max_length=500)),
                ('administration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='directory.administration')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('language', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.language')),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='directory.region')),
                ('superseded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='guidelines.record')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'record',
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], max_length=12, verbose_name='TLP label')),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('html', models.JSONField(default=dict)),
                ('rendering', models.PositiveSmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what changed')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='published')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'version',
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='record',
            name='version',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.version'),
        ),
        migrations.CreateModel(
            name='Manuscript',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('stage', models.CharField(choices=[('writing', 'Being written'), ('clearance', 'Waits for national clearance'), ('review', 'In review'), ('check', 'Waits for the publisher'), ('published', 'Published'), ('dropped', 'Given up')], default='writing', max_length=10, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('content', models.JSONField(default=dict)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='what changed')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='begun')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manuscripts', to='guidelines.record')),
                ('base', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='guidelines.version')),
                ('version', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='manuscript', to='guidelines.version')),
            ],
            options={
                'verbose_name': 'manuscript',
                'ordering': ['-begun_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attribution', models.CharField(choices=[('named', 'Named: readers see the administration'), ('region', 'Region only: readers see the region, nobody the administration'), ('secretariat', 'Known to the Secretariat only'), ('sealed', 'Sealed until a date, then named')], default='named', max_length=12, verbose_name='who learns whose it is')),
                ('sealed_until', models.DateField(blank=True, null=True, verbose_name='sealed until')),
                ('administration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.administration')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='identity', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'identity',
                'verbose_name_plural': 'identities',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('attribution', 'sealed'), ('sealed_until__isnull', False)), models.Q(models.Q(('attribution', 'sealed'), _negated=True), ('sealed_until', None)), _connector='OR'), name='guidelines_sealed_has_a_date')],
            },
        ),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=20, verbose_name='section')),
                ('text', models.TextField(max_length=8000, verbose_name='text')),
                ('source_digest', models.CharField(max_length=64)),
                ('is_working', models.BooleanField(default=True, verbose_name='a working translation')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='translated')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('language', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.language')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='guidelines.record')),
            ],
            options={
                'verbose_name': 'translation',
                'constraints': [models.UniqueConstraint(fields=('record', 'section', 'language'), name='guidelines_one_translation_per_section')],
            },
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('record', 'number'), name='guidelines_one_version_per_number'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='guidelines_version_from_one'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['kind', '-published_at', '-id'], name='guidelines_newest'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['kind', 'title_key', 'id'], name='guidelines_title'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['kind', 'title_key_fr', 'id'], name='guidelines_titre'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'published')), fields=['facet_keys'], name='guidelines_facets'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('marking__in', ['clear', 'green', 'amber'])), name='guidelines_label', violation_error_message='Advice is TLP:CLEAR, TLP:GREEN or TLP:AMBER.'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('code__isnull', False), ('version__isnull', False)), _connector='OR'), name='guidelines_published_has_version'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'superseded'), ('superseded_by__isnull', False)), models.Q(models.Q(('state', 'superseded'), _negated=True), ('superseded_by', None)), _connector='OR'), name='guidelines_superseded_by'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', False), ('withdrawn_by', None), _connector='OR'), name='guidelines_withdrawer_has_moment'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('marking', 'amber'), _negated=True), ('administration__isnull', False), _connector='OR'), name='guidelines_amber_is_named', violation_error_message='An amber record names the administration it is of.'),
        ),
        migrations.AddIndex(
            model_name='manuscript',
            index=models.Index(fields=['stage', '-stage_since', '-id'], name='guidelines_stages'),
        ),
        migrations.AddConstraint(
            model_name='manuscript',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ('writing', 'clearance', 'review', 'check'))), fields=('record',), name='guidelines_one_open_manuscript'),
        ),
        migrations.AddConstraint(
            model_name='manuscript',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'published'), ('version__isnull', False)), models.Q(models.Q(('stage', 'published'), _negated=True), ('version', None)), _connector='OR'), name='guidelines_published_manuscript'),
        ),
    ]
