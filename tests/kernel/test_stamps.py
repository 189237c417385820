"""Numbers that travel in the open and come back unchanged, or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from kernel import stamps

tenant_ids = st.integers(0, 2**32 - 1)
row_ids = st.integers(0, 2**64 - 1)


@given(tenant_ids, row_ids)
def test_a_stamp_is_read_back_in_either_case(tenant_id, row_id):
    told = stamps.stamp("mail", tenant_id, row_id)

    assert len(told) == stamps.LENGTH
    assert stamps.read("mail", told) == stamps.read("mail", told.upper()) == (tenant_id, row_id)


@given(tenant_ids, row_ids, st.integers(0, stamps.LENGTH - 2), st.sampled_from("a2z7"))
def test_a_stamp_with_another_letter_in_it_says_nothing(tenant_id, row_id, place, letter):
    told = stamps.stamp("mail", tenant_id, row_id)
    forged = told[:place] + letter + told[place + 1 :]

    assert forged == told or stamps.read("mail", forged) is None


def test_a_stamp_for_one_purpose_is_none_for_another():
    assert stamps.read("unsubscribe", stamps.stamp("mail", 1, 1)) is None


@given(st.text(max_size=60))
def test_any_other_text_is_no_stamp(text):
    assert stamps.read("mail", text) is None
