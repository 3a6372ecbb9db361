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
        ('directory', '0001_initial'),
        ('markings', '0001_initial'),
        ('taxonomy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(editable=False, max_length=10, null=True, unique=True, verbose_name='code')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=10)),
                ('title', models.CharField(max_length=400, verbose_name='title')),
                ('title_fr', models.CharField(blank=True, max_length=400, verbose_name='title in French')),
                ('byline', models.CharField(default='', editable=False, max_length=300)),
                ('title_key', models.CharField(default='', editable=False, max_length=120)),
                ('title_key_fr', models.CharField(default='', editable=False, max_length=120)),
                ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, editable=False)),
                ('facet_keys', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, editable=False)),
                ('citations', models.JSONField(default=dict, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('venue', models.CharField(blank=True, max_length=300, verbose_name='published in')),
                ('kind', models.CharField(choices=[('journal-article', 'Journal article'), ('conference-paper', 'Conference paper'), ('report', 'Report'), ('preprint', 'Preprint'), ('book', 'Book'), ('book-chapter', 'Book chapter'), ('working-paper', 'Working paper'), ('guide', 'Guide'), ('magazine-article', 'Magazine article'), ('survey', 'Survey'), ('technical-note', 'Technical note'), ('dataset-report', 'Report on a data set'), ('case-collection', 'Collection of cases')], max_length=20, verbose_name='type')),
                ('language', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='taxonomy.language', verbose_name='language')),
                ('doi', models.CharField(blank=True, max_length=200, verbose_name='DOI')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address of the work')),
                ('abstract', models.TextField(verbose_name='abstract')),
                ('abstract_fr', models.TextField(blank=True, verbose_name='abstract in French')),
                ('french_is_working', models.BooleanField(default=False, verbose_name='the French is a working translation')),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, verbose_name='keywords')),
                ('keywords_fr', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list)),
                ('administration', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='works', to='directory.administration', verbose_name='owner of the record')),
                ('is_open_to_partners', models.BooleanField(default=False, verbose_name='partner organisations may read it')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source of the record')),
                ('source_note', models.CharField(blank=True, max_length=500, verbose_name='note on the source')),
                ('is_sample', models.BooleanField(default=False, editable=False)),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='added')),
                ('form_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawal_reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='why it was withdrawn')),
                ('technologies', models.ManyToManyField(blank=True, related_name='works', to='taxonomy.technology', verbose_name='technologies')),
                ('processes', models.ManyToManyField(blank=True, related_name='works', to='taxonomy.process', verbose_name='processes')),
                ('regions', models.ManyToManyField(blank=True, related_name='works', to='directory.region', verbose_name='regions studied')),
            ],
            options={
                'verbose_name': 'work',
                'indexes': [models.Index(condition=models.Q(('state', 'published')), fields=['-year', '-id'], include=('audience', 'facet_keys'), name='work_newest'), models.Index(condition=models.Q(('state', 'published')), fields=['-changed_at', '-id'], name='work_changed'), models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='work_published'), models.Index(condition=models.Q(('state', 'published')), fields=['title_key', 'id'], name='work_title'), models.Index(condition=models.Q(('state', 'published')), fields=['title_key_fr', 'id'], name='work_titre'), models.Index(condition=models.Q(('state', 'draft')), fields=['-changed_at', '-id'], name='work_drafts'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'published')), fields=['facet_keys'], name='work_facets')],
                'constraints': [models.CheckConstraint(condition=models.Q(('published_at__isnull', False), ('published_by__isnull', True), _connector='OR'), name='research_publisher_has_moment'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', True), _connector='OR'), name='research_withdrawer_has_moment'), models.CheckConstraint(condition=models.Q(models.Q(('marking__in', ['amber', 'amber-strict']), _negated=True), ('administration__isnull', False), _connector='OR'), name='research_amber_has_owner', violation_error_message='An amber record names the administration that owns it.')],
            },
        ),
        migrations.CreateModel(
            name='AdministrationGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='administration_grants', to='research.work')),
            ],
            options={
                'unique_together': {('group', 'permission', 'content_object')},
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='authors', to='research.work')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('family', models.CharField(blank=True, max_length=200, verbose_name='family name')),
                ('name_key', models.CharField(default='', editable=False, max_length=190)),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(fields=['name_key'], name='research_author_key')],
                'constraints': [models.UniqueConstraint(fields=('work', 'position'), name='research_author_position')],
            },
        ),
        migrations.CreateModel(
            name='PersonGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='person_grants', to='research.work')),
            ],
            options={
                'unique_together': {('user', 'permission', 'content_object')},
                'abstract': False,
            },
        ),
    ]
