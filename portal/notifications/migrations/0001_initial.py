import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('markings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=30)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('object_type', models.CharField(max_length=60)),
                ('object_id', models.BigIntegerField()),
                ('audience', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], max_length=12)),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                ('reach', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('detail', models.JSONField(default=dict)),
                ('batch', models.CharField(blank=True, max_length=200)),
                ('count', models.PositiveIntegerField(default=1)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('told_by', models.DateTimeField(null=True)),
                ('dispatched_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('dispatched_at__isnull', True)), fields=['tries', 'id'], name='notifications_event_waiting'), models.Index(fields=['object_type', 'object_id'], name='notifications_event_object')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('dispatched_at__isnull', True), models.Q(('batch', ''), _negated=True)), fields=('batch',), name='notifications_one_open_batch')],
            },
        ),
        migrations.CreateModel(
            name='FeedToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feed_tokens', to=settings.AUTH_USER_MODEL)),
                ('feed', models.CharField(max_length=30)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'feed'), name='notifications_one_token')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
                ('subject', models.CharField(max_length=200)),
                ('level', models.CharField(choices=[('watching', 'Watching: each change at once'), ('normal', 'Normal: as often as set for its kind'), ('tracking', 'Tracking: only in the portal'), ('muted', 'Muted: nothing, even if another follow fits')], default='normal', max_length=8, verbose_name='how closely')),
                ('is_automatic', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='notifications_follow_person')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'person'), name='notifications_follow_once'), models.CheckConstraint(condition=models.Q(('level__in', ['watching', 'normal', 'tracking', 'muted'])), name='notifications_follow_level')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(choices=[('event', 'Single mail'), ('daily', 'Daily digest'), ('weekly', 'Weekly digest')], max_length=6)),
                ('event', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='notifications.event')),
                ('period', models.DateField(null=True)),
                ('state', models.CharField(choices=[('due', 'Waiting'), ('sent', 'Accepted by your mail server'), ('empty', 'Not sent: nothing left to say'), ('stopped', 'Not sent: you stopped it'), ('unreachable', 'Not sent: mail to your address comes back'), ('dead', 'Could not be sent'), ('bounced', 'Came back')], default='due', max_length=11)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('items', models.PositiveIntegerField(default=1)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'due')), fields=['kind', 'due_at'], name='notifications_mail_due'), models.Index(fields=['person', '-id'], name='notifications_mail_person'), models.Index(condition=models.Q(('state', 'dead')), fields=['-id'], name='notifications_mail_dead'), models.Index(fields=['due_at'], name='notifications_mail_age')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('event__isnull', False)), fields=('event', 'person'), name='notifications_one_mail_per_event'), models.UniqueConstraint(condition=models.Q(('period__isnull', False)), fields=('person', 'kind', 'period'), name='notifications_one_digest_per_period'), models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', False), ('kind', 'event'), ('period__isnull', True)), models.Q(('event__isnull', True), ('kind__in', ['daily', 'weekly']), ('period__isnull', False)), _connector='OR'), name='notifications_event_or_period'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state__in', ['sent', 'bounced'])), models.Q(('state__in', ['sent', 'bounced']), _negated=True), _connector='OR'), name='notifications_sent_when')],
            },
        ),
        migrations.CreateModel(
            name='MailSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_setting', to=settings.AUTH_USER_MODEL)),
                ('is_stopped', models.BooleanField(default=False, verbose_name='no optional mail')),
                ('is_text_only', models.BooleanField(default=False, verbose_name='text only')),
                ('working_days', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=None, null=True)),
                ('quiet_from', models.PositiveSmallIntegerField(default=19, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='no mail from')),
                ('quiet_until', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='until')),
                ('follows_by_itself', models.BooleanField(default=True, verbose_name='follow what I take part in')),
                ('hard_bounces', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('unreachable_since', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quiet_from__lte', 23), ('quiet_until__lte', 23)), name='notifications_hours_of_the_day')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='notifications.event')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('frequency', models.CharField(choices=[('now', 'At once'), ('daily', 'Daily'), ('weekly', 'Weekly'), ('portal', 'Only in the portal'), ('never', 'Never')], max_length=6)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('digest', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='notifications.mail')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-made_at', '-id'], name='notifications_inbox'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person', '-made_at', '-id'], include=('event',), name='notifications_unread'), models.Index(condition=models.Q(('digest__isnull', True), ('frequency__in', ['daily', 'weekly'])), fields=['frequency', 'person'], name='notifications_for_digest'), models.Index(condition=models.Q(('digest__isnull', False)), fields=['digest'], name='notifications_carried')],
                'constraints': [models.UniqueConstraint(fields=('event', 'person'), name='notifications_told_once')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=30)),
                ('frequency', models.CharField(choices=[('now', 'At once'), ('daily', 'Daily'), ('weekly', 'Weekly'), ('portal', 'Only in the portal'), ('never', 'Never')], max_length=6)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='notifications_one_preference'), models.CheckConstraint(condition=models.Q(('frequency__in', ['now', 'daily', 'weekly', 'portal', 'never'])), name='notifications_known_frequency')],
            },
        ),
        migrations.CreateModel(
            name='Volume',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=30)),
                ('audience', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('events', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'kind', 'audience'), include=('events',), name='notifications_one_volume')],
            },
        ),
    ]
