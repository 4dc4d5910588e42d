import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from tests.fakes import FakeEngine
from tests.rpc.conftest import running
from tidings.v1 import newsroom_pb2 as pb
from tidings.v1 import newsroom_pb2_grpc

NB = "Tingretten dømte mannen til tre års fengsel, sier politiet i Bergen."


@pytest.fixture(scope="module")
def stub():
    with (
        running(FakeEngine(lambda text: text.replace("mannen", "the man"))) as server,
        grpc.insecure_channel(f"127.0.0.1:{server.port}") as channel,
    ):
        yield newsroom_pb2_grpc.NewsroomServiceStub(channel)


def fields(error: grpc.RpcError) -> list[str]:
    status = rpc_status.from_call(error)
    bad = error_details_pb2.BadRequest()
    assert any(detail.Unpack(bad) for detail in status.details)
    return [violation.field for violation in bad.field_violations]


def test_a_page_keeps_its_tags_and_attributes(stub):
    linked = NB.replace("politiet", "<a href='/p?a=1&amp;b=2'>politiet</a>")
    html = f'<p class="a">{linked}</p><!-- x -->'
    out = stub.TranslateHtml(pb.TranslateHtmlRequest(html=html, language_code="nb"))
    assert out.source_language_code == "nb"
    assert [s.original for s in out.segments] == [NB]
    assert "<a href='/p?a=1&amp;b=2'>" in out.html
    assert out.html.startswith('<p class="a">')
    assert out.html.endswith("</p><!-- x -->")
    assert out.provenance.model_id == "fake-translation"


@pytest.mark.parametrize(("html", "field"), [("", "html"), ("<p></p>", "html"), ("x" * 1_000_001, "html")])
def test_html_without_words_or_too_long_is_refused(stub, html, field):
    with pytest.raises(grpc.RpcError) as caught:
        stub.TranslateHtml(pb.TranslateHtmlRequest(html=html, language_code="nb"))
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert fields(caught.value) == [field]


def test_terms_of_a_request_are_told_with_their_place(stub):
    request = pb.TranslateDocumentRequest(
        document=pb.Document(document_id="a", text=NB, language_code="nb"),
        glossary=pb.Glossary(
            terms=[
                pb.GlossaryTerm(
                    source="tingrett", target="district court", language_code="nb", inflection="noun.masculine"
                )
            ],
            protected=["Bergen"],
        ),
    )
    translation = stub.TranslateDocument(request).translation
    found = {t.source: t for t in translation.terms}
    assert set(found) == {"Tingretten", "Bergen"}
    assert found["Bergen"].applied
    segment = translation.segments[0]
    assert segment.text[found["Bergen"].text_start : found["Bergen"].text_end] == "Bergen"
    assert segment.original[found["Tingretten"].start : found["Tingretten"].end] == "Tingretten"
    assert "|glossary:" in translation.provenance.signature


@pytest.mark.parametrize(
    ("request_fields", "field"),
    [
        ({"glossary": pb.Glossary(terms=[pb.GlossaryTerm(source="", target="x")])}, "glossary.terms[0].source"),
        ({"glossary_names": ["nowhere"]}, "glossary_names[0]"),
        ({"glossary_names": ["../../etc/passwd"]}, "glossary_names[0]"),
    ],
)
def test_a_bad_glossary_is_refused_with_its_field(stub, request_fields, field):
    document = pb.Document(document_id="a", text=NB, language_code="nb")
    with pytest.raises(grpc.RpcError) as caught:
        stub.TranslateDocument(pb.TranslateDocumentRequest(document=document, **request_fields))
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert fields(caught.value) == [field]
