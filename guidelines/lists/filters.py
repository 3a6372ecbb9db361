"""What the lists of guidance are narrowed by, as parameters of an address."""

from django import forms

from portal.facets import CodesField


class FilterForm(forms.Form):
    """The filter panel. Every field is optional; of a kind of record some stand for nothing."""

    technology = CodesField(required=False)
    process = CodesField(required=False)
    phase = CodesField(required=False)
    strength = CodesField(required=False)
    cause = CodesField(required=False)
    progress = CodesField(required=False)
    confidence = CodesField(required=False)
    obstacle = CodesField(required=False)
    benefit = CodesField(required=False)
    supplier = CodesField(required=False)
    region = CodesField(required=False)
    language = CodesField(required=False)
    sources = CodesField(required=False)
