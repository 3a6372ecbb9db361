
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('markings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Stale',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('since', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name_plural': 'stale rows',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('work', 'Research'), ('person', 'People'), ('administration', 'Administrations'), ('news', 'News and meetings')], max_length=20)),
                ('is_hidden', models.BooleanField(default=False)),
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
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='search_entry_vector'), django.contrib.postgres.indexes.GinIndex(fields=['title_keys'], name='search_entry_title_keys')],
                'constraints': [models.UniqueConstraint(fields=('object_type', 'object_id'), name='search_one_entry_per_object')],
            },
        ),
    ]
