
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import portal.identifiers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('markings', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('mistake', 'Report of a mistake'), ('account', 'Request for an account')], editable=False, max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done')], default='open', max_length=5, verbose_name='state')),
                ('text', models.TextField(verbose_name='text')),
                ('page', models.CharField(blank=True, max_length=300, verbose_name='page')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='administration or organisation')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French')], default='en', max_length=2)),
                ('form_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='arrived')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('handled_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'item on the desk',
                'indexes': [models.Index(fields=['state', '-opened_at', '-id'], name='desk_item_state_6f737d_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('handled_at__isnull', True), ('handled_by__isnull', True), ('state', 'open')), models.Q(('handled_at__isnull', False), ('handled_by__isnull', False), ('state', 'done')), _connector='OR'), name='desk_item_handled_pair')],
            },
        ),
    ]
