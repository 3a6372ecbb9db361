import uuid

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
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('purpose', models.CharField(editable=False, max_length=40)),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('declared_type', models.CharField(blank=True, max_length=100)),
                ('media_type', models.CharField(blank=True, max_length=100, verbose_name='kind of file')),
                ('size', models.BigIntegerField(verbose_name='size')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('pages', models.IntegerField(null=True, verbose_name='pages')),
                ('width', models.IntegerField(null=True)),
                ('height', models.IntegerField(null=True)),
                ('key', models.CharField(editable=False, max_length=32, unique=True)),
                ('once', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('state', models.CharField(choices=[('received', 'Received'), ('inspecting', 'Being checked'), ('released', 'Checked'), ('refused', 'Refused')], default='received', max_length=10, verbose_name='state')),
                ('refusal', models.CharField(blank=True, choices=[('wrong_type', 'It is not one of the kinds of file taken here.'), ('broken', 'It is damaged, or it did not arrive whole.'), ('encrypted', 'It is protected by a password, so it cannot be checked.'), ('active', 'It holds a program that runs when it is opened.'), ('embedded', 'It holds other files inside.'), ('macros', 'It holds macros.'), ('external', 'It loads parts from elsewhere when it is opened.'), ('too_many_pixels', 'The picture has too many pixels.'), ('archive_bomb', 'It unpacks to far more than it should.'), ('two_kinds', 'It is two kinds of file in one.'), ('malware', 'The virus scanner found harmful software in it.'), ('uninspectable', 'It could not be checked, though this was tried twice.'), ('lost', 'It was lost on our side before it could be checked.')], max_length=20, verbose_name='reason')),
                ('scanner', models.CharField(blank=True, max_length=80, verbose_name='scanner')),
                ('found', models.CharField(blank=True, max_length=120)),
                ('readers', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received')),
                ('released_at', models.DateTimeField(null=True, verbose_name='released')),
                ('refused_at', models.DateTimeField(null=True, verbose_name='refused')),
                ('erased_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('erased_at', models.DateTimeField(null=True, verbose_name='erased')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('leased_until', models.DateTimeField(null=True)),
                ('tries', models.SmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'file',
                'indexes': [models.Index(condition=models.Q(('erased_at', None), ('state__in', ['received', 'inspecting'])), fields=['due_at', 'id'], name='files_waiting'), models.Index(fields=['sha256'], name='files_store_sha256_6263af_idx')],
                'constraints': [models.UniqueConstraint(fields=('uploaded_by', 'once'), name='files_sent_once'), models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', False), ('state', 'released')), models.Q(models.Q(('state', 'released'), _negated=True), ('released_at__isnull', True)), _connector='OR'), name='files_released_when'), models.CheckConstraint(condition=models.Q(models.Q(('refused_at__isnull', False), ('state', 'refused'), models.Q(('refusal', ''), _negated=True)), models.Q(models.Q(('state', 'refused'), _negated=True), ('refusal', ''), ('refused_at__isnull', True)), _connector='OR'), name='files_refused_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), _negated=True), models.Q(models.Q(('media_type', ''), _negated=True), models.Q(('scanner', ''), _negated=True)), _connector='OR'), name='files_released_seen'), models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('erased_by__isnull', True)), models.Q(('erased_at__isnull', False), ('name', '')), _connector='OR'), name='files_erased_pair'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='files_not_empty')],
            },
        ),
    ]
