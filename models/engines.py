"""The engines there are, one line each.

A new engine is one module with a class that meets models.base.Engine, a function that opens it, and its line here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from models.base import Engine
from models.errors import UnsupportedModelError
from models.spec import ModelSpec

if TYPE_CHECKING:
    from models.repository import ModelRepository

Opener = Callable[..., Engine]


def _ctranslate2(
    spec: ModelSpec, repository: ModelRepository, *, compute_type: str, device: str, threads: int, replicas: int
) -> Engine:
    from models.ctranslate2_engine import CTranslate2Engine

    return CTranslate2Engine(
        spec,
        repository.locate(spec),
        repository.converted_dir,
        slug=repository.slug(spec),
        compute_type=compute_type,
        device=device,
        threads=threads,
        replicas=replicas,
        memo=repository.memo,
    )


def _transformers(
    spec: ModelSpec, repository: ModelRepository, *, compute_type: str, device: str, threads: int, replicas: int
) -> Engine:
    from models.transformers_engine import TransformersEngine

    if replicas > 1:
        raise UnsupportedModelError(f"replicas {replicas}: engine 'transformers' decodes one batch at a time")
    return TransformersEngine(spec, repository.locate(spec), compute_type=compute_type, device=device, threads=threads)


ENGINES: dict[str, Opener] = {
    "ctranslate2": _ctranslate2,
    "transformers": _transformers,
}


def opener(name: str) -> Opener:
    """The function that opens engine `name`. Raises UnsupportedModelError naming those there are."""
    if name not in ENGINES:
        raise UnsupportedModelError(f"no engine {name!r}; there are {', '.join(ENGINES)}", metadata={"engine": name})
    return ENGINES[name]
