"""Checks of the register numbers that organisations give."""

NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def strip_to_digits(text: str) -> str:
    """Drop the spaces and hyphens that people write between digits."""
    return "".join(letter for letter in text if letter not in " -\u00a0")


def is_nip(text: str) -> bool:
    """Tell whether ten digits end in the check digit of a NIP (weights modulo 11)."""
    if len(text) != 10 or not (text.isascii() and text.isdigit()):
        return False
    check = sum(weight * int(digit) for weight, digit in zip(NIP_WEIGHTS, text, strict=False)) % 11
    return check == int(text[9])


def is_krs(text: str) -> bool:
    """Tell whether a text has the form of a KRS number: ten digits, not all nought."""
    return len(text) == 10 and text.isascii() and text.isdigit() and text.strip("0") != ""
