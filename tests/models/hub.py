"""A hub on this machine, with the few answers of the Hugging Face hub's API that a pull needs."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class LocalHub:
    """Serves `{model id: (commit, folder)}`. `status` refuses everything with it; `flip` corrupts the first byte of that file."""

    def __init__(self, models: dict[str, tuple[str, Path]], *, status: int = 200, flip: str = "") -> None:
        self.models, self.status, self.flip = models, status, flip
        self.requests: list[str] = []

    def __enter__(self) -> LocalHub:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Quiet."""

            def do_GET(self) -> None:
                hub.answer(self, body=True)

            def do_HEAD(self) -> None:
                hub.answer(self, body=False)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler, *, body: bool) -> None:
        self.requests.append(f"{request.command} {request.path}")
        if self.status != 200:
            self.send(request, self.status, b"{}", {}, body)
            return
        path = request.path.partition("?")[0].strip("/")
        for model_id, (commit, folder) in self.models.items():
            if path.startswith(f"api/models/{model_id}"):
                self.send(request, 200, json.dumps(self.info(model_id, commit, folder)).encode(), {}, body)
                return
            if path.startswith(f"{model_id}/resolve/{commit}/"):
                file = folder / path.removeprefix(f"{model_id}/resolve/{commit}/")
                data = file.read_bytes()
                headers = {
                    "X-Repo-Commit": commit,
                    "ETag": f'"{hashlib.sha256(data).hexdigest()}"',
                    "Accept-Ranges": "bytes",
                }
                if file.name == self.flip:
                    data = bytes([data[0], *data[1:-1], data[-1] ^ 1])
                self.send(request, 200, data, headers, body)
                return
        self.send(request, 404, b"{}", {"X-Error-Code": "EntryNotFound"}, body)

    def info(self, model_id: str, commit: str, folder: Path) -> dict[str, object]:
        files = []
        for file in sorted(folder.iterdir()):
            entry: dict[str, object] = {"rfilename": file.name, "size": file.stat().st_size}
            if file.suffix in (".safetensors", ".bin", ".spm"):
                digest = hashlib.sha256(file.read_bytes()).hexdigest()
                entry["lfs"] = {"sha256": digest, "size": file.stat().st_size, "pointerSize": 134}
            files.append(entry)
        files.append({"rfilename": "training_args.bin", "size": 9})
        return {
            "id": model_id,
            "modelId": model_id,
            "sha": commit,
            "private": False,
            "tags": [],
            "downloads": 0,
            "siblings": files,
        }

    @staticmethod
    def send(request: BaseHTTPRequestHandler, status: int, data: bytes, headers: dict[str, str], body: bool) -> None:
        request.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            request.send_header(name, value)
        request.end_headers()
        if body:
            request.wfile.write(data)
