import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import portal.identifiers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('markings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name')),
            ],
            options={
                'verbose_name': 'closing day',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('mistake', 'Report of a mistake'), ('account', 'Request for an account')], editable=False, max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done')], default='open', max_length=5, verbose_name='state')),
                ('text', models.TextField(verbose_name='text')),
                ('page', models.CharField(blank=True, max_length=300, verbose_name='page')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='administration or organisation')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French')], default='en', max_length=2)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('form_token', models.UUIDField(editable=False, null=True, unique=True)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='arrived')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handled_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('needs_mail', models.BooleanField(default=False, editable=False)),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('mailed_at', models.DateTimeField(editable=False, null=True, verbose_name='sent')),
            ],
            options={
                'verbose_name': 'letter',
                'indexes': [models.Index(fields=['state', '-opened_at', '-id'], name='desk_letter_state_f66135_idx'), models.Index(condition=models.Q(('mailed_at', None), ('needs_mail', True)), fields=['handled_at'], name='desk_letter_unsent')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('handled_at__isnull', True), ('handled_by__isnull', True), ('state', 'open')), models.Q(('handled_at__isnull', False), ('handled_by__isnull', False), ('state', 'done')), _connector='OR'), name='desk_letter_handled_pair')],
            },
        ),
        migrations.CreateModel(
            name='ReasonTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, max_length=60, verbose_name='kind of work')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('text_en', models.TextField(max_length=2000, verbose_name='text in English')),
                ('text_fr', models.TextField(max_length=2000, verbose_name='text in French')),
            ],
            options={
                'verbose_name': 'text for reasons',
                'ordering': ['kind', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'name'), name='desk_reason_once_by_name')],
            },
        ),
        migrations.CreateModel(
            name='WorkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(editable=False, max_length=60)),
                ('subject', models.CharField(editable=False, max_length=40)),
                ('title_en', models.CharField(max_length=200)),
                ('title_fr', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('open', 'Open'), ('second', 'Waits for a second officer'), ('returned', 'Returned'), ('done', 'Done')], default='open', max_length=8)),
                ('turn', models.PositiveIntegerField(default=1)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_on', models.DateField()),
                ('paused_on', models.DateField(null=True)),
                ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by_another', models.BooleanField(default=False)),
                ('first_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_at', models.DateTimeField(null=True)),
                ('first_code', models.CharField(blank=True, max_length=40)),
                ('first_reason', models.TextField(blank=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_at', models.DateTimeField(null=True)),
                ('is_decided', models.BooleanField(default=False)),
                ('is_by_two', models.BooleanField(default=False)),
                ('outcome', models.CharField(blank=True, max_length=40)),
                ('once', models.CharField(max_length=100, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'item on the desk',
                'indexes': [models.Index(fields=['state', 'due_on', 'id'], name='desk_workit_state_428e0c_idx'), models.Index(fields=['kind', 'state', 'due_on', 'id'], name='desk_workit_kind_921fcb_idx'), models.Index(condition=models.Q(('state', 'done')), fields=['-done_at', '-id'], name='desk_done')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'done'), _negated=True), fields=('kind', 'subject'), name='desk_one_standing'), models.CheckConstraint(condition=models.Q(models.Q(('claimed_by', None), ('claimed_until', None)), models.Q(('claimed_by__isnull', False), ('claimed_until__isnull', False), ('state__in', ['open', 'second'])), _connector='OR'), name='desk_claim_pair'), models.CheckConstraint(condition=models.Q(models.Q(('first_at', None), ('first_by', None), ('first_code', '')), models.Q(('first_at__isnull', False), ('first_by__isnull', False), models.Q(('first_code', ''), _negated=True)), _connector='OR'), name='desk_first_decision_pair'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'second'), _negated=True), ('first_by__isnull', False), _connector='OR'), name='desk_second_after_first'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', 'done'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at', None), ('done_by', None), ('is_decided', False), ('outcome', '')), _connector='OR'), name='desk_done_has_an_outcome'), models.CheckConstraint(condition=models.Q(('is_decided', False), ('done_by__isnull', False), _connector='OR'), name='desk_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('is_by_two', False), models.Q(('first_by__isnull', False), ('is_decided', True), models.Q(('done_by', models.F('first_by')), _negated=True)), _connector='OR'), name='desk_decided_by_two'), models.CheckConstraint(condition=models.Q(('is_decided', False), ('by_another', False), ('opened_by', None), models.Q(('done_by', models.F('opened_by')), _negated=True), _connector='OR'), name='desk_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('paused_on__isnull', False), ('state', 'returned')), models.Q(models.Q(('state', 'returned'), _negated=True), ('paused_on', None)), _connector='OR'), name='desk_clock_stands_while_returned')],
            },
        ),
        migrations.CreateModel(
            name='WorkStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='desk.workitem')),
                ('verb', models.CharField(choices=[('open', 'Put on the desk'), ('claim', 'Taken'), ('release', 'Given free'), ('assign', 'Assigned'), ('return', 'Returned'), ('resume', 'Came back'), ('second', 'First decision'), ('dispute', 'Not confirmed'), ('decide', 'Decided'), ('settle', 'Settled elsewhere')], max_length=8)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.TextField(blank=True)),
                ('checked', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
