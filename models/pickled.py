"""Pickled weights -> safetensors, in a process that unpickles nothing but tensors (torch.load, weights_only).

Older hub repositories, OPUS-MT among them, publish `pytorch_model.bin` only. `python -m models.pickled FOLDER` is that process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from models.errors import UnsafeWeightsError
from models.files import WEIGHTS

PICKLE = "pytorch_model.bin"


def rewrite(folder: Path) -> Path:
    """Write FOLDER/model.safetensors from its pytorch_model.bin, in a child process. Raises UnsafeWeightsError if refused."""
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH")])
    )
    command = [sys.executable, "-m", "models.pickled", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise UnsafeWeightsError(
            f"{folder / PICKLE} was refused: it holds more than tensors, or is damaged ({last[0][:300]})",
            metadata={"file": str(folder / PICKLE)},
        )
    return folder / WEIGHTS


def rewrite_here(folder: Path) -> None:
    """The work itself; imports torch. Tied tensors are written once, as transformers expects them."""
    import torch
    from safetensors.torch import save_file

    state = torch.load(folder / PICKLE, map_location="cpu", weights_only=True)
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        raise ValueError("no flat mapping of names to tensors")
    kept: dict[str, torch.Tensor] = {}
    seen: set[tuple[int, tuple[int, ...]]] = set()
    for name, tensor in state.items():
        place = (tensor.data_ptr(), tuple(tensor.shape))
        if place not in seen:
            seen.add(place)
            kept[name] = tensor.contiguous().clone()
    temporary = folder / f"{WEIGHTS}.{os.getpid()}.tmp"
    save_file(kept, temporary, metadata={"format": "pt"})
    temporary.replace(folder / WEIGHTS)


if __name__ == "__main__":
    rewrite_here(Path(sys.argv[1]))
