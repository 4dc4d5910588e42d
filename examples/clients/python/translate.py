"""python translate.py HOST:PORT FILE…: stream articles to a Tidings server and print them in English."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc

from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc


def connect(address: str) -> grpc.Channel:
    """Over TLS where TIDINGS_CA names a PEM file of authorities, in the clear where it does not."""
    if "TIDINGS_CA" not in os.environ:
        return grpc.insecure_channel(address)
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(Path(os.environ["TIDINGS_CA"]).read_bytes()))


def requests(paths: list[str]) -> Iterator[pb.StreamTranslateDocumentsRequest]:
    for path in paths:
        text = Path(path).read_text(encoding="utf-8")
        yield pb.StreamTranslateDocumentsRequest(document=pb.Document(document_id=path, text=text))


def main() -> int:
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    address, *paths = sys.argv[1:]
    bad = 0
    metadata = [("authorization", f"Bearer {os.environ['TIDINGS_KEY']}")] if "TIDINGS_KEY" in os.environ else []
    with connect(address) as channel:
        stub = newsroom_pb2_grpc.NewsroomServiceStub(channel)
        for reply in stub.StreamTranslateDocuments(requests(paths), timeout=600, metadata=metadata):
            if reply.WhichOneof("outcome") == "status":
                bad += 1
                print(f"{reply.document_id}: refused: {reply.status.message}", file=sys.stderr)
            else:
                print(f"# {reply.translation.title or reply.document_id}\n\n{reply.translation.text}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
