from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Technology',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('slug', models.SlugField(unique=True, verbose_name='code')),
                ('definition_en', models.TextField(blank=True, verbose_name='definition in English')),
                ('definition_fr', models.TextField(blank=True, verbose_name='definition in French')),
                ('french_is_working', models.BooleanField(default=True, verbose_name='the French is a working translation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer offered')),
                ('group', models.CharField(choices=[('data-intelligence', 'Data and intelligence'), ('trust-exchange', 'Trust and exchange'), ('infrastructure', 'Infrastructure'), ('sensing-control', 'Sensing and control'), ('people-learning', 'People and learning'), ('trade-change', 'Changes in trade')], max_length=20, verbose_name='group')),
                ('status', models.CharField(choices=[('focus', 'Focus of the project'), ('tracked', 'Tracked'), ('related', 'Related'), ('horizon', 'On the horizon')], max_length=10, verbose_name='place in the project')),
            ],
            options={
                'verbose_name': 'technology',
                'verbose_name_plural': 'technologies',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('slug', models.SlugField(unique=True, verbose_name='code')),
                ('definition_en', models.TextField(blank=True, verbose_name='definition in English')),
                ('definition_fr', models.TextField(blank=True, verbose_name='definition in French')),
                ('french_is_working', models.BooleanField(default=True, verbose_name='the French is a working translation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer offered')),
                ('group', models.CharField(choices=[('clearance', 'Clearance'), ('control', 'Control'), ('core-technical', 'Core technical matters'), ('enforcement', 'Enforcement'), ('legal', 'Law'), ('management', 'Management'), ('partnership', 'Partnership'), ('procedures', 'Procedures'), ('revenue', 'Revenue')], max_length=20, verbose_name='group')),
                ('tfa_articles', models.CharField(blank=True, max_length=60, verbose_name='articles of the TFA')),
            ],
            options={
                'verbose_name': 'customs process',
                'verbose_name_plural': 'customs processes',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Language',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('code', models.CharField(max_length=3, unique=True, verbose_name='code')),
                ('endonym', models.CharField(max_length=60, verbose_name='own name')),
                ('is_right_to_left', models.BooleanField(default=False, verbose_name='written from right to left')),
            ],
            options={
                'verbose_name': 'language',
                'verbose_name_plural': 'languages',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='AdoptionStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('slug', models.SlugField(unique=True, verbose_name='code')),
                ('definition_en', models.TextField(blank=True, verbose_name='definition in English')),
                ('definition_fr', models.TextField(blank=True, verbose_name='definition in French')),
                ('french_is_working', models.BooleanField(default=True, verbose_name='the French is a working translation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer offered')),
            ],
            options={
                'verbose_name': 'adoption status',
                'verbose_name_plural': 'adoption statuses',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Benefit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('slug', models.SlugField(unique=True, verbose_name='code')),
                ('definition_en', models.TextField(blank=True, verbose_name='definition in English')),
                ('definition_fr', models.TextField(blank=True, verbose_name='definition in French')),
                ('french_is_working', models.BooleanField(default=True, verbose_name='the French is a working translation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer offered')),
            ],
            options={
                'verbose_name': 'benefit',
                'verbose_name_plural': 'benefits',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Obstacle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('slug', models.SlugField(unique=True, verbose_name='code')),
                ('definition_en', models.TextField(blank=True, verbose_name='definition in English')),
                ('definition_fr', models.TextField(blank=True, verbose_name='definition in French')),
                ('french_is_working', models.BooleanField(default=True, verbose_name='the French is a working translation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer offered')),
            ],
            options={
                'verbose_name': 'obstacle',
                'verbose_name_plural': 'obstacles',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('slug', models.SlugField(unique=True, verbose_name='code')),
                ('definition_en', models.TextField(blank=True, verbose_name='definition in English')),
                ('definition_fr', models.TextField(blank=True, verbose_name='definition in French')),
                ('french_is_working', models.BooleanField(default=True, verbose_name='the French is a working translation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer offered')),
            ],
            options={
                'verbose_name': 'life-cycle phase',
                'verbose_name_plural': 'life-cycle phases',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=200, verbose_name='name in English')),
                ('name_fr', models.CharField(max_length=200, verbose_name='name in French')),
                ('slug', models.SlugField(unique=True, verbose_name='code')),
                ('definition_en', models.TextField(blank=True, verbose_name='definition in English')),
                ('definition_fr', models.TextField(blank=True, verbose_name='definition in French')),
                ('french_is_working', models.BooleanField(default=True, verbose_name='the French is a working translation')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_retired', models.BooleanField(default=False, verbose_name='no longer offered')),
            ],
            options={
                'verbose_name': 'transversal topic',
                'verbose_name_plural': 'transversal topics',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
    ]
