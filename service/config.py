"""Settings: one frozen object, built once at the door.

Values come from, in rising order: defaults, a TOML file, TIDINGS_* variables of the environment handed in, and
explicit overrides (command-line flags). Nothing else in Tidings reads the environment or a configuration file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from service.errors import ConfigurationError

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


@dataclass(frozen=True)
class Settings:
    """Everything that can be chosen.

    `translators` maps a source language to the id (or folder) of the model that serves it, `*` for every other; the
    best installed one where it is empty. `summarizer` is a model id, a folder, `extractive`, or empty for the best installed.
    `entailment` is the model that checks what a summariser wrote: an id, a folder, `off`, or empty for the best installed
    (none is bundled). `exact` decodes in float32, so that a segment's text does not depend on what is decoded beside it.
    `threads` and `replicas` 0 mean: from the cores at hand. Sizes are bytes, times seconds.
    """

    cache_path: Path = field(default_factory=lambda: Path(platformdirs.user_cache_dir("tidings")) / "cache.sqlite3")
    cache_max_bytes: int = 2_000_000_000
    memory_path: Path = field(default_factory=lambda: Path(platformdirs.user_data_dir("tidings")) / "memory.sqlite3")
    """The translation memory: what people approved. No cache command touches it."""
    events_path: Path = field(default_factory=lambda: Path(platformdirs.user_data_dir("tidings")) / "events.sqlite3")
    """The events store: articles that were added, their events, and every version of those. No cache command touches it."""
    glossary_dir: Path = field(default_factory=lambda: Path(platformdirs.user_config_dir("tidings")) / "glossaries")
    """Where NAME.toml and NAME.tsv are glossaries that can be named."""
    glossaries: tuple[str, ...] = ()
    """Glossaries, by name or file, that hold for every document; the first wins."""
    model_dir: Path = field(default_factory=lambda: Path(platformdirs.user_data_dir("tidings")) / "models")
    converted_dir: Path = field(default_factory=lambda: Path(platformdirs.user_cache_dir("tidings")) / "models")
    """The model cache: checkpoints converted for an engine. May be deleted; they are converted again."""
    translators: Mapping[str, str] = field(default_factory=dict)
    summarizer: str = ""
    entailment: str = ""
    engine: str = "ctranslate2"
    compute_type: str = "default"
    device: str = "auto"
    exact: bool = False
    beam_size: int = 4
    repair: bool = True
    threads: int = 0
    replicas: int = 0
    workers: int = 0
    """Documents in work at once in a corpus run or a server; 0: from the cores at hand, in a server that shares batches 32."""
    batching: str = "shared"
    """How a server fills the engine's batches: `shared`, with segments of all callers, or `document`, as a corpus run does."""
    batch_tokens: int = 640
    """Input tokens of a shared batch, padding counted."""
    batch_window_seconds: float = 0.005
    """How long a shared batch that is not full waits for more while the engine is busy."""
    summary_length: str = "paragraph"
    """`headline`, `sentence`, `paragraph`, or a number of words."""
    host: str = "127.0.0.1"
    port: int = 50051
    queue_size: int = 64
    """Requests that may wait for the engines; one more is refused with RESOURCE_EXHAUSTED."""
    max_document_bytes: int = 1_000_000
    max_message_bytes: int = 32 * 1024 * 1024
    max_documents: int = 200
    """Documents in one GroupDocuments or SummarizeEvent request."""
    reflection: bool | None = None
    """None: on for loopback addresses only."""
    grace_seconds: float = 30.0
    """How long a drain waits for calls in work."""
    tls_certificate: Path | None = None
    """PEM: the server's certificate and what chains it to its root. With `tls_key` it turns TLS on."""
    tls_key: Path | None = None
    tls_client_ca: Path | None = None
    """PEM: clients must show a certificate that these sign (mutual TLS)."""
    keys_path: Path | None = None
    """The file of API keys (`tidings keys`): every call but health needs one. None: no keys are asked for."""
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    """Where Prometheus asks, over plain HTTP; None: nowhere. 0: any free port."""
    otlp_endpoint: str = ""
    """Where OpenTelemetry spans are sent over gRPC, such as http://127.0.0.1:4317; empty: nowhere. Needs the extra `otel`."""
    log_level: str = "INFO"
    log_format: str = "text"
    """`text` or `json`."""

    def __post_init__(self) -> None:
        self._one_of("engine", ("ctranslate2", "transformers"))
        self._one_of(
            "compute_type", ("default", "int8", "int8_float32", "int8_float16", "float32", "float16", "bfloat16")
        )
        self._one_of("batching", ("shared", "document"))
        self._one_of("device", ("auto", "cpu", "cuda"))
        self._one_of("log_level", ("DEBUG", "INFO", "WARNING", "ERROR"))
        self._one_of("log_format", ("text", "json"))
        if (self.tls_certificate is None) != (self.tls_key is None):
            given, missing = ("tls_key", "tls_certificate") if self.tls_key else ("tls_certificate", "tls_key")
            raise ConfigurationError("INVALID_SETTING", f"{given} was given without {missing}: TLS needs both")
        if self.tls_client_ca is not None and self.tls_certificate is None:
            raise ConfigurationError(
                "INVALID_SETTING",
                "tls_client_ca asks clients for certificates, which needs tls_certificate and tls_key",
            )
        if self.otlp_endpoint and not self.otlp_endpoint.startswith(("http://", "https://")):
            self._bad("otlp_endpoint", self.otlp_endpoint, "an address like http://127.0.0.1:4317")
        if self.exact and self.compute_type not in ("default", "float32"):
            raise ConfigurationError(
                "INVALID_SETTING",
                f"exact needs compute_type float32, and {self.compute_type!r} was asked for: leave one of them out",
            )
        words = self.summary_length
        if words not in ("headline", "sentence", "paragraph") and not (
            words.isascii() and words.isdigit() and 10 <= int(words) <= 1000
        ):
            self._bad("summary_length", words, "headline, sentence, paragraph, or 10 to 1000 words")
        for name, low, high in (
            ("beam_size", 1, 32),
            ("port", 0, 65535),
            ("queue_size", 1, 100_000),
            ("batch_tokens", 16, 65_536),
            ("batch_window_seconds", 0, 1),
            ("max_documents", 1, 10_000),
            ("cache_max_bytes", 1_000_000, 2**50),
            ("max_document_bytes", 1, 2**31 - 1),
            ("max_message_bytes", 1, 2**31 - 1),
            ("grace_seconds", 0, 86_400),
            ("metrics_port", 0, 65535),
        ):
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                self._bad(name, value, f"a number from {low:,} to {high:,}")

    def _one_of(self, name: str, good: tuple[str, ...]) -> None:
        if getattr(self, name) not in good:
            self._bad(name, getattr(self, name), f"one of {', '.join(good)}")

    @staticmethod
    def _bad(name: str, value: object, good: str) -> None:
        raise ConfigurationError(
            "INVALID_SETTING",
            f"{name} is {value!r}; it should be {good}",
            metadata={"setting": name, "value": str(value)},
        )

    @classmethod
    def load(
        cls,
        config: Path | None = None,
        overrides: Mapping[str, object] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Settings:
        """Read `config` (else the file named by TIDINGS_CONFIG in `environ`, else none), the environment and the overrides.

        Overrides that are None are not given. Raises ConfigurationError for a file that can't be read, an unknown
        setting or a value of the wrong kind, naming the good ones.
        """
        environ = environ or {}
        path = config or (Path(environ["TIDINGS_CONFIG"]) if environ.get("TIDINGS_CONFIG") else None)
        values: dict[str, object] = dict(_read(path)) if path else {}
        known = {f.name: f for f in fields(cls)}
        for name in known:
            if f"TIDINGS_{name.upper()}" in environ:
                values[name] = environ[f"TIDINGS_{name.upper()}"]
        values.update({k: v for k, v in (overrides or {}).items() if v is not None})
        for name in values:
            if name not in known:
                raise ConfigurationError(
                    "UNKNOWN_SETTING", f"there is no setting {name!r}; there are {', '.join(sorted(known))}"
                )
        return cls(**{name: _convert(name, str(known[name].type), value) for name, value in values.items()})

    def reloaded(self, new: Settings) -> tuple[Settings, list[str], list[str]]:
        """These settings with what of `new` a running server can take over; the names taken, and those that need a restart."""
        changed = [f.name for f in fields(self) if getattr(self, f.name) != getattr(new, f.name)]
        taken = [name for name in changed if name in LIVE]
        return (
            replace(self, **{name: getattr(new, name) for name in taken}),
            taken,
            [n for n in changed if n not in LIVE],
        )


LIVE = frozenset({"max_document_bytes", "max_documents", "grace_seconds", "log_level", "log_format"})
"""Settings that a running server takes over on SIGHUP; the contents of the keys file and of the TLS files are read again too."""


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            "NO_CONFIG", f"the configuration file {path} can't be read: {error.strerror}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError("BAD_CONFIG", f"the configuration file {path} is not TOML: {error}") from error


def _convert(name: str, kind: str, value: object) -> Any:
    """A TOML, environment or flag value as the setting's own kind."""
    if kind.endswith("| None") and value == "":
        return None
    convert = next((f for k, f in _KINDS.items() if kind.startswith(k)), str)
    try:
        return convert(value)
    except ValueError as error:
        raise ConfigurationError(
            "INVALID_SETTING",
            f"{name} is {value!r}; it should be of kind {kind}",
            metadata={"setting": name, "value": str(value)},
        ) from error


def _to_bool(value: object) -> bool:
    text = str(value).strip().lower()
    if text not in _TRUE | _FALSE:
        raise ValueError(value)
    return text in _TRUE


def _to_mapping(value: object) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(k): str(v) for k, v in value.items()}
    # TIDINGS_TRANSLATORS="de=Helsinki-NLP/opus-mt-de-en,*=tidings-mt-small"
    return dict(part.split("=", 1) for part in str(value).split(",") if part)


def _to_names(value: object) -> tuple[str, ...]:
    # TIDINGS_GLOSSARIES="court,sports"
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, list | tuple):
        raise ValueError(value)
    return tuple(name for name in (str(name).strip() for name in names) if name)


_KINDS: dict[str, Callable[[object], object]] = {
    "Path": lambda value: Path(str(value)).expanduser(),
    "bool": _to_bool,
    "int": lambda value: int(str(value).replace("_", "")),
    "float": lambda value: float(str(value)),
    "Mapping": _to_mapping,
    "tuple": _to_names,
}
