"""Articles that are one page at two times: the same address under two document ids, with near-equal texts.

One outlet speaks once, and its latest text counts: the earlier one stays a member of its event and says nothing in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from service.events.article import Article
from service.text.address import url_key


def same_page(one: Article, other: Article) -> bool:
    """Whether both have one address, but for what makes no other page of it (scheme, `www.`, tracking, fragment)."""
    address = url_key(one.translation.url)
    return address is not None and address == url_key(other.translation.url)


def superseded(articles: Sequence[Article], copies: Sequence[Sequence[str]]) -> frozenset[str]:
    """Document ids of those that a later text of the same page takes the place of; `copies` are the groups of near-equal texts.

    Later is what was updated, else published, later; of equal or unknown times the higher id, so that no order of arrival counts.
    """
    by_id = {article.document_id: article for article in articles}
    out: set[str] = set()
    for group in copies:
        pages: defaultdict[str, list[Article]] = defaultdict(list)
        for document_id in group:
            if (address := url_key(by_id[document_id].translation.url)) is not None:
                pages[address].append(by_id[document_id])
        for versions in pages.values():
            latest = max(versions, key=_when)
            out.update(version.document_id for version in versions if version is not latest)
    return frozenset(out)


def _when(article: Article) -> tuple[str, str]:
    translation = article.translation
    return translation.updated_at or translation.published_at or "", translation.document_id
