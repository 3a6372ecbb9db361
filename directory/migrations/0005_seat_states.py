import datetime

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import portal.identifiers


def fill(apps, schema_editor):
    """Give seats their number and state, and start the year of whoever holds one."""
    owner = schema_editor.connection.alias
    seats = apps.get_model("directory", "Seat")
    holdings = apps.get_model("directory", "Holding")
    people = apps.get_model("directory", "Person")
    for seat in seats.objects.using(owner).all():
        seat.public_id = portal.identifiers.new_public_id()
        held = holdings.objects.using(owner).filter(seat=seat, until=None).first()
        if held:
            seat.state, seat.state_since = "verified", held.since
        seat.save(using=owner, update_fields=["public_id", "state", "state_since"])
    current = holdings.objects.using(owner).filter(until=None).values("person")
    by = timezone.now().date() + datetime.timedelta(days=365)
    people.objects.using(owner).filter(pk__in=current).update(confirm_by=by, confirmation="current")


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_seat_roles"),
        ("markings", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marking', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber-strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', max_length=12, verbose_name='TLP label')),
                ('audience', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markings.audience')),
                ('public_id', models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('origin', models.CharField(choices=[('letter', 'A letter to the Secretariat'), ('handover', 'Handed over by the holder'), ('proposal', 'Proposed by a colleague'), ('import', 'An imported list')], max_length=8, verbose_name='origin')),
                ('state', models.CharField(choices=[('nominated', 'Person named'), ('evidence', 'Letter received'), ('verified', 'Verified'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='nominated', max_length=9, verbose_name='state')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('given_name', models.CharField(max_length=100, verbose_name='given name')),
                ('family_name', models.CharField(max_length=100, verbose_name='family name')),
                ('post', models.CharField(blank=True, max_length=200, verbose_name='post')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'French')], default='en', max_length=2, verbose_name='language of the portal')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('named_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='named')),
                ('accepted_at', models.DateTimeField(editable=False, null=True, verbose_name='accepted')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'nomination',
            },
        ),
        migrations.CreateModel(
            name='SeatStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(choices=[('vacant', 'Vacant'), ('nominated', 'Person named'), ('evidence', 'Letter received'), ('verified', 'Verified'), ('due', 'Confirmation due'), ('overdue', 'Confirmation overdue'), ('lapsed', 'Not confirmed'), ('ended', 'Ended')], max_length=9)),
                ('after', models.CharField(choices=[('vacant', 'Vacant'), ('nominated', 'Person named'), ('evidence', 'Letter received'), ('verified', 'Verified'), ('due', 'Confirmation due'), ('overdue', 'Confirmation overdue'), ('lapsed', 'Not confirmed'), ('ended', 'Ended')], max_length=9)),
                ('at', models.DateTimeField(verbose_name='when')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='why')),
            ],
            options={
                'verbose_name': 'step of a seat',
            },
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='directory_one_seat_of_a_kind',
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='directory_seat_of_administration_or_region',
        ),
        migrations.RemoveConstraint(
            model_name='seat',
            name='directory_one_regional_seat_of_a_kind',
        ),
        migrations.AddField(
            model_name='person',
            name='confirm_by',
            field=models.DateField(editable=False, null=True, verbose_name='to be confirmed by'),
        ),
        migrations.AddField(
            model_name='person',
            name='confirmation',
            field=models.CharField(blank=True, choices=[('', 'Nothing to confirm'), ('current', 'Confirmed'), ('due', 'Confirmation due'), ('overdue', 'Confirmation overdue'), ('lapsed', 'Not confirmed')], editable=False, max_length=7, verbose_name='confirmation'),
        ),
        migrations.AddField(
            model_name='person',
            name='confirmed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='last confirmed'),
        ),
        migrations.AddField(
            model_name='seat',
            name='deputies_sign',
            field=models.BooleanField(default=False, verbose_name='deputies may sign'),
        ),
        migrations.AddField(
            model_name='seat',
            name='mailbox',
            field=models.EmailField(blank=True, max_length=254, verbose_name='mailbox of the office'),
        ),
        migrations.AddField(
            model_name='seat',
            name='partner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='directory.partnerorganisation'),
        ),
        migrations.AddField(
            model_name='seat',
            name='public_id',
            field=models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12),
        ),
        migrations.AddField(
            model_name='seat',
            name='state',
            field=models.CharField(choices=[('vacant', 'Vacant'), ('nominated', 'Person named'), ('evidence', 'Letter received'), ('verified', 'Verified'), ('due', 'Confirmation due'), ('overdue', 'Confirmation overdue'), ('lapsed', 'Not confirmed'), ('ended', 'Ended')], default='vacant', editable=False, max_length=9, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='seat',
            name='state_since',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='since'),
        ),
        migrations.AddField(
            model_name='seat',
            name='unreachable_since',
            field=models.DateTimeField(blank=True, null=True, verbose_name='cannot be reached since'),
        ),
        migrations.AddField(
            model_name='nomination',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nomination',
            name='named_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nomination',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='nomination',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='directory.seat'),
        ),
        migrations.AddField(
            model_name='holding',
            name='nomination',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='holding', to='directory.nomination'),
        ),
        migrations.RenameField(model_name='seat', old_name='kind', new_name='role'),
        migrations.AlterField(
            model_name='seat',
            name='role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='directory.seatrole', to_field='code', verbose_name='seat'),
        ),
        migrations.AddIndex(
            model_name='seat',
            index=models.Index(fields=['state', 'role'], name='directory_s_state_4c9add_idx'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('role', 'administration'), name='directory_one_seat_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('role', 'region'), name='directory_one_regional_seat_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.UniqueConstraint(fields=('role', 'partner'), name='directory_one_partner_seat_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='seat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('administration__isnull', False), ('partner__isnull', True), ('region__isnull', True)), models.Q(('administration__isnull', True), ('partner__isnull', True), ('region__isnull', False)), models.Q(('administration__isnull', True), ('partner__isnull', False), ('region__isnull', True)), _connector='OR'), name='directory_seat_of_one_office'),
        ),
        migrations.AddField(
            model_name='seatstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='seatstep',
            name='holding',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.holding'),
        ),
        migrations.AddField(
            model_name='seatstep',
            name='seat',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='directory.seat'),
        ),
        migrations.AddIndex(
            model_name='nomination',
            index=models.Index(fields=['state', '-named_at', '-id'], name='directory_n_state_689b5f_idx'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['nominated', 'evidence'])), fields=('seat', 'email'), name='directory_named_once'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state__in', ['nominated', 'evidence'])), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['verified', 'refused', 'withdrawn'])), _connector='OR'), name='directory_nomination_decided'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'verified'), _negated=True), ('person__isnull', False), _connector='OR'), name='directory_verified_person'),
        ),
        migrations.AddConstraint(
            model_name='nomination',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('origin', 'handover'), ('state', 'verified'), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='directory_handover_accepted'),
        ),
        migrations.AddIndex(
            model_name='seatstep',
            index=models.Index(fields=['seat', '-at', '-id'], name='directory_s_seat_id_b74858_idx'),
        ),
        migrations.AddConstraint(
            model_name='seatstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after__in', ['nominated', 'evidence', 'verified', 'due', 'overdue', 'lapsed', 'ended']), ('before', 'vacant')), models.Q(('after__in', ['evidence', 'vacant', 'verified', 'due', 'overdue', 'lapsed', 'ended']), ('before', 'nominated')), models.Q(('after__in', ['nominated', 'vacant', 'verified', 'due', 'overdue', 'lapsed', 'ended']), ('before', 'evidence')), models.Q(('after__in', ['vacant', 'nominated', 'evidence', 'verified', 'ended', 'due', 'overdue', 'lapsed']), ('before', 'verified')), models.Q(('after__in', ['vacant', 'nominated', 'evidence', 'verified', 'ended', 'due', 'overdue']), ('before', 'due')), models.Q(('after__in', ['vacant', 'nominated', 'evidence', 'verified', 'ended', 'overdue', 'lapsed']), ('before', 'overdue')), models.Q(('after__in', ['vacant', 'nominated', 'evidence', 'verified', 'ended', 'lapsed']), ('before', 'lapsed')), models.Q(('after__in', ['vacant']), ('before', 'ended')), _connector='OR'), name='directory_seat_step_follows'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='seat',
            name='public_id',
            field=models.CharField(default=portal.identifiers.new_public_id, editable=False, max_length=12, unique=True),
        ),
    ]
