"""What a fact says to a meter."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from kernel.facts.bus import Fact
from kernel.meters import Reading, readings


@dataclass(frozen=True, kw_only=True)
class CoinDropped(Fact):
    """Says nothing of meters."""


@dataclass(frozen=True, kw_only=True)
class CoinTakenOut(Fact):
    """Takes back what was counted for a coin."""

    coin_id: int

    def metered(self):
        return Reading(-1, f"out:{self.coin_id}")


@dataclass(frozen=True, kw_only=True)
class PurseEmptied(Fact):
    """Counts for several coins, or for none."""

    coins: int

    def metered(self):
        return [Reading(1, f"coin:{number}") for number in range(self.coins)]


def test_a_fact_counts_once_by_itself():
    fact = CoinDropped()
    assert readings(fact) == [Reading(1, str(fact.id), at=fact.at)]


def test_a_fact_told_again_says_the_same():
    fact = CoinDropped()
    again = Fact.read(fact.name(), fact.body(), id=fact.id, at=fact.at)
    assert readings(again) == readings(fact)


def test_a_reversal_is_a_reading_of_its_own():
    fact = CoinTakenOut(coin_id=7)
    assert readings(fact) == [Reading(-1, "out:7", at=fact.at)]


@pytest.mark.parametrize("coins", [0, 1, 3])
def test_a_fact_may_count_for_several_and_for_none(coins):
    assert [one.source for one in readings(PurseEmptied(coins=coins))] == [
        f"coin:{number}" for number in range(coins)
    ]


@pytest.mark.parametrize("quantity", [1.5, True, "1", None])
def test_only_whole_units_are_counted(quantity):
    with pytest.raises(TypeError):
        Reading(quantity, "coin:1", at=datetime.now(UTC))


def test_what_has_no_source_could_be_counted_twice():
    with pytest.raises(ValueError, match="twice"):
        Reading(1, "")
