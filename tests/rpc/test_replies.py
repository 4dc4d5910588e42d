"""What of the domain becomes of a message."""

from __future__ import annotations

from service.domain import (
    Flag,
    FlagCode,
    Notice,
    NoticeKind,
    Source,
    Summary,
    SummarySentence,
    TranslatedQuotation,
)
from service.rpc.replies import sentence_messages, summary_message


def test_a_sentence_has_its_sources_flags_and_quotations():
    source = Source("a", "p1.s1", "“We sail,” she said.", "«Vi seiler», sa hun.")
    quotation = TranslatedQuotation("We sail", "Vi seiler")
    sentence = SummarySentence(source.text, (source,), (Flag(FlagCode.NAME, "Moen"),), (quotation,))
    (message,) = sentence_messages([sentence])
    assert message.text == source.text
    assert [(s.document_id, s.segment_id, s.original) for s in message.sources] == [("a", "p1.s1", source.original)]
    assert [(q.text, q.original) for q in message.quotations] == [("We sail", "Vi seiler")]
    assert len(message.flags) == 1


def test_a_notice_says_what_is_doubted_of_its_english():
    doubted = Notice(
        NoticeKind.CORRECTION, "The sum was wrong.", "Summen var feil.", (Flag(FlagCode.NUMBER, "40 -> ?"),)
    )
    (notice,) = summary_message(Summary("a", None, (), (doubted,), None)).notices
    assert (notice.text, notice.original) == (doubted.text, doubted.original)
    assert [flag.detail for flag in notice.flags] == ["40 -> ?"]
