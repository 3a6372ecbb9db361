"""The states and the types of a work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a record is in its life."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Type(models.TextChoices):
    """What kind of publication a record is about."""

    JOURNAL_ARTICLE = "journal-article", _("Journal article")
    CONFERENCE_PAPER = "conference-paper", _("Conference paper")
    REPORT = "report", _("Report")
    PREPRINT = "preprint", _("Preprint")
    BOOK = "book", _("Book")
    BOOK_CHAPTER = "book-chapter", _("Book chapter")
    WORKING_PAPER = "working-paper", _("Working paper")
    GUIDE = "guide", _("Guide")
    MAGAZINE_ARTICLE = "magazine-article", _("Magazine article")
    SURVEY = "survey", _("Survey")
    TECHNICAL_NOTE = "technical-note", _("Technical note")
    DATASET_REPORT = "dataset-report", _("Report on a data set")
    CASE_COLLECTION = "case-collection", _("Collection of cases")
