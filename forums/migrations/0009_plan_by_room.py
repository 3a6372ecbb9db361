import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0008_moderate'),
    ]

    operations = [
        # The planner takes rooms for small, and a reader for somebody who reads few of the topics:
        # it would sort every topic of a large room to show the first page (8 ms became 0.3).
        migrations.RunSQL(
            "ALTER TABLE forums_topic ALTER COLUMN workspace_id SET (n_distinct = 5),"
            " ALTER COLUMN audience_id SET (n_distinct = 5)",
            "ALTER TABLE forums_topic ALTER COLUMN workspace_id RESET (n_distinct),"
            " ALTER COLUMN audience_id RESET (n_distinct)",
        ),
        migrations.AlterField(
            model_name='post',
            name='topic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='forums.topic'),
        ),
    ]
