
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0004_batch_told_by'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='mail',
            name='notifications_mail_state',
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('state', 'dead')), fields=['-id'], name='notifications_mail_dead'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(fields=['due_at'], name='notifications_mail_age'),
        ),
    ]
