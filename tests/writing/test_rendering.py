"""What Markdown becomes: links, names, quotes, footnotes, tables, directions, words."""

from typing import Any

import pytest

from portal.writing.quoting import quoting
from portal.writing.rendering import excerpt, render
from portal.writing.text import Text
from tests.writing.samples import PEOPLE, QUOTES

HREF = "https://x.example"
REL = 'class="external" rel="nofollow noopener noreferrer"'


def html(typed: str, **known: object) -> str:
    """Return a text as HTML, without the direction of its blocks."""
    return render(typed, key="k", language="en", **known).html.replace(' dir="auto"', "").strip()  # type: ignore[arg-type]


SHOWN = {
    "**a** *b* ~~c~~ `d`": "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>",
    "# A\n## B\n##### C": "<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>",
    "[a](/en/help/)": '<p><a href="/en/help/">a</a></p>',
    "[a](https://x.example \"t\")": f'<p><a href="https://x.example" {REL}>a</a></p>',
    "<a@x.example>": '<p><a href="mailto:a@x.example">a@x.example</a></p>',
    f"see {HREF}/a_(b)_c, or not": (
        f'<p>see <a href="{HREF}/a_(b)_c" {REL}>{HREF}/a_(b)_c</a>, or not</p>'
    ),
    "(https://x.example/a).": (
        f'<p>(<a href="https://x.example/a" {REL}>https://x.example/a</a>).</p>'
    ),
    f"![chart]({HREF}/c.png)": f'<p><a href="{HREF}/c.png" {REL}>chart</a></p>',
    "![](/en/c.png)": '<p><a href="/en/c.png">/en/c.png</a></p>',
    "`https://x.example`": "<p><code>https://x.example</code></p>",
    "a <b>x</b> & c": "<p>a &lt;b&gt;x&lt;/b&gt; &amp; c</p>",
    "> a\n>> b": "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>",
    "3. a\n4. b": '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>',
    "```py\nx < 1\n```": '<pre dir="ltr" tabindex="0"><code>x &lt; 1\n</code></pre>',
    "a[^n]\n\n[^n]: b": (
        '<p>a<sup><a href="#fn-k-1" id="fnref-k-1-1">1</a></sup></p>\n'
        '<section class="footnotes"><ol>\n<li id="fn-k-1"><p>b <a href="#fnref-k-1-1">↩</a></p>\n'
        "</li>\n</ol></section>"
    ),
    "|a|b|c|\n|-|-:|:-:|\n|1|2|3|": (
        '<div class="scroll" tabindex="0">\n<table>\n<thead>\n<tr>\n<th scope="col">a</th>\n'
        '<th class="at-end" scope="col">b</th>\n<th class="at-middle" scope="col">c</th>\n</tr>\n'
        '</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td class="at-end">2</td>\n'
        '<td class="at-middle">3</td>\n</tr>\n</tbody>\n</table>\n</div>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("typed", SHOWN)
def test_markdown_becomes_html(typed: str) -> None:
    assert html(typed) == SHOWN[typed]


def test_page_of_the_portal_is_not_elsewhere(settings: Any) -> None:
    address = f"{settings.BASE_URL}/en/help/"

    assert html(f"<{address}>") == f'<p><a href="{address}">{address}</a></p>'


def test_every_block_finds_its_direction() -> None:
    shown = render("# a\n\nb\n\n- c\n\n> d\n\n1. e\n\n|f|\n|-|\n|g|\n\n---\n").html

    assert shown.count(' dir="auto"') == 6
    assert '<p dir="auto">b</p>' in shown


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("نحتفظ بنسبة سبعة في المائة", "en", ' lang="ar"'),
        ("نحتفظ بنسبة", "ar", ""),
        ("ما هفت درصد نگه می‌داریم", "fa", ""),
        ("Мы оставляем 7 %", "fr", ' lang="ru"'),
        ("Ми залишаємо 7 %", "uk", ""),
        ("一部の検査を無作為に残す", "en", ' lang="ja"'),
        ("我们保留百分之七", "en", ' lang="zh"'),
        ("Nous gardons 7 % « à part »", "en", ""),
        ("{lang=fr}\nNous gardons", "en", ' lang="fr"'),
        ("{lang=fr-CA}\nNous gardons", "en", ' lang="fr-CA"'),
        ("{lang=x onclick=y}\nNous gardons", "en", ""),
    ],
)
def test_block_says_its_language(typed: str, language: str, expected: str) -> None:
    shown = render(typed, language=language).html

    assert shown.replace(' dir="auto"', "").startswith(f"<p{expected}>")


