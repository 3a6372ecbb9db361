import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('markings', '0001_initial'),
        ('search', '0002_text_configurations'),
    ]

    operations = [
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
        migrations.AlterModelOptions(
            name='entry',
            options={'verbose_name_plural': 'entries'},
        ),
        migrations.RemoveIndex(
            model_name='entry',
            name='search_entry_vector',
        ),
        migrations.RemoveIndex(
            model_name='entry',
            name='search_entry_title_keys',
        ),
        migrations.AddField(
            model_name='stale',
            name='tries',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='entry',
            name='audience',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience'),
        ),
        migrations.AddField(
            model_name='entry',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12),
        ),
        migrations.AlterField(
            model_name='entry',
            name='is_hidden',
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(blank=True, choices=[('work', 'Research'), ('person', 'People'), ('administration', 'Administrations'), ('news', 'News and meetings')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['vector'], name='search_entry_vector'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['title_keys'], name='search_entry_title_keys'),
        ),
        migrations.AddIndex(
            model_name='stale',
            index=models.Index(fields=['tries', 'id'], name='search_stale_next'),
        ),
        # Words stay in the row and long texts go out of it: every hit reads its words to be ranked,
        # only the hits of a page their texts (90 ms became 40 for 7,500 hits).
        migrations.RunSQL(
            'ALTER TABLE search_entry ALTER vector SET STORAGE MAIN',
            'ALTER TABLE search_entry ALTER vector SET STORAGE EXTENDED',
        ),
    ]
