"""An upload on its way to a row: checked at first sight, kept on disk, named by a signature."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.files import storing
from portal.files.kinds import HEAD
from portal.files.names import clean_name, extension_of
from portal.files.purposes import Purpose

SALT = "portal.files.kept"
# How long an upload waits for the rest of its form.
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Kept:
    """An upload on our disk that no row owns yet."""

    key: str
    name: str
    declared_type: str
    size: int
    sha256: str
    purpose: str
    # Whose form it came with; empty when the form did not say.
    owner: str = ""
    # The form it came with: the same form sent twice is one file.
    once: str = ""

    @property
    def reference(self) -> str:
        """What a form carries instead of the bytes: nobody can make one, or change one."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def by_reference(cls, reference: str, *, purpose: str, owner: str) -> "Kept | None":
        """Return what a reference names, or None when it is too old, foreign or made up."""
        try:
            values = signing.loads(reference, salt=SALT, max_age=KEPT_SECONDS)
            kept = cls(**values)
        except (signing.BadSignature, TypeError):
            return None
        is_ours = kept.purpose == purpose and kept.owner == owner
        return kept if is_ours and storing.exists(kept.key) else None


def accepted_words(purpose: Purpose) -> Any:
    """Return which files a purpose takes, in words."""
    kinds = ", ".join(str(kind.title) for kind in purpose.kinds)
    return format_lazy(
        _("Accepted: {kinds}, up to {size}."),
        kinds=kinds,
        size=filesizeformat(purpose.max_bytes),
    )


def keep_upload(upload: File, purpose: Purpose, *, owner: str = "", once: str = "") -> Kept:
    """Check an upload at first sight and keep it on disk; ValidationError says what is wrong."""
    name = clean_name(str(upload.name or ""))
    _check_size(int(upload.size or 0), purpose)
    ending = extension_of(name)
    kinds = [kind for kind in purpose.kinds if ending in kind.extensions]
    if not kinds:
        raise ValidationError(
            _("Files that end in “%(ending)s” are not taken here. %(accepted)s")
            if ending
            else _("The name of the file has no ending such as .pdf. %(accepted)s"),
            code="wrong_type",
            params={"ending": ending, "accepted": accepted_words(purpose)},
        )
    chunks = _looked_at(upload.chunks(), [kind.may_begin for kind in kinds], purpose, ending)
    try:
        stored = storing.keep(chunks, most=purpose.max_bytes)
    except storing.TooManyBytesError as error:
        _check_size(int(error.args[0]), purpose)
        raise
    if not stored.size:
        storing.drop(stored.key)
    _check_size(stored.size, purpose)
    return Kept(
        key=stored.key,
        name=name,
        declared_type=str(getattr(upload, "content_type", "") or "")[:100],
        size=stored.size,
        sha256=stored.sha256,
        purpose=purpose.code,
        owner=owner,
        once=form_token(once),
    )


def form_token(text: str) -> str:
    """Return the token of a form; a new one where it was tampered with."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid4())


def _check_size(size: int, purpose: Purpose) -> None:
    if not size:
        raise ValidationError(
            _("The file is empty. Open it on your computer to see whether it is the right one."),
            code="empty",
        )
    if size > purpose.max_bytes:
        raise ValidationError(
            _("The file has %(size)s; at most %(most)s are taken. Send a smaller copy."),
            code="too_large",
            params={"size": filesizeformat(size), "most": filesizeformat(purpose.max_bytes)},
        )


def _looked_at(
    chunks: Iterable[bytes], looks: list[Any], purpose: Purpose, ending: str
) -> Iterable[bytes]:
    """Pass an upload on, once its beginning is like one of the kinds its name claims."""
    is_first = True
    for chunk in chunks:
        if is_first and not any(look(chunk[:HEAD]) for look in looks):
            raise ValidationError(
                _("The name ends in “%(ending)s”, but the file is something else. %(accepted)s"),
                code="wrong_type",
                params={"ending": ending, "accepted": accepted_words(purpose)},
            )
        is_first = False
        yield chunk