ADA = '<a href="/en/directory/people/adaadaadaada/" class="mention">@Ada Arcadi</a>'


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("@Ada Arcadi, hello", f"{ADA}, hello"),
        ("Hello @ada arcadi.", f"Hello {ADA}."),
        ("@Ada Arcadi and @Boris", f"{ADA} and @Boris"),
        ("**@Ada Arcadi**", f"<strong>{ADA}</strong>"),
        ("mail@Ada Arcadi", "mail@Ada Arcadi"),
        ("\\@Ada Arcadi", "@Ada Arcadi"),
        ("`@Ada Arcadi`", "<code>@Ada Arcadi</code>"),
        ("[@Ada Arcadi](/en/)", '<a href="/en/">@Ada Arcadi</a>'),
        ("@Nobody Here", "@Nobody Here"),
    ],
)
def test_people_of_the_room_are_mentioned(typed: str, expected: str) -> None:
    assert html(typed, people=PEOPLE) == f"<p>{expected}</p>"


def test_room_learns_who_may_be_named_and_who_is() -> None:
    text = Text("Ask @Ada Arcadi or @Boris Bordur (not `@Olga Officer`), @Ada Arcadi.")

    assert {"ada arcadi", "boris bordur"} <= text.names
    assert not any("olga" in name for name in text.names)
    assert render(text, people=PEOPLE).people == ("adaadaadaada", "borisborisbo")


def test_quote_leads_to_what_is_quoted() -> None:
    typed = "> [quote abcdefghijkl]\n> words\n\nmine"

    assert html(typed, quotes=QUOTES) == (
        '<blockquote>\n<p class="quote-source"><a href="/en/posts/abcdefghijkl/">B. Bordur, post 3'
        "</a></p>\n<p>words</p>\n</blockquote>\n<p>mine</p>"
    )
    assert render(typed, quotes=QUOTES).quotes == ("abcdefghijkl",)


def test_quote_of_what_the_author_may_not_read_names_nothing() -> None:
    shown = render("> [quote zzzzzzzzzzzz]\n> words", quotes=QUOTES)

    assert shown.html.replace(' dir="auto"', "") == ("<blockquote>\n<p>words</p>\n</blockquote>\n")
    assert shown.quotes == ()


@pytest.mark.parametrize(
    "typed", ["[quote abcdefghijkl]", "> # [quote abcdefghijkl]", "> a [quote abcdefghijkl]"]
)
def test_marker_elsewhere_is_only_words(typed: str) -> None:
    shown = render(typed, quotes=QUOTES)

    assert "[quote abcdefghijkl]" in shown.html
    assert "quote-source" not in shown.html
    assert shown.quotes == ()


def test_reply_begins_with_a_quote_without_what_that_quoted() -> None:
    typed = quoting("> older\n\nfirst\n\nsecond\n", public_id="abcdefghijkl")

    assert typed == "> [quote abcdefghijkl]\n> first\n>\n> second\n\n"
    assert Text(typed).quotes == ["abcdefghijkl"]


def test_words_of_a_text_are_read_without_its_marks() -> None:
    typed = "# Head\n\n> [quote abcdefghijkl]\n> **quoted**\n\n- [a](/en/) `b`\n\n```\ncode\n```"
    shown = render(typed, quotes=QUOTES)

    assert shown.words == "Head\nquoted\na b\ncode"


def test_excerpt_ends_at_a_word() -> None:
    assert excerpt("one two\nthree", 240) == "one two three"
    assert excerpt("one two, three four", 12) == "one two…"
    assert excerpt("a" * 300, 10) == "aaaaaaaaa…"


def test_text_can_be_shown_twice() -> None:
    text = Text("@Ada Arcadi [^1]\n\n[^1]: note")

    assert render(text, key="a", people=PEOPLE) == render(text, key="a", people=PEOPLE)
