"""Damaged and made-up inputs: the compiler answers each with findings, in time, and with nothing else."""

from __future__ import annotations

import os
import sys

import pytest
from fuzz import soup
from fuzz.campaign import Campaign, Figures
from fuzz.campaigns import CAMPAIGNS
from fuzz.examine import examine_specs
from fuzz.watch import Hang, at_most
from hypothesis import given, settings
from hypothesis import strategies as st

SHORT = {
    "damaged settings": 100,
    "filters of both dialects": 100,
    "builds of damaged projects": 3,
    "damaged metadata": 200,
}
USUAL = 25
SECONDS = float(os.environ.get("DWMAP_FUZZ_SECONDS", "120"))
FIRST_SEED = int(os.environ.get("DWMAP_FUZZ_SEED", "1000"))
every_campaign = pytest.mark.parametrize(
    "campaign", CAMPAIGNS, ids=lambda one: one.name
)


@every_campaign
def test_a_few_inputs(campaign: Campaign) -> None:
    """The same ones in every run; a failure names the seed that makes its input again."""
    figures = campaign.run(range(SHORT.get(campaign.name, USUAL)))

    assert figures.failures == []


@pytest.mark.long
@every_campaign
def test_many_inputs(campaign: Campaign, capsys: pytest.CaptureFixture[str]) -> None:
    """As many as there is time for: DWMAP_FUZZ_SECONDS for each campaign, from DWMAP_FUZZ_SEED on."""
    figures = campaign.run_for(SECONDS, FIRST_SEED)

    with capsys.disabled():
        print(f"\n{figures}", file=sys.stderr)
    assert figures.failures == []


WORDS = st.sampled_from(
    sorted({word for kind in soup.words().values() for word in kind})
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
@settings(deadline=None, max_examples=60, derandomize=True)
def test_words_of_the_grammar_in_any_order(text: str) -> None:
    """What breaks is made as short as it can be."""
    examine_specs((text,))


def test_what_hangs_is_ended() -> None:
    """Even what catches every exception."""
    with pytest.raises(Hang, match="more than 0.05 seconds"), at_most(0.05):
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue


def test_a_failure_names_its_seed() -> None:
    """So that it can be looked at."""

    def examine(texts: tuple[str, ...]) -> None:
        raise ValueError("no")

    figures = Campaign("broken", lambda chance: ("x",), examine).run(range(3, 5))

    assert figures.tried == 2
    assert [one.split(": ")[0] for one in figures.failures] == [
        f"broken, seed {seed}" for seed in (3, 4)
    ]
    assert isinstance(figures, Figures)
