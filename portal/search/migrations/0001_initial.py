import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('markings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('kind', models.CharField(blank=True, choices=[('practice', 'Best practices'), ('pitfall', 'Pitfalls'), ('experience', 'Experiences'), ('work', 'Research'), ('person', 'People'), ('administration', 'Administrations'), ('topic', 'Topics'), ('news', 'News and meetings')], max_length=20)),
                ('audience', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12)),
                ('is_hidden', models.BooleanField(default=True)),
                ('titles', models.JSONField(default=dict)),
                ('bodies', models.JSONField(default=dict)),
                ('lines', models.JSONField(default=dict)),
                ('title_keys', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('vector', django.contrib.postgres.search.SearchVectorField(null=True)),
                ('reference', models.CharField(blank=True, max_length=40)),
                ('path', models.CharField(blank=True, max_length=200)),
                ('language', models.CharField(blank=True, max_length=3)),
                ('date', models.DateField(null=True)),
                ('technologies', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('regions', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('filled_for', models.IntegerField(null=True)),
            ],
            options={
                'verbose_name_plural': 'entries',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector'], name='search_entry_vector'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['title_keys'], name='search_entry_title_keys')],
                'constraints': [models.UniqueConstraint(fields=('object_type', 'object_id'), name='search_one_entry_per_object')],
            },
        ),
        migrations.CreateModel(
            name='Fresh',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.BigIntegerField(unique=True)),
                ('before', models.IntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'fresh entries',
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_searches', to=settings.AUTH_USER_MODEL)),
                ('words', models.CharField(max_length=200)),
                ('address', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('find', models.TextField()),
                ('key', models.TextField(blank=True)),
                ('kind', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('technology', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('region', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('language', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('stopped_since', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'saved searches',
                'constraints': [models.UniqueConstraint(fields=('person', 'digest'), name='search_saved_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedHit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('search', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='search.savedsearch')),
                ('entry', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('search', 'entry'), name='search_told_once')],
            },
        ),
        migrations.CreateModel(
            name='Stale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('since', models.DateTimeField(auto_now_add=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'stale rows',
                'indexes': [models.Index(fields=['tries', 'id'], name='search_stale_next')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.TextField(unique=True)),
                ('key', models.TextField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['key'], name='search_word_key', opclasses=['gin_trgm_ops'])],
            },
        ),
    ]
