"""The code digest sees every change of code or language data, and nothing else."""

from __future__ import annotations

import shutil
import types

from service.corpus import basis


def test_the_digest_follows_the_code(tmp_path, monkeypatch):
    package = tmp_path / "service"
    (package / "languages").mkdir(parents=True)
    (package / "a.py").write_text("x = 1")
    (package / "languages" / "nb.toml").write_text("a = 1")
    monkeypatch.setattr(basis, "service", types.SimpleNamespace(__path__=[str(package)]))
    monkeypatch.setattr(basis, "models", types.SimpleNamespace(__path__=[str(package)]))
    digest = basis.code_digest.__wrapped__
    first = digest()
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "a.pyc").write_bytes(b"1")
    assert digest() == first, "what Python leaves behind is no code"
    shutil.copytree(package, tmp_path / "elsewhere" / "service")
    monkeypatch.setattr(basis, "service", types.SimpleNamespace(__path__=[str(tmp_path / "elsewhere" / "service")]))
    assert digest() == first, "where it lies is no matter"
    for name in ("a.py", "languages/nb.toml"):
        (package / name).write_text("y = 2")
        monkeypatch.setattr(basis, "service", types.SimpleNamespace(__path__=[str(package)]))
        assert digest() != first, name
        first = digest()
