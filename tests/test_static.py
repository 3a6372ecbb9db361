"""Static files are hashed, immutable and compressed."""

from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client


def test_static_files_are_hashed_immutable_and_compressed(client: Client) -> None:
    address = staticfiles_storage.url("css/tokens.css")

    plain = client.get(address)
    brotli = client.get(address, headers={"accept-encoding": "br"})

    assert address != "/static/css/tokens.css"
    assert "immutable" in plain["Cache-Control"]
    assert "max-age=315360000" in plain["Cache-Control"]
    assert brotli["Content-Encoding"] == "br"
    assert len(b"".join(brotli)) < len(b"".join(plain))


def test_style_sheets_are_sent_without_their_comments(client: Client) -> None:
    sent = {
        path.name: b"".join(client.get(staticfiles_storage.url(f"css/{path.name}"))).decode()
        for path in Path("static/css").glob("*.css")
    }

    assert {name for name, text in sent.items() if "/*" in text} == set()
    assert {name for name, text in sent.items() if text.count("{") != text.count("}")} == set()
    assert "--paper:" in sent["tokens.css"]
