"""The campaigns: each makes inputs of one kind and says what they must not do."""

from __future__ import annotations

from random import Random

from fuzz import corpus
from fuzz.campaign import Campaign
from fuzz.examine import (
    examine_build,
    examine_bytes,
    examine_command,
    examine_filters,
    examine_import,
    examine_settings,
    examine_specs,
)
from fuzz.examine_metadata import examine_update
from fuzz.mutate import exchanged, flipped, mutated
from fuzz.soup import sentence, soup
from importers.test_dialects import ODATA, RANGES

_FILTERS = [written for written, _ in (*RANGES, *ODATA)]
_FILTER_WORDS = (
    "( ) ! && || == = != <= like \"A*\" '' 'x eq ne and or not null true in , a b :: 1 -2.5"
    " 1\\1\\2021 2021-01-01 startswith(a,'b') T.F *"
).split(" ")
_FOREIGN = (".md", ".keys.csv", ".schema.json", ".plan.toml")


def _mutated_spec(chance: Random) -> tuple[str, ...]:
    texts = corpus.specs()
    return (mutated(chance.choice(texts), chance, texts),)


def _mutated_project(chance: Random) -> tuple[str, ...]:
    files = list(chance.choice(corpus.projects()))
    at = chance.randrange(len(files))
    files[at] = mutated(files[at], chance, corpus.specs())
    return tuple(files)


def _slightly_damaged(chance: Random) -> tuple[str, ...]:
    """Files of a sound project, in one of which a word is another one: many of them are sound, too."""
    files = list(chance.choice(corpus.sound_projects()))
    at = chance.randrange(len(files))
    files[at] = exchanged(files[at], chance, files)
    return tuple(files)


def _bytes(chance: Random) -> tuple[str, ...]:
    data = chance.choice(corpus.specs()).encode("utf-8", "surrogatepass")
    return (flipped(data, chance).decode("latin-1"),)


def _settings(chance: Random) -> tuple[str, ...]:
    texts = corpus.settings()
    return (mutated(chance.choice(texts), chance, texts),)


def _sentences(chance: Random) -> tuple[str, ...]:
    text = sentence(chance)
    return (mutated(text, chance, corpus.specs()) if chance.random() < 0.3 else text,)


def _soup(chance: Random) -> tuple[str, ...]:
    return (soup(chance, chance.choice((3, 10, 50, 400))),)


def _foreign(chance: Random) -> tuple[str, ...]:
    """Sources of an import, one or all of them damaged; a source may be missing."""
    every = chance.random() < 0.3
    damaged = chance.randrange(len(_FOREIGN))
    texts = []
    for number, suffix in enumerate(_FOREIGN):
        known = corpus.foreign(suffix)
        text = chance.choice(known) if not number or chance.random() < 0.7 else ""
        if text and (every or number == damaged):
            text = mutated(text, chance, known)
        texts.append(text)
    return tuple(texts)


def _metadata(chance: Random) -> tuple[str, ...]:
    """A spec and the metadata of a service, of one case or of two, one of them damaged, and wishes."""
    spec, metadata = corpus.update(chance.choice(corpus.updates()))
    if chance.random() < 0.3:
        spec, _ = corpus.update(chance.choice(corpus.updates()))
    if chance.random() < 0.5:
        spec = exchanged(spec, chance, [spec])
    else:
        metadata = exchanged(metadata, chance, [metadata])
    if chance.random() < 0.2:
        metadata = mutated(metadata, chance, [metadata])
    wishes = chance.choices(("fields", "prune", "all", ""), k=3)
    return spec, metadata, " ".join(wishes)


def _filter(chance: Random) -> tuple[str, ...]:
    if chance.random() < 0.5:
        text = mutated(chance.choice(_FILTERS), chance, _FILTERS)
        return (" ".join(text.split()),)
    return (" ".join(chance.choices(_FILTER_WORDS, k=chance.randint(1, 30))),)


CAMPAIGNS = (
    Campaign("damaged specs", _mutated_spec, examine_specs),
    Campaign("damaged projects", _mutated_project, examine_specs),
    Campaign("damaged bytes", _bytes, examine_bytes),
    Campaign("sentences of the grammar", _sentences, examine_specs),
    Campaign("words of the grammar", _soup, examine_specs),
    Campaign("damaged settings", _settings, examine_settings),
    Campaign("damaged sources of imports", _foreign, examine_import),
    Campaign("damaged metadata", _metadata, examine_update),
    Campaign("filters of both dialects", _filter, examine_filters),
    Campaign("commands on damaged projects", _mutated_project, examine_command),
    Campaign("builds of damaged projects", _slightly_damaged, examine_build),
)
