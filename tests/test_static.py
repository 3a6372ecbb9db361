"""Static files are hashed, immutable and compressed."""

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
