"""What differs between two mappings, the short way and the long."""

from hypothesis import given
from hypothesis import strategies as st

from facilitation.store.difference import difference

MAPPINGS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2))


@given(before=MAPPINGS, after=MAPPINGS, copied=st.booleans())
def test_gone_and_changed_lead_from_one_to_the_other(
    before: dict[str, int], after: dict[str, int], copied: bool
) -> None:
    wanted = {**before, **after} if copied else after
    gone, changed = difference(before, wanted)
    assert set(gone) == before.keys() - wanted.keys()
    assert set(changed) == {key for key in wanted if before.get(key) != wanted[key]}


def test_equal_values_that_are_other_objects_do_not_differ() -> None:
    one, same = [1, 2], [1, 2]
    assert difference({"a": one}, {"a": same}) == ((), [])
    assert difference({"a": one, "b": one}, {"b": same, "a": same}) == ([], [])
