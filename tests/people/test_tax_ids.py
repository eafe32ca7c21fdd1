"""NIP and KRS numbers are validated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mal.people.tax_ids import is_krs, is_nip, strip_to_digits


@pytest.mark.parametrize("number", ["5260250274", "1234563218", "7740001454"])
def test_nip_with_a_correct_check_digit_is_valid(number: str) -> None:
    assert is_nip(number)


@pytest.mark.parametrize("number", ["", "526025027", "52602502744", "abcdefghij", "٥٢٦٠٢٥٠٢٧٤"])
def test_nip_must_be_ten_ascii_digits(number: str) -> None:
    assert not is_nip(number)


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_makes_a_nip_invalid(place: int, change: int) -> None:
    digits = [int(digit) for digit in "5260250274"]
    digits[place] = (digits[place] + change) % 10
    assert not is_nip("".join(map(str, digits)))


def test_krs_is_ten_digits_that_are_not_all_zero() -> None:
    assert is_krs("0000123456")
    assert not is_krs("0000000000")
    assert not is_krs("123456")


def test_spaces_and_hyphens_are_stripped() -> None:
    assert strip_to_digits("526-025-02 74") == "5260250274"
