"""Cache keys: what must differ differs, what must not doesn't."""

from __future__ import annotations

import hashlib

import pytest

from service.store import cache_key, canonical_json


def test_canonical_json_is_sorted_compact_and_unescaped():
    assert canonical_json({"b": "ø", "a": [1, None]}) == '{"a":[1,null],"b":"ø"}'.encode()


def test_key_is_the_sha256_of_it():
    assert cache_key({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"texts": ["ab", "c"]}, {"texts": ["a", "bc"]}, "a joined text would collide"),
        ({"texts": ["a|b"]}, {"texts": ["a", "b"]}, "a separator inside a text is not a separator"),
        ({"text": "a", "model": "1"}, {"text": "a", "model": "2"}, "a new model revision is another key"),
        ({"text": "1"}, {"text": 1}, "a number is not its spelling"),
        ({"text": None}, {}, "null is not absence"),
    ],
)
def test_keys_part(one, other, reason):
    assert cache_key(one) != cache_key(other), reason


def test_order_of_the_mapping_does_not_matter():
    assert cache_key({"a": 1, "b": 2}) == cache_key({"b": 2, "a": 1})


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_values_without_a_word_are_refused(bad):
    with pytest.raises(ValueError, match="JSON"):
        cache_key({"score": bad})
