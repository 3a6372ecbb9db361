"""News of the project and of the community."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hub.models.dates import Precision, in_words
from hub.models.item import Item, ItemQuerySet
from portal.search.models import Document, Kind
from portal.taxonomy.models import in_language


class News(Item):
    """One piece of news: a finding as title, one sentence, a few paragraphs."""

    is_searchable = True

    date = models.DateField(_("date"), default=datetime.date.today)
    precision = models.CharField(
        _("how much of the date is known"), max_length=5, choices=Precision, default=Precision.DAY
    )
    summary_en = models.CharField(_("one sentence in English"), max_length=300)
    summary_fr = models.CharField(_("one sentence in French"), max_length=300)
    body_en = models.TextField(_("text in English"))
    body_fr = models.TextField(_("text in French"))
    source_title = models.CharField(_("source"), max_length=200, blank=True)

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

    class Meta(Item.Meta):
        verbose_name = _("news")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["state", "-date", "-id"])]

    def get_absolute_url(self) -> str:
        """Return the address of the page."""
        return reverse("hub:news_detail", args=[self.public_id])

    def subjects(self) -> list[str]:
        """Return what it is followed by."""
        return ["news:all"]

    @property
    def summary(self) -> str:
        """One sentence in the reader's language."""
        return in_language(self, "summary")

    @property
    def body(self) -> str:
        """The text in the reader's language."""
        return in_language(self, "body")

    @property
    def date_in_words(self) -> str:
        """The date as far as it is known."""
        return in_words(self.date, self.precision)

    def search_document(self) -> Document | None:
        """Return what the search index keeps of published news."""
        if not self.is_published:
            return None
        return Document(
            kind=Kind.NEWS,
            titles={"en": self.title_en, "fr": self.title_fr},
            bodies={
                "en": f"{self.summary_en} {self.body_en}",
                "fr": f"{self.summary_fr} {self.body_fr}",
                "simple": self.source_title,
            },
            lines={"en": self.summary_en, "fr": self.summary_fr},
            reference=str(self.date.year),
            path=f"news/{self.public_id}/",
            date=self.date,
        )
