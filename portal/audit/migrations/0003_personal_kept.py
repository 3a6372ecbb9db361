
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_append_only'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='personal',
            index=models.Index(condition=models.Q(('erased_at', None)), fields=['event'], name='audit_personal_kept'),
        ),
    ]
