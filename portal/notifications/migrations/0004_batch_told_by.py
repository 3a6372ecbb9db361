
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0003_lean_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='told_by',
            field=models.DateTimeField(null=True),
        ),
    ]
