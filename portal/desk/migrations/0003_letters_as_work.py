"""Letters that are there already get their items; what was told of them keeps its object."""

import datetime

from django.db import migrations


def five_working_days_after(day):
    left = 5
    while left:
        day += datetime.timedelta(days=1)
        left -= day.weekday() < 5
    return day


def make_items(apps, schema_editor):
    models = {name: apps.get_model('desk', name) for name in ('Letter', 'WorkItem', 'WorkStep')}
    Audience = apps.get_model('markings', 'Audience')
    handlers = sorted({'role:secretariat', 'role:moderator'})
    for letter in models['Letter'].objects.order_by('pk'):
        about = letter.organisation if letter.kind == 'account' else letter.text
        is_done = letter.state == 'done'
        item = models['WorkItem'].objects.create(
            kind=f'desk.{letter.kind}',
            subject=str(letter.pk),
            title=' '.join(about.split())[:90],
            marking='amber',
            audience=Audience.objects.get_or_create(tokens=handlers)[0],
            state='done' if is_done else 'open',
            opened_by_id=letter.opened_by_id,
            opened_at=letter.opened_at,
            due_on=five_working_days_after(letter.opened_at.date()),
            done_by_id=letter.handled_by_id,
            done_at=letter.handled_at,
            is_decided=is_done,
            outcome='answer' if is_done else '',
        )
        opened = models['WorkStep'].objects.create(item=item, verb='open', by_id=letter.opened_by_id)
        models['WorkStep'].objects.filter(pk=opened.pk).update(at=letter.opened_at)
        if is_done:
            done = models['WorkStep'].objects.create(
                item=item, verb='decide', code='answer', by_id=letter.handled_by_id, reason=letter.answer
            )
            models['WorkStep'].objects.filter(pk=done.pk).update(at=letter.handled_at)


def rename_object(apps, schema_editor):
    events = apps.get_model('notifications', 'Event')
    events.objects.filter(object_type='desk.item').update(object_type='desk.letter')


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0002_work_queues'),
        ('notifications', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(make_items, migrations.RunPython.noop),
        migrations.RunPython(rename_object, migrations.RunPython.noop),
    ]
