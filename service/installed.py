"""Which models run: the ones the settings name, else the best installed, per language."""

from __future__ import annotations

from dataclasses import dataclass

from models import open_engine
from models.base import Engine
from models.catalog import small_models_notice
from models.entailment import EntailmentModel, open_entailment
from models.errors import ModelError
from models.repository import ModelRepository
from models.spec import ModelSpec
from service.config import Settings
from service.errors import ConfigurationError, ModelUnavailableError

#: The languages Tidings translates from; a catalogue model may know more, but only these are routed.
SOURCE_LANGUAGES = ("nb", "nn", "de", "da", "sv")


@dataclass(frozen=True)
class Installed:
    """The loaded engines."""

    translators: dict[str, Engine]
    summarizer: Engine | None
    entailment: EntailmentModel | None = None

    @classmethod
    def open(cls, settings: Settings) -> Installed:
        """Choose and load. One engine a model, however many languages it serves.

        Raises ModelUnavailableError where a chosen model can't be loaded or no translator is there, naming what would
        help; ConfigurationError where a setting names a model of the wrong task or a language it does not serve.
        """
        for code in settings.translators:
            if code not in (*SOURCE_LANGUAGES, "*"):
                raise ConfigurationError(
                    "UNSUPPORTED_LANGUAGE",
                    f"no model can be chosen for {code!r}; good are {', '.join(SOURCE_LANGUAGES)}, or * for all",
                    metadata={"language_code": code},
                )
        repository = ModelRepository(settings.model_dir, converted_dir=settings.converted_dir)
        try:
            installed = repository.installed()
            chosen = {
                code: spec for code in SOURCE_LANGUAGES if (spec := _translator(settings, repository, installed, code))
            }
            if not chosen:
                raise ModelUnavailableError(
                    "NO_MODEL",
                    "no installed model translates Norwegian or German: run `tidings models pull Helsinki-NLP/opus-mt-de-en`",
                )
            engines: dict[str, Engine] = {}
            for spec in chosen.values():
                if spec.id not in engines:
                    engines[spec.id] = _open(spec, repository, settings)
            summary = _summarizer(settings, repository, installed)
            summarizer = _open(summary, repository, settings) if summary else None
            entailment = _entailment(settings, repository, installed) if summarizer else None
        except ModelError as error:
            raise ModelUnavailableError(error.reason, error.message, metadata=error.metadata) from error
        return cls({code: engines[spec.id] for code, spec in chosen.items()}, summarizer, entailment)

    def notice(self) -> str | None:
        """The plain sentence about the bundled models, None where none of them runs."""
        engines = [*self.translators.values(), *([self.summarizer] if self.summarizer else [])]
        return small_models_notice({e.spec.id: e.spec for e in engines}.values())


def _translator(
    settings: Settings, repository: ModelRepository, installed: tuple[ModelSpec, ...], code: str
) -> ModelSpec | None:
    named = settings.translators.get(code) or settings.translators.get("*")
    if not named:
        return next((s for s in installed if s.task == "translation" and code in s.languages), None)
    spec = repository.spec(named)
    if spec.task != "translation":
        raise ConfigurationError("WRONG_TASK", f"{named} is a {spec.task} model, and {code} needs a translation model")
    if code not in spec.languages and code in settings.translators:
        raise ConfigurationError(
            "WRONG_LANGUAGE", f"{named} does not translate {code}; it translates {', '.join(spec.languages)}"
        )
    return spec if code in spec.languages else None


def _summarizer(settings: Settings, repository: ModelRepository, installed: tuple[ModelSpec, ...]) -> ModelSpec | None:
    if settings.summarizer == "extractive":
        return None
    if not settings.summarizer:
        return next((s for s in installed if s.task == "summarization"), None)
    spec = repository.spec(settings.summarizer)
    if spec.task != "summarization":
        raise ConfigurationError(
            "WRONG_TASK", f"{spec.id} is a {spec.task} model, and summaries need a summarization model"
        )
    return spec


def installed_entailment(settings: Settings) -> EntailmentModel | None:
    """The entailment model alone, loaded, None where it is off or none is installed.

    Raises ModelUnavailableError where the one named can't be loaded, ConfigurationError for one of another task.
    """
    repository = ModelRepository(settings.model_dir, converted_dir=settings.converted_dir)
    try:
        return _entailment(settings, repository, repository.installed())
    except ModelError as error:
        raise ModelUnavailableError(error.reason, error.message, metadata=error.metadata) from error


def _entailment(
    settings: Settings, repository: ModelRepository, installed: tuple[ModelSpec, ...]
) -> EntailmentModel | None:
    if settings.entailment == "off":
        return None
    if settings.entailment:
        spec: ModelSpec | None = repository.spec(settings.entailment)
    else:
        spec = next((s for s in installed if s.task == "entailment"), None)
    if spec is None:
        return None
    if spec.task != "entailment":
        raise ConfigurationError(
            "WRONG_TASK", f"{spec.id} is a {spec.task} model, and the check of summaries needs an entailment model"
        )
    return open_entailment(spec, repository, device=settings.device, threads=settings.threads)


def _open(spec: ModelSpec, repository: ModelRepository, settings: Settings) -> Engine:
    return open_engine(
        spec,
        repository,
        engine=settings.engine,
        compute_type="float32" if settings.exact else settings.compute_type,
        device=settings.device,
        threads=settings.threads,
        replicas=settings.replicas,
    )
