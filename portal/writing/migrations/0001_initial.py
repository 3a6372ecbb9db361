import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import portal.identifiers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.CharField(max_length=100)),
                ('address', models.CharField(max_length=500)),
                ('sealed', models.BinaryField(default=bytes)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('window', models.CharField(blank=True, max_length=12)),
                ('is_sent', models.BooleanField(default=False)),
                ('saved_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'ordering': ['-saved_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='draft_once'), models.CheckConstraint(condition=models.Q(('is_sent', False), ('sealed', b''), _connector='OR'), name='draft_sent_is_empty')],
            },
        ),
    ]
