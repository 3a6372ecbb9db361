"""Works, their authors and the grants to read them."""

from research.models.author import Author, author_key, author_subject, byline, read_name
from research.models.changes import ChangedMeanwhileError
from research.models.grant import AdministrationGrant, PersonGrant
from research.models.work import Work

__all__ = [
    "AdministrationGrant",
    "Author",
    "ChangedMeanwhileError",
    "PersonGrant",
    "Work",
    "author_key",
    "author_subject",
    "byline",
    "read_name",
]
