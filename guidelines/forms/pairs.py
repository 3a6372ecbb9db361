"""What somebody says of two records that may say the same."""

from django import forms

from guidelines.models.pair import Answer


class AnswerForm(forms.Form):
    """Whether two records say the same."""

    other = forms.SlugField(max_length=12)
    answer = forms.ChoiceField(choices=Answer.choices)
