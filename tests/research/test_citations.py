"""Citations and files of records: read back by small strict readers, equal on the whole."""

import csv
import io
import json
import re

import pytest
from django.test import Client

from directory.models import Person
from portal.markings.models import Marking
from portal.taxonomy.models import Technology
from research.citations import citations_in
from research.exports import MOST, bibtex, csl_json, ris, table
from research.models import Work, read_name
from research.models.author import Name
from tests.research.conftest import Make

EXPORT = "/en/research/works/export/"
HOSTILE = '=cmd|"/c calc"!A1 {\\input{x}} 100% & #1 $_^~ <b>\r\nTY  - BOOK'


def read_bibtex(text: str) -> dict[str, dict[str, str]]:
    """Read BibTeX entries; unbalanced braces or a line out of place fail."""
    entries = {}
    for block in re.split(r"\n\n(?=@)", text.strip()):
        lines = block.splitlines()
        head = re.fullmatch(r"@(\w+)\{([\w-]+),", lines[0])
        assert head, lines[0]
        assert lines[-1] == "}"
        fields = {"": head[1]}
        for line in lines[1:-1]:
            field = re.fullmatch(r"  (\w+) = \{(.*)\},", line)
            assert field, line
            assert field[2].count("{") == field[2].count("}"), line
            fields[field[1]] = field[2]
        entries[head[2]] = fields
    return entries


def read_ris(text: str) -> list[list[tuple[str, str]]]:
    """Read RIS records; a line that is no tag fails."""
    records = []
    for block in text.removesuffix("\r\n\r\n").split("\r\n\r\n"):
        pairs = []
        for line in block.split("\r\n"):
            tag = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
            assert tag, line
            pairs.append((tag[1], tag[2]))
        assert (pairs[0][0], pairs[-1]) == ("TY", ("ER", ""))
        records.append(pairs)
    return records


@pytest.fixture
def article(make_work: Make, ai: Technology) -> Work:
    return make_work(
        "Active Learning for Inspection",
        authors=["Sundong Kim", "van Engelenburg, Sélinde", "{Bank of B}"],
        year=2022,
        kind=Work.Type.JOURNAL_ARTICLE,
        venue="World Customs Journal 13(2), pp. 77-90",
        doi="10.1000/182",
        abstract="Short.",
        keywords=["fraud", "inspection"],
        related={"technologies": [ai]},
    )


@pytest.mark.parametrize(
    ("line", "shown", "family"),
    [
        ("Sundong Kim", "Sundong Kim", "Kim"),
        ("  Yu-Che   Tsai ", "Yu-Che Tsai", "Tsai"),
        ("Sélinde van Engelenburg", "Sélinde van Engelenburg", "van Engelenburg"),
        ("García Márquez, Gabriel", "Gabriel García Márquez", "García Márquez"),
        ("World Customs Organization", "World Customs Organization", ""),
        ("UN ESCWA", "UN ESCWA", ""),
        ("UNCTAD", "UNCTAD", ""),
        ("UN Commissions (ECA, ECE)", "UN Commissions (ECA, ECE)", ""),
        ("{Ada Lovelace}", "Ada Lovelace", ""),
        ("Bank, Ada", "Ada Bank", "Bank"),
        (",", ",", ""),
    ],
)
def test_names_of_persons_and_organisations_are_told_apart(
    line: str, shown: str, family: str
) -> None:
    assert read_name(line) == Name(shown, family)


def test_authors_are_typed_as_they_are_read(make_work: Make) -> None:
    typed = ["Ada Lovelace", "García Márquez, Gabriel", "{Ada Company}", "World Bank"]

    work = make_work(authors=typed)

    assert [author.line for author in work.authors.all()] == typed


def test_citations_follow_the_styles_in_both_languages(article: Work) -> None:
    kept = article.citations

    assert kept["en"] == {
        "apa": "Kim, S., van Engelenburg, S., &amp; Bank of B. (2022). Active Learning for "
        "Inspection. <em>World Customs Journal</em>, <em>13</em>(2), 77–90. "
        "https://doi.org/10.1000/182",
        "chicago": "Kim, Sundong, Sélinde van Engelenburg, and Bank of B. 2022. “Active Learning "
        "for Inspection.” <em>World Customs Journal</em> 13 (2): 77–90. "
        "https://doi.org/10.1000/182.",
    }
    assert "« Active Learning for Inspection »" in kept["fr"]["chicago"].replace("\xa0", " ")
    assert article.citations_here() == kept["en"]


