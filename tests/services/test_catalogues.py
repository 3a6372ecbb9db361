"""Catalogues compiled without the gettext programs."""

import gettext
import os

import pytest

from portal.services.catalogues import compile_catalogues
from portal.services.errors import ServiceError

FRENCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Member administration"
msgstr "administration membre"

msgctxt "of a text"
msgid "Draft"
msgstr "Brouillon"

#, python-format
msgid "%(count)s work"
msgid_plural "%(count)s works"
msgstr[0] "%(count)s ouvrage"
msgstr[1] "%(count)s ouvrages"

#, fuzzy
msgid "Guessed"
msgstr "Deviné"
"""


@pytest.fixture
def source(tmp_path):
    source = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(FRENCH)
    return source


def test_a_catalogue_is_compiled_with_contexts_and_plurals_but_without_guesses(source, tmp_path):
    compile_catalogues(tmp_path)

    french = gettext.translation("django", tmp_path, ["fr"])
    assert french.gettext("Member administration") == "administration membre"
    assert french.pgettext("of a text", "Draft") == "Brouillon"
    plural = [french.ngettext("%(count)s work", "%(count)s works", n) for n in (0, 1, 2)]
    assert plural == ["%(count)s ouvrage", "%(count)s ouvrage", "%(count)s ouvrages"]
    assert french.gettext("Guessed") == "Guessed"


def test_only_stale_catalogues_are_compiled(source, tmp_path):
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    assert compile_catalogues(tmp_path) == []

    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))

    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]


def test_a_broken_catalogue_is_named(source, tmp_path):
    source.write_text('<<<<<<< ours\nmsgid "Open"\nmsgstr ""\n')

    with pytest.raises(ServiceError, match=r"django\.po is no valid catalogue"):
        compile_catalogues(tmp_path)
