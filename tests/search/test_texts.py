"""How texts are read."""

from portal.search.texts import key, readable


def test_a_text_keeps_the_spaces_that_do_not_break() -> None:
    assert readable(" Douane\u00a0: le\tbilan \n 2025\x00") == "Douane\u00a0: le bilan 2025"


def test_a_title_is_the_same_with_any_space() -> None:
    assert key("Douane\u00a0: le bilan") == key("douane : le  bilan")
