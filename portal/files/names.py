"""Names of files as people may see and save them: no path, nothing hidden, of bounded length."""

import unicodedata

from portal.files.kinds import Kind

# Fits every file system, also when it counts bytes of a non-Latin script.
LONGEST_BYTES = 180
LONGEST_EXTENSION = 10
NAMELESS = "file"
# Names that Windows gives to devices.
DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{name}{n}" for name in ("com", "lpt") for n in range(10)
}
_BAD = {ord(each): "_" for each in '<>:"|?*'}


def clean_name(raw: str) -> str:
    """Return the name without folders, control, invisible and direction characters."""
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        " " if unicodedata.category(each) in ("Zl", "Zp", "Zs", "Cc") else each
        for each in unicodedata.normalize("NFC", last)
        if unicodedata.category(each) not in ("Cf", "Cs", "Co", "Cn")
    )
    name = " ".join(shown.translate(_BAD).split()).rstrip(". ")
    stem, dot, end = name.rpartition(".")
    if not dot or len(end) > LONGEST_EXTENSION:
        stem, dot, end = name, "", ""
    stem = _shorten(stem, LONGEST_BYTES - len(f"{dot}{end}".encode())).strip(". ")
    if stem.split(".")[0].lower() in DEVICES:
        stem = f"_{stem}"
    return f"{stem or NAMELESS}{dot}{end}"


def extension_of(name: str) -> str:
    """Return how a name ends, in small letters with its dot; empty when it has no ending."""
    _stem, dot, end = name.rpartition(".")
    return f"{dot}{end}".lower() if dot else ""


def named_as(name: str, kind: Kind) -> str:
    """Return the name with an ending that says what the file really is."""
    if extension_of(name) in kind.extensions:
        return name
    return clean_name(f"{name}{kind.extensions[0]}")


def _shorten(text: str, longest: int) -> str:
    return text.encode()[: max(longest, 0)].decode(errors="ignore")
