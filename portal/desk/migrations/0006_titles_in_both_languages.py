from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0005_done_newest_first'),
    ]

    operations = [
        migrations.RenameField('workitem', 'title', 'title_en'),
        migrations.AddField(
            model_name='workitem',
            name='title_fr',
            field=models.CharField(default='', max_length=200),
            preserve_default=False,
        ),
        # In which language a title was written is not known: both have the same words.
        migrations.RunSQL('UPDATE desk_workitem SET title_fr = title_en', migrations.RunSQL.noop),
    ]
