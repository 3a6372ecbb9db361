"""The texts of the style guide: every element of Markdown, drawn once per process."""

from functools import cache

from django import forms

from portal.writing.finishing import Target
from portal.writing.forms import MarkdownField
from portal.writing.rendering import Rendered, render

PEOPLE = {"ada arcadi": Target("sample", "Ada Arcadi", "#g-post")}
QUOTES = {"sampleaaaaaa": Target("sampleaaaaaa", "B. Bordur, post 3", "#g-post")}

SAMPLE = """\
# A heading of a post

Words with **weight**, with *emphasis*, ~~taken back~~, and `code`. A line of the portal is
[a link](/en/help/); one that leads away is marked: <https://www.wcoomd.org>. A person who is
mentioned: @Ada Arcadi. A footnote.[^1]

## A smaller heading

> [quote sampleaaaaaa]
> We keep a share of random controls, with a minimum per office.
>
> > What was quoted in it.

- One of several
- Another
  1. First of it
  2. Second of it

| Office | Share | Kept |
|--------|------:|:----:|
| Port   |   7 % | yes  |
| Border |  10 % | no   |

```
share = max(0.07, floor(office))
```

---

The end of the text.

[^1]: Its words stand at the end, with a way back.
"""
MIXED = """\
The answer came in two languages.

نحتفظ بنسبة سبعة في المائة من المراقبة العشوائية، مع حد أدنى لكل مكتب (7 %).

> اقتباس من الرسالة
"""
OLD = "We keep 5 % random controls.\n\nWithout them, small offices have no data."
NEW = "We keep 7 % random controls, with a minimum.\n\nWithout them, small offices have no data."


class SampleForm(forms.Form):
    """One field for a text."""

    text = MarkdownField(label="Text")


@cache
def sample() -> Rendered:
    """Return a text with every element."""
    return render(SAMPLE, key="sample", language="en", people=PEOPLE, quotes=QUOTES)


@cache
def mixed() -> Rendered:
    """Return a text in two directions."""
    return render(MIXED, key="mixed", language="en")
