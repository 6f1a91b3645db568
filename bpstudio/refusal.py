"""The one error for input that can't be used: it names the place and the reason."""


class Refusal(ValueError):
    """Input of the user's that is refused, in words meant for the user.

    Parameters
    ----------
    place
        Where the fault is, as the user would look for it: ``"network.hidden[0].units"``,
        ``"mine.csv, line 3, column 2"``. May be empty.
    reason
        What is wrong there and, where it helps, what would be accepted.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.place = place
        self.reason = reason


def printable(text: str, most: int = 200) -> str:
    """Return `text` as it may stand in a refusal: one line, of `most` characters, all printable.

    For the words of a library's, which may repeat what stands in a hostile file.
    """
    text = text if len(text) <= most else text[: most - 1] + "…"
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
