"""Where a pipeline runs: `local` in threads of this process. Knows no stage of it; imports nothing of Tidings."""

from __future__ import annotations

from service.executor.local import LocalExecutor

__all__ = ["LocalExecutor"]
