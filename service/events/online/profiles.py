"""Profiles as JSON, so that an article is read once and not at every arrival."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from service.events.profile import Profile
from service.events.setting import Setting

VERSION = "2"
"""Rises with every change of what a profile is or how it is read; a store with another is grouped anew."""
_SETS = ("main_days", "days", "first_people", "people", "capitals")


def dump_profile(profile: Profile) -> bytes:
    """The profile as JSON; the terms of the vector keep their order."""
    setting = profile.setting
    kept: dict[str, Any] = {name: sorted(getattr(setting, name)) for name in _SETS}
    kept["places"] = dict(setting.places)
    kept["published"] = setting.published.isoformat() if setting.published else None
    kept["planned"] = setting.planned
    record = {
        "document_id": profile.document_id,
        "day": profile.day,
        "vector": profile.vector,
        "rare": profile.rare,
        "common": profile.common,
        "contrast": dict(profile.contrast),
        "setting": kept,
        "text_key": profile.text_key,
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def load_profile(data: bytes) -> Profile:
    """What `dump_profile` wrote; figures are equal to the last bit."""
    record = json.loads(data)
    kept = record.pop("setting")
    published = kept["published"]
    setting = Setting(
        **{name: frozenset(kept[name]) for name in _SETS},
        places=kept["places"],
        published=date.fromisoformat(published) if published else None,
        planned=kept["planned"],
    )
    return Profile(**{**record, "rare": tuple(record["rare"])}, setting=setting)
