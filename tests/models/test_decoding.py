from __future__ import annotations

import pytest

from models.base import DecodingOptions
from models.decoding import Bounds, bounds, check_options, group


@pytest.mark.parametrize(
    ("tokens", "options", "positions", "expected", "why"),
    [
        (10, DecodingOptions(), 512, Bounds(64, 0), "twice 16 plus 32"),
        (16, DecodingOptions(), 512, Bounds(64, 0), "the step itself"),
        (17, DecodingOptions(), 512, Bounds(96, 0), "the next step"),
        (300, DecodingOptions(), 512, Bounds(512, 0), "never more than the positions"),
        (3000, DecodingOptions(), 8192, Bounds(6032, 0), "beyond the steps: the tokens themselves"),
        (10, DecodingOptions(max_output_tokens=7), 512, Bounds(7, 0), "as asked"),
        (10, DecodingOptions(max_output_tokens=900), 512, Bounds(512, 0), "asked for more than there is"),
        (10, DecodingOptions(min_output_ratio=0.6), 512, Bounds(64, 6), "a share"),
        (11, DecodingOptions(min_output_ratio=0.6), 512, Bounds(64, 7), "rounded up: at least the share"),
        (
            10,
            DecodingOptions(min_output_ratio=1.0, max_output_tokens=4),
            512,
            Bounds(4, 3),
            "room for the end of sentence",
        ),
    ],
)
def test_bounds(tokens, options, positions, expected, why):
    assert bounds(tokens, options, positions) == expected, why


def test_groups_hold_every_text_once_and_do_not_depend_on_the_others():
    lengths = [5, 40, 17, 5, 100, 33]
    groups = group(lengths, DecodingOptions(), 512)
    assert sorted(place for _, places in groups for place in places) == list(range(len(lengths)))
    for limits, places in groups:
        for place in places:
            assert group([lengths[place]], DecodingOptions(), 512) == [(limits, [0])]
    assert [limits.maximum for limits, _ in groups] == [288, 160, 96, 64]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (DecodingOptions(beam_size=0), "beam_size 0: 1 or more"),
        (DecodingOptions(beam_size=2, num_hypotheses=3), r"num_hypotheses 3: 1 to beam_size \(2\)"),
        (DecodingOptions(max_output_tokens=0), "max_output_tokens 0"),
        (DecodingOptions(min_output_ratio=1.5), "min_output_ratio 1.5: a share from 0 to 1"),
        (DecodingOptions(repetition_penalty=0.0), "repetition_penalty 0.0 must be above 0"),
    ],
)
def test_options_out_of_range_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        check_options(options)
