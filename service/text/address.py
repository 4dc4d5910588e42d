"""Whether two web addresses are one page's."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING = re.compile(
    r"(?:utm_|pk_|mtm_|hsa_|ga_|at_(?:medium|campaign)|wt\.)\w*|"
    r"(?:fb|g|y|ms|tt|dc|gb|wb)clid|[gw]braid|mc_[ce]id|_ga|igshid|si|cmpid|cmp|xtor|ocid|ncid|smid|share|source_?type",
    re.IGNORECASE,
)
"""Names of query parameters that say how a reader came to a page, not which page it is."""


def url_key(url: str | None) -> str | None:
    """What two addresses of one page have in common; None for what is no web address.

    Scheme, `www.`, the scheme's usual port, letter case of the host, a slash at the end, an index file, the fragment
    and tracking parameters make no difference (after RFC 3986, section 6); the path's case and other parameters do.
    """
    try:
        parts = urlsplit((url or "").strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return None
    host = parts.hostname.rstrip(".").removeprefix("www.") + (f":{port}" if port not in {None, 80, 443} else "")
    path = re.sub(r"/(?:index\.(?:html?|php))?$", "", re.sub(r"/{2,}", "/", parts.path))
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
    return f"{host}{path}" + (f"?{urlencode(query)}" if query else "")
