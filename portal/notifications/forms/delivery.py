"""What the Secretariat sets going again."""

from typing import Any

from django import forms

from portal.notifications.models import Event, Mail, MailSetting


class TryAgainForm(forms.Form):
    """One mail, all that failed for one reason, or the events that nobody was told of."""

    mail = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    # As the server said it: an empty reason is one, too.
    reason = forms.CharField(required=False, max_length=300, strip=False)
    events = forms.BooleanField(required=False)

    def try_again(self, *, by: Any) -> int:
        """Set it going; return how many mails or events."""
        data = self.cleaned_data
        if data["events"]:
            return Event.objects.all().try_again(by=by)
        if data["mail"]:
            return Mail.objects.filter(pk=data["mail"]).try_again(by=by)
        if "reason" in self.data:
            return Mail.objects.filter(error=data["reason"]).try_again(by=by)
        return 0


class AddressForm(forms.Form):
    """The person whose address works again."""

    person = forms.ModelChoiceField(
        queryset=MailSetting.objects.unreachable().select_related("person"),
        to_field_name="person__public_id",
    )
