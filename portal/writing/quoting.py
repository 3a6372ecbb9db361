"""Quotes of other posts: how a reply begins with one."""

MOST_QUOTED = 4_000


def quoting(source: str, *, public_id: str) -> str:
    """Return the text of a reply that quotes a post; what that post quoted is left out."""
    lines = [
        line for line in source[:MOST_QUOTED].splitlines() if not line.lstrip().startswith(">")
    ]
    words = "\n".join(lines).strip().splitlines()
    return "\n".join(f"> {line}".rstrip() for line in [f"[quote {public_id}]", *words]) + "\n\n"