def test_a_given_name_with_a_hyphen_has_two_initials(make_work: Make) -> None:
    work = make_work(authors=["Seo-yeon Hwangbo", "Jean-Yves Appadoo"])

    assert work.citations["en"]["apa"].startswith("Hwangbo, S.-Y., &amp; Appadoo, J.-Y. (")
    assert work.citations["en"]["chicago"].startswith("Hwangbo, Seo-yeon, and Jean-Yves Appadoo.")


def test_citations_that_were_not_kept_are_made(article: Work) -> None:
    Work.objects.update(citations={})

    made = Work.objects.get(pk=article.pk).citations_here()

    assert made == article.citations["en"]


def test_a_corrected_record_is_cited_as_corrected(article: Work, editor: Person) -> None:
    article.revise(by=editor, title="Corrected", authors=["Ada Arcadi"])

    kept = Work.objects.get(pk=article.pk).citations["en"]["apa"]
    assert kept.startswith("Arcadi, A. (2022). Corrected. <em>")


def test_citations_are_escaped(make_work: Make) -> None:
    work = make_work(
        "<script>a</script> \ue000x\ue001 <i>y</i> Who pays?", authors=["A <u>b</u>"], venue="<b>V"
    )

    for citation in work.citations["en"].values():
        assert re.findall(r"<[^>]*>", citation) == ["<em>", "</em>"]
        assert "&lt;script&gt;a&lt;/script&gt;" in citation
        assert "?." not in citation


@pytest.mark.parametrize("kind", Work.Type.values)
def test_every_type_has_citations_and_files(make_work: Make, kind: str) -> None:
    work = make_work("A title", kind=kind, venue="A venue")

    citations = citations_in(work.csl(), "en")

    assert all("A title" in text.replace("Title", "title") for text in citations.values())
    assert read_bibtex(bibtex([work]))["arcadi2020title"]["year"] == "2020"
    assert read_ris(ris([work]))[0][0][0] == "TY"


def test_bibtex_reads_back(article: Work) -> None:
    assert read_bibtex(bibtex([article, article])).keys() == {"kim2022active", "kim2022active-2"}
    assert read_bibtex(bibtex([article]))["kim2022active"] == {
        "": "article",
        "title": "{Active Learning for Inspection}",
        "author": "Kim, Sundong and van Engelenburg, Sélinde and {Bank of B}",
        "year": "2022",
        "journal": "World Customs Journal",
        "volume": "13",
        "number": "2",
        "pages": "77--90",
        "doi": "10.1000/182",
        "url": "https://doi.org/10.1000/182",
        "abstract": "Short.",
        "keywords": "fraud, inspection",
        "language": "en",
    }


def test_ris_reads_back(article: Work) -> None:
    assert read_ris(ris([article])) == [
        [
            ("TY", "JOUR"),
            ("ID", article.code),
            ("TI", "Active Learning for Inspection"),
            ("AU", "Kim, Sundong"),
            ("AU", "van Engelenburg, Sélinde"),
            ("AU", "Bank of B"),
            ("PY", "2022"),
            ("T2", "World Customs Journal"),
            ("VL", "13"),
            ("IS", "2"),
            ("SP", "77"),
            ("EP", "90"),
            ("DO", "10.1000/182"),
            ("UR", "https://doi.org/10.1000/182"),
            ("LA", "en"),
            ("KW", "fraud"),
            ("KW", "inspection"),
            ("AB", "Short."),
            ("ER", ""),
        ]
    ]


def test_csl_json_reads_back(article: Work) -> None:
    item = json.loads(csl_json([article]))[0]

    assert item["author"] == [
        {"family": "Kim", "given": "Sundong"},
        {"family": "van Engelenburg", "given": "Sélinde"},
        {"literal": "Bank of B"},
    ]
    assert (item["type"], item["volume"], item["page"]) == ("article-journal", "13", "77-90")
    assert item["issued"] == {"date-parts": [[2022]]}


