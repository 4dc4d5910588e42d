"""Makes service/text/detection_weights.npy and the tables of service/languages/shared/detection.toml that go with it.

    .venv/bin/python -m models.training.detection --pairs ../shared/training/pairs.tsv.xz --packs PACKS

PACKS is a folder of Firefox language packs (`langpack-CODE@*.xpi`, MPL-2.0; Debian: `apt-get download
firefox-esr-l10n-CODE`, then `dpkg-deb -x`). Also needs a C compiler, wordfreq and simplemma (MIT; its dictionaries come from
Wiktionary, the Lexical masterfiles and others). About half an hour on one core.

The weights that ship are the mean of two runs, the first with an earlier form of this recipe. One run differs from the next
by about half a point on word pairs of the development data (88.2, 89.1; their mean 88.8), so judge a change by more than one.
"""
