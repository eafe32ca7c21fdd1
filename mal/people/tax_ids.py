"""Polish register numbers of organisations: NIP (tax) and KRS (court register)."""

NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def strip_to_digits(text: str) -> str:
    """Return the text without spaces, no-break spaces and hyphens."""
    return "".join(character for character in text if character not in " -\u00a0")


def is_nip(text: str) -> bool:
    """Return whether the text is ten digits, the last of them the check digit (weighted sum modulo 11)."""
    if len(text) != 10 or not (text.isascii() and text.isdigit()):
        return False
    check = sum(weight * int(digit) for weight, digit in zip(NIP_WEIGHTS, text, strict=False)) % 11
    return check == int(text[9])


def is_krs(text: str) -> bool:
    """Return whether the text is ten digits, not all of them zero."""
    return len(text) == 10 and text.isascii() and text.isdigit() and text.strip("0") != ""