def test_hostile_text_stays_text_in_every_format(make_work: Make) -> None:
    work = make_work(
        HOSTILE, authors=[HOSTILE], venue=HOSTILE, abstract=HOSTILE, keywords=[HOSTILE]
    )

    (entry,) = read_bibtex(bibtex([work])).values()
    (record,) = read_ris(ris([work]))
    (row,) = list(csv.DictReader(io.StringIO(table([work]).decode("utf-8-sig"))))

    assert r"100\% \& \#1 \$\_\textasciicircum{}\textasciitilde{}" in entry["title"]
    assert [tag for tag, _value in record].count("TY") == 1
    assert {text[0] for text in row.values() if "cmd" in text} == {"'"}
    assert json.loads(csl_json([work]))[0]["title"] == HOSTILE


def test_a_label_travels_with_its_record(make_work: Make) -> None:
    work = make_work("Amber", marking=Marking.AMBER)

    assert read_bibtex(bibtex([work]))["arcadi2020amber"]["note"] == "TLP:AMBER"
    assert ("N1", "TLP:AMBER") in read_ris(ris([work]))[0]
    assert json.loads(csl_json([work]))[0]["note"] == "TLP:AMBER"
    assert b'"TLP:AMBER"' in table([work])


@pytest.mark.parametrize(
    ("notation", "content_type", "suffix"),
    [
        ("bibtex", "application/x-bibtex; charset=utf-8", "bib"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "ris"),
        ("csl-json", "application/vnd.citationstyles.csl+json; charset=utf-8", "json"),
    ],
)
def test_work_citation_is_a_file(
    client: Client, article: Work, notation: str, content_type: str, suffix: str
) -> None:
    response = client.get(f"/en/research/works/{article.public_id}/cite.{notation}")

    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{article.code}.{suffix}"'
    assert "Active Learning for Inspection" in response.content.decode()


@pytest.mark.parametrize("notation", ["csv", "docx", "apa"])
def test_unknown_notation_is_not_found(client: Client, article: Work, notation: str) -> None:
    address = f"/en/research/works/{article.public_id}/cite.{notation}"

    assert client.get(address).status_code == 404


def exported(client: Client, query: str) -> set[str]:
    response = client.get(f"{EXPORT}?{query}&format=csl-json")
    assert response.status_code == 200
    return {item["title"] for item in response.json()}


def test_work_export_takes_the_chosen_or_the_whole_list(client: Client, make_work: Make) -> None:
    ids = [make_work(f"Work {number}", year=2000 + number).public_id for number in range(4)]

    chosen = exported(client, f"scope=chosen&work={ids[0]}&work={ids[2]}&work=unknown&work=%00")
    whole = exported(client, "scope=all&year_from=2002&technology=unknown")

    assert chosen == {"Work 0", "Work 2"}
    assert whole == {"Work 2", "Work 3"}


def test_work_export_gives_what_the_reader_may_read(
    client: Client, library: dict[str, Work], make_work: Make, partner: Person
) -> None:
    draft = make_work("Canary draft", publish=False)
    client.force_login(partner)
    chosen = "&".join(f"work={work.public_id}" for work in [*library.values(), draft])

    for query in ("scope=all", f"scope=chosen&{chosen}"):
        assert exported(client, query) == {"Canary clear"}


@pytest.mark.parametrize("query", ["scope=chosen&format=ris", "scope=all&format=docx", ""])
def test_work_export_of_nothing_leads_back_with_a_message(
    client: Client, article: Work, query: str
) -> None:
    response = client.get(f"{EXPORT}?{query}&year_from=2020", follow=True)

    assert response.redirect_chain == [("/en/research/works/?year_from=2020", 302)]
    assert 'class="notice is-late"' in response.content.decode()


@pytest.mark.parametrize("works", [1, 3])
def test_work_export_asks_the_same_however_many_works(
    client: Client, make_work: Make, works: int, django_assert_num_queries: object
) -> None:
    for number in range(works):
        make_work(f"Work {number}")
    client.get(f"{EXPORT}?scope=all&format=csv")

    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get(f"{EXPORT}?scope=all&format=csv")


def test_work_export_has_an_end() -> None:
    assert MOST == 500
