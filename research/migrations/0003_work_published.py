
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_factor_reset'),
        ('markings', '0001_initial'),
        ('research', '0002_author_name_key'),
        ('taxonomy', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='work',
            index=models.Index(condition=models.Q(('state', 'published')), fields=['-published_at', '-id'], name='work_published'),
        ),
    ]
