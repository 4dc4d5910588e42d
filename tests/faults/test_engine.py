"""The engine fails, or is too slow for the caller."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import grpc

from tests.faults.conftest import asked, is_right, refused


def test_an_engine_that_raises_fails_the_article_at_fault_and_no_other(faulty):
    server = faulty(seconds=0.05)
    requests = [asked("KABOOM" if i == 3 else i) for i in range(8)]

    def code(request):
        try:
            reply = server.stub.TranslateDocument(request, timeout=20)
        except grpc.RpcError as error:
            return error.code()
        return is_right(reply.translation, request)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(code, requests))
    assert found == [grpc.StatusCode.INTERNAL if i == 3 else True for i in range(8)]
    # It is no scar: the same server goes on, and the article that failed was not kept as a success.
    assert code(asked(9)) is True
    assert code(requests[3]) is grpc.StatusCode.INTERNAL


def test_a_deadline_shorter_than_one_batch(faulty):
    server = faulty(seconds=0.8)
    with refused(grpc.StatusCode.DEADLINE_EXCEEDED):
        server.stub.TranslateDocument(asked(1), timeout=0.2)
    request = asked(2)
    assert is_right(server.stub.TranslateDocument(request, timeout=20).translation, request)
    # What the batch made in spite of it is kept: nothing is computed twice.
    reply = server.stub.TranslateDocument(asked(1), timeout=20)
    assert is_right(reply.translation, asked(1))
