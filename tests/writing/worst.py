"""The texts that take longest: each as long as a text may be."""

from portal.writing.text import MOST_CHARACTERS as MOST


def again(part: str) -> str:
    """Return a part again and again, up to the length of a text."""
    return (part * (MOST // len(part) + 1))[:MOST]


WORST = {
    "brackets": again("["),
    "closing brackets": again("]"),
    "pictures begun": again("!["),
    "links begun": again("[a]("),
    "links in links": "[" * 10_000 + "a" + "](b)" * 5_000,
    "pictures in pictures": "![" * 5_000 + "a" + "](/b)" * 4_000,
    "parentheses": "[a](" + again("("),
    "titles begun": again('[a](b "'),
    "references begun": again("[a "),
    "a reference begun": '[a]: b "' + again("a\n"),
    "references": again("[a]: b\n"),
    "reference bomb": "[a]: http://x/" + "y" * 15_000 + "\n\n" + "[a]" * 5_000,
    "stars": again("*"),
    "stars and lines": again("*_"),
    "stars left open": again("*a_ "),
    "strong in strong": again("a**b"),
    "deep emphasis": "*a " * 5_000 + "b*" * 5_000,
    "ticks": again("`"),
    "ticks of every length": "".join("`" * n + "a" for n in range(250)),
    "tildes": again("~~a"),
    "angles": again("<"),
    "addresses begun": again("<http://a "),
    "sections begun": again("<![CDATA["),
    "comments begun": again("<!--"),
    "ampersands": again("&#x41;"),
    "backslashes": again("\\\n"),
    "quotes": again(">"),
    "quotes with spaces": again("> "),
    "lazy quotes": ">" * 20 + again("a\n"),
    "lists": again("- "),
    "deep lists": "".join(" " * n + "- a\n" for n in range(250)),
    "short items": again("- a\n"),
    "numbers": again("1. a\n\n"),
    "quotes in lists": again("> - "),
    "wide table": "|" * 300 + "\n" + "|-" * 300 + "|\n" + "|\n" * 15_000,
    "long table": "|a|b|\n|-|-|\n" + again("|a|b|\n"),
    "headings": again("# a\n"),
    "fences": again("```a\n~~~\n"),
    "footnotes": "[^1]: a\n\n" + again("[^1]"),
    "footnotes in footnotes": "".join(f"[^{n}]: a[^{n + 1}]\n\n" for n in range(1_500)),
    "mentions": again("@ada arcadi "),
    "mentions of many": "".join(f"@person{n} x y z, " for n in range(1_500)),
    "bare addresses": again("http://a.example/( "),
    "one bare address": "http://a.example/" + again(")"),
    "marks on a letter": "a" + again("\u0301"),
    "lines": again("\n"),
    "line of words": again("word "),
    "letters": again("a"),
}
