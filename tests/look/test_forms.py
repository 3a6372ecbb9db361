"""The form templates: label, hint, error, control, and a summary that leads to each field."""

import re

import pytest
from django import forms
from django.utils import translation


class ReportForm(forms.Form):
    """One field of every kind the portal uses."""

    title = forms.CharField(label="Title", help_text="As on the cover")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    due = forms.DateField(label="Due", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Report"), ("b", "Guide")])
    reader = forms.ChoiceField(
        label="Who may read it?",
        choices=[("clear", "Everyone"), ("green", "Members")],
        widget=forms.RadioSelect,
        help_text="Choose with care",
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        choices=[("ai", "AI"), ("iot", "IoT")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-row"}),
        required=False,
    )
    agree = forms.BooleanField(label="I agree", help_text="Needed to send")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def flat(html: str) -> str:
    """Return HTML without the white space between tags."""
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).replace(" >", ">").strip()


@pytest.fixture
def blank() -> ReportForm:
    return ReportForm()


@pytest.fixture
def refused() -> ReportForm:
    return ReportForm({"title": "", "kind": "z", "due": "soon"})


def test_field_has_label_hint_and_control(blank: ReportForm) -> None:
    assert flat(blank["title"].as_field_group()) == (
        '<div class="field"><label for="id_title">Title</label>'
        '<div class="hint" id="id_title_helptext">As on the cover</div>'
        '<input type="text" name="title" class="input" required'
        ' aria-describedby="id_title_helptext" id="id_title"></div>'
    )


def test_optional_field_says_so(blank: ReportForm) -> None:
    assert flat(blank["note"].as_field_group()) == (
        '<div class="field"><label for="id_note">Note'
        ' <span class="optional">(optional)</span></label>'
        '<textarea name="note" class="input" cols="40" rows="10" id="id_note"></textarea></div>'
    )


def test_refused_field_names_its_error(refused: ReportForm) -> None:
    html = flat(refused["title"].as_field_group())

    assert html.startswith('<div class="field field-error">')
    assert '<ul class="error-text" id="id_title_error">' in html
    assert '<span class="vh">Error: </span>This field is required.' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html


def test_choices_are_a_group_with_a_legend(blank: ReportForm) -> None:
    assert flat(blank["reader"].as_field_group()) == (
        '<fieldset class="field" aria-describedby="id_reader_helptext">'
        "<legend>Who may read it?</legend>"
        '<div class="hint" id="id_reader_helptext">Choose with care</div>'
        '<div id="id_reader" class="choices">'
        '<div class="choice"><input type="radio" name="reader" value="clear"'
        ' required id="id_reader_0">'
        '<label for="id_reader_0">Everyone</label></div>'
        '<div class="choice"><input type="radio" name="reader" value="green"'
        ' required id="id_reader_1">'
        '<label for="id_reader_1">Members</label></div></div></fieldset>'
    )


def test_widget_class_goes_on_the_group_not_on_its_boxes(blank: ReportForm) -> None:
    html = flat(blank["topics"].as_field_group())

    assert '<div id="id_topics" class="choices-row">' in html
    assert html.count("choices-row") == 1


def test_single_box_stands_before_its_label(blank: ReportForm) -> None:
    assert flat(blank["agree"].as_field_group()) == (
        '<div class="field"><div class="choice">'
        '<input type="checkbox" name="agree" required'
        ' aria-describedby="id_agree_helptext" id="id_agree">'
        '<label for="id_agree">I agree</label>'
        '<div class="hint" id="id_agree_helptext">Needed to send</div></div></div>'
    )


def test_blank_form_has_no_summary_and_every_field(blank: ReportForm) -> None:
    html = str(blank)

    assert "error-summary" not in html
    assert re.findall(r'name="(\w+)"', html) == [
        *("title", "note", "due", "kind", "reader", "reader", "topics", "topics", "agree", "token")
    ]


def test_summary_is_an_alert_that_links_to_each_refused_field(refused: ReportForm) -> None:
    html = str(refused)
    targets = re.findall(r'<li><a href="#([\w-]+)">', html)

    assert '<div class="error-summary" role="alert" tabindex="-1" autofocus>' in html
    assert "Please correct 5 points. Nothing you typed is lost." in html
    assert targets == ["id_title", "id_due", "id_kind", "id_reader_0", "id_agree"]
    assert [target for target in targets if f'id="{target}"' not in html] == []
    assert '<a href="#id_title">Title – This field is required.</a>' in html


def test_summary_escapes_what_was_typed() -> None:
    form = ReportForm({"kind": "<script>alert(1)</script>"})

    assert "<script>" not in str(form)


def test_error_of_the_whole_form_stands_in_the_summary(refused: ReportForm) -> None:
    refused.add_error(None, "These two dates overlap.")

    assert "<li>These two dates overlap.</li>" in str(refused)


def test_form_may_word_its_own_summary(refused: ReportForm) -> None:
    setattr(refused, "error_title", "That code is not right")  # noqa: B010 - any form may carry it

    assert "<h2>That code is not right</h2>" in str(refused)


def test_typed_values_are_kept(refused: ReportForm) -> None:
    assert 'value="soon"' in str(refused["due"])


def test_value_and_attributes_are_escaped() -> None:
    form = ReportForm({"title": '"><script>alert(1)</script>'})

    assert flat(str(form["title"])).count("<") == 1


def test_labels_are_in_the_language_of_the_page(blank: ReportForm) -> None:
    with translation.override("fr"):
        assert "(facultatif)" in blank["note"].as_field_group()
