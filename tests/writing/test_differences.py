"""Two versions: what was removed and what was added, also for those who hear the page."""

from portal.writing.differences import differences

GONE = '<del><span class="vh">Removed: </span>{}</del>'
NEW = '<ins><span class="vh">Added: </span>{}</ins>'


def test_changed_words_are_marked_in_their_line() -> None:
    assert differences("We keep 5 % of it.", "We keep 7 % of all.") == (
        f'<p dir="auto">We keep {GONE.format("5")}{NEW.format("7")} % of'
        f" {GONE.format('it')}{NEW.format('all')}.</p>"
    )


def test_words_changed_side_by_side_are_one_change() -> None:
    assert differences("Ask two officers first, then buy.", "Ask every chief once, then buy.") == (
        f'<p dir="auto">Ask {GONE.format("two officers first")}{NEW.format("every chief once")},'
        " then buy.</p>"
    )


def test_line_written_anew_is_read_as_a_whole() -> None:
    old = "Score strategy, governance and data with a team of your own."
    new = "Agree with two inspectors on what a wrong answer costs."

    assert differences(old, new) == f'<p dir="auto">{GONE.format(old)}{NEW.format(new)}</p>'


def test_lines_come_and_go() -> None:
    assert differences("a\nb", "a\nc\nd") == (
        f'<p dir="auto">a</p>\n<p dir="auto">{GONE.format("b")}{NEW.format("c")}</p>\n'
        f'<p dir="auto">{NEW.format("d")}</p>'
    )


def test_what_stayed_far_from_a_change_is_left_out() -> None:
    old = [f"line {n}" for n in range(20)]
    shown = differences("\n".join(old), "\n".join([*old[:10], "new", *old[11:]]))

    assert [f"line {n}<" in shown for n in (0, 7, 8, 9, 11, 12, 13, 19)] == [
        *(False, False, True, True, True, True, False, False)
    ]
    assert shown.count('<p class="mute">…</p>') == 2


def test_same_text_has_no_difference() -> None:
    assert differences("a\n\nb", "a\n\nb") == '<p class="mute">…</p>'


def test_words_of_a_version_are_only_words() -> None:
    shown = differences("<b>x</b>", "<script>alert(1)</script>")

    assert "<b>" not in shown
    assert "<script" not in shown
