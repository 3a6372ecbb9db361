import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import portal.identifiers
import portal.names


class Migration(migrations.Migration):

    initial = True
    replaces = [("directory", "0002_factor_reset")]

    dependencies = [
        ('directory', '0001_initial'),
        ('files', '0001_initial'),
        ('markings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('state', models.CharField(choices=[('received', 'Being read'), ('unreadable', 'Cannot be read'), ('checked', 'Checked, nothing imported yet'), ('running', 'Being imported'), ('done', 'Imported'), ('cancelled', 'Cancelled')], default='received', max_length=10, verbose_name='state')),
                ('sender', models.CharField(max_length=200, verbose_name='who sent it')),
                ('channel', models.CharField(choices=[('e-mail', 'E-mail'), ('post', 'Post'), ('mission', 'Permanent mission or embassy'), ('meeting', 'Handed over at a meeting'), ('portal', 'Sent in the portal')], max_length=8, verbose_name='how it came')),
                ('dated', models.DateField(verbose_name='date of the list')),
                ('reference', models.CharField(blank=True, max_length=100, verbose_name='reference')),
                ('read_as', models.CharField(blank=True, max_length=40, verbose_name='read as')),
                ('fault', models.CharField(blank=True, max_length=12)),
                ('fault_in', models.CharField(blank=True, max_length=200)),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='sent')),
                ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last step')),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('rows_dropped_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'import of contacts',
                'indexes': [models.Index(fields=['-sent_at', '-id'], name='directory_c_sent_at_c3710b_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['running', 'done']), _negated=True), ('begun_by__isnull', False), _connector='OR'), name='directory_import_begun_by'), models.CheckConstraint(condition=models.Q(('state', 'unreadable'), ('fault', ''), _connector='XOR'), name='directory_import_fault')],
            },
        ),
        migrations.CreateModel(
            name='DataExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French')], max_length=2)),
                ('state', models.CharField(choices=[('waiting', 'Being made'), ('ready', 'Ready'), ('failed', 'Failed'), ('gone', 'Deleted')], default='waiting', max_length=7, verbose_name='state')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='asked')),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('expires_at', models.DateTimeField(editable=False, null=True, verbose_name='kept until')),
                ('file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='data_exports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'copy of own data',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('person',), name='directory_one_data_export'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('expires_at__isnull', False), ('file__isnull', False)), _connector='OR'), name='directory_data_export_ready')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='directory.nomination')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('sha256', models.CharField(max_length=64)),
                ('sender', models.CharField(max_length=200, validators=[portal.names.plain_name], verbose_name='who signed it')),
                ('channel', models.CharField(choices=[('e-mail', 'E-mail'), ('post', 'Post'), ('mission', 'Permanent mission or embassy'), ('meeting', 'Handed over at a meeting'), ('portal', 'Sent in the portal')], max_length=8, verbose_name='how it came')),
                ('dated', models.DateField(verbose_name='date of the letter')),
                ('reference', models.CharField(blank=True, max_length=100, validators=[portal.names.plain_name], verbose_name='reference')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verified_at', models.DateTimeField(editable=False, null=True, verbose_name='verified')),
            ],
            options={
                'verbose_name': 'letter',
                'constraints': [models.UniqueConstraint(fields=('nomination', 'file'), name='directory_evidence_once'), models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='directory_evidence_verified_pair')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='directory.contactimport')),
                ('number', models.PositiveIntegerField(verbose_name='row')),
                ('state', models.CharField(choices=[('ready', 'Ready'), ('review', 'Look at who this is'), ('malformed', 'Malformed'), ('duplicate', 'Twice in the file'), ('present', 'Already there'), ('imported', 'Imported')], max_length=9, verbose_name='state')),
                ('typed', models.JSONField(default=dict)),
                ('findings', models.JSONField(default=list)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('given_name', models.CharField(blank=True, max_length=100)),
                ('family_name', models.CharField(blank=True, max_length=100)),
                ('post', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French')], default='en', max_length=2)),
                ('administration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.administration')),
                ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.partnerorganisation')),
                ('role', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.seatrole', to_field='code')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('nomination', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='import_row', to='directory.nomination')),
            ],
            options={
                'verbose_name': 'row of an import',
                'indexes': [models.Index(fields=['batch', 'state', 'number'], name='directory_i_batch_i_2ddbd4_idx')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='directory_import_row_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'imported'), _negated=True), ('person__isnull', False), _connector='OR'), name='directory_imported_person')],
            },
        ),
    ]
