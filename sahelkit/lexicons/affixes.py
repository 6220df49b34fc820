"""Forms of a trigger: the rows of events.csv, expanded by rules when the lexicon is built.

Here Indonesian: `meN-` and `peN-…-an` with their nasals, `di-`, `ter-`, `memper-`, `ber-`; `lexicons.endings` has
English and French. A form keeps its voice (`kind`), and its row with one more cell, `tense`. The first word of a
phrase carries the affix: `tarik pasukan` gives "menarik pasukan". Clitics (-nya, -lah) are the scan's; what no rule
gives stands in the TOML files under [events]. A noun by rule may be one that nobody writes; it does no harm.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from sahelkit.errors import LexiconError
from sahelkit.lexicons import endings
from sahelkit.lexicons.endings import Form
from sahelkit.lexicons.tables import section

Expanded = tuple[str, str, str, str, Mapping[str, str]]

_VOWELS = re.compile("[aeiou]")
_NASALS = {"b": "m", "f": "m", "p": "m", "v": "m", "c": "n", "d": "n", "j": "n", "t": "n", "z": "n", "s": "ny",
           "l": "", "m": "", "n": "", "r": "", "w": "", "y": ""}  # fmt: skip
_DROPPED = "ptks"


def expand_event(row: Mapping[str, str]) -> Iterable[Expanded]:
    """Give every surface form of an events.csv row, with its voice and the rule that made it.

    Kinds: `active`, `passive`, `noun`, `victim`; `bare` (an Indonesian root without its prefix, as headlines write
    it: "Mali Usir Dubes"); `participle` (English and French, active or passive by its auxiliary); `infinitive`.
    Known failures: nouns by rule that do not exist ("penjanjian"); a French present and past participle that only
    an accent tells apart ("menace", "menacé") meet in the scan, which folds accents.

    Parameters
    ----------
    row : mapping
        One checked row: language, form, pos, event_type and the rest.

    Returns
    -------
    iterable of tuple
        (kind, event_type, form, rule, data); forms in lower case, none twice in one voice; data is the row with
        `tense` added (present past imperfect future conditional gerund, or blank).

    Raises
    ------
    LexiconError
        For a part of speech that the language does not have.

    Examples
    --------
    >>> row = {"language": "id", "form": "tarik pasukan", "pos": "meN", "event_type": "RETREAT"}
    >>> [(kind, form) for kind, _, form, _, _ in expand_event(row)]  # doctest: +NORMALIZE_WHITESPACE
    [('active', 'menarik pasukan'), ('passive', 'ditarik pasukan'), ('passive', 'pasukan ditarik'),
     ('bare', 'tarik pasukan'), ('noun', 'penarikan pasukan')]
    >>> row = {"language": "en", "form": "ban", "pos": "verb", "event_type": "COERCE"}
    >>> [(kind, form) for kind, _, form, _, _ in expand_event(row)]
    [('infinitive', 'ban'), ('active', 'bans'), ('active', 'banning'), ('participle', 'banned')]
    >>> row = {"language": "fr", "form": "frappe aérienne", "pos": "noun", "event_type": "ASSAULT"}
    >>> [form for _, _, form, _, _ in expand_event(row)]
    ['frappe aérienne', 'frappes aériennes']
    """
    forms = {"id": _indonesian, "en": endings.english, "fr": endings.french}[row["language"]](row["form"], row["pos"])
    seen: set[tuple[str, str]] = set()
    with_tense: dict[str, Mapping[str, str]] = {}
    for form in forms:
        if (form.kind, form.text) not in seen:
            seen.add((form.kind, form.text))
            data = with_tense.setdefault(form.tense, {**row, "tense": form.tense})
            rule = f"events:{row['event_type']}:{row['form']}+{form.affix}"
            yield form.kind, row["event_type"], form.text, rule, data


def nasal(start: str, root: str) -> list[str]:
    """Join `me` or `pe` to a root with the nasal that its first sound asks for.

    p, t, k and s give way to the nasal, but stay before another consonant (mengkritik, memproses); roots of one
    syllable take menge-, which the press also writes without -nge-; loans listed in id.toml are written both ways.

    Examples
    --------
    >>> [nasal("me", root)[0] for root in ("tarik", "serang", "paksa", "kerahkan", "usir", "larang", "bunuh")]
    ['menarik', 'menyerang', 'memaksa', 'mengerahkan', 'mengusir', 'melarang', 'membunuh']
    >>> nasal("me", "kritik"), nasal("pe", "bom"), nasal("me", "konfirmasi")
    (['mengkritik'], ['pengebom', 'pembom'], ['mengonfirmasi', 'mengkonfirmasi'])
    """
    cluster = root[:2] in ("sy", "kh") or root[1:2] not in "aeiou"
    head = "n" if root.startswith("sy") or (root[0] == "s" and cluster) else _NASALS.get(root[0], "ng")
    head = "" if root.startswith(("ny", "ng")) else head
    kept = start + (head if head != "ny" else "n") + root
    if len(_VOWELS.findall(root)) == 1:
        return [f"{start}nge{root}", kept]
    if root[0] not in _DROPPED or cluster:
        return [kept]
    dropped = start + head + root[1:]
    return [dropped, kept] if root.startswith(tuple(section("id", "events")["loans"])) else [dropped]


def _indonesian(lemma: str, pos: str) -> Iterator[Form]:
    root, _, rest = lemma.partition(" ")
    tail = f" {rest}" if rest else ""
    if pos in ("base", "noun", "victim"):
        kind = "active" if pos == "base" else pos
        yield Form(kind, "", "0", lemma)
        if pos == "noun" and not tail:  # "serangan-serangan" is one trigger
            yield Form("noun", "", "plural", f"{lemma}-{lemma}")
    elif pos == "ber-":
        yield Form("active", "", "ber-", ber(root) + tail)
    elif pos in ("meN", "meN-kan", "meN-i"):
        yield from _men(root, pos[4:], tail)
    elif pos in ("memper", "memper-kan", "memper-i"):
        yield from _memper(root, pos[7:], tail)
    else:
        raise LexiconError(f"events.csv, {lemma!r}: no part of speech {pos!r} in Indonesian", column="pos")


def _men(root: str, suffix: str, tail: str) -> Iterator[Form]:
    known = section("id", "events")
    end = f"-{suffix}" if suffix else ""
    for form in nasal("me", root):
        yield Form("active", "", f"meN-{end}".rstrip("-"), form + suffix + tail)
    yield Form("passive", "", f"di-{end}".rstrip("-"), f"di{root}{suffix}{tail}")
    if tail:  # "sanksi dicabut": a passive likes its subject before it
        yield Form("passive", "", f"di-{end}".rstrip("-"), f"{tail.strip()} di{root}{suffix}")
    if tail or root + suffix not in known["no_bare"]:
        yield Form("bare", "", f"0{end}", f"{root}{suffix}{tail}")
    if root in known["ter"] and not suffix:
        yield Form("passive", "", "ter-", f"ter{root}{tail}")
    if root + suffix not in known["no_noun"]:
        for form in nasal("pe", root):
            yield Form("noun", "", "peN-an", f"{form}an{tail}")


def _memper(root: str, suffix: str, tail: str) -> Iterator[Form]:
    end = f"-{suffix}" if suffix else ""
    yield Form("active", "", f"memper{end}", f"memper{root}{suffix}{tail}")
    yield Form("passive", "", f"diper{end}", f"diper{root}{suffix}{tail}")
    yield Form("bare", "", f"per{end}", f"per{root}{suffix}{tail}")
    if not suffix:  # perluasan, perpanjangan; but persenjataan is no act of mempersenjatai
        yield Form("noun", "", "per-an", f"per{root}an{tail}")


def ber(root: str) -> str:
    """Join `ber-`, which loses its r before r and before a first syllable in -er.

    Examples
    --------
    >>> ber("temu"), ber("runding"), ber("kerja sama"), ber("perang")
    ('bertemu', 'berunding', 'bekerja sama', 'berperang')
    """
    loses = root.startswith("r") or re.match("[^aeiou]er[^aeiou]", root)
    return ("be" if loses else "ber") + root


def sides(row: Mapping[str, str], kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say where source and target of a row stand around a surface form of the given voice.

    A row names them for the active voice, alternatives in order of preference (`to|obj`). A passive's subject is
    the active object, and its `by` the active subject; where the act has no person as object (troops withdrawn,
    sent), the passive's subject or the noun's first name may be the source itself.

    Returns
    -------
    tuple of tuple of str
        (source, target), each of subj obj to from with against in gen by; empty where the row says nobody.

    Examples
    --------
    >>> sides({"source": "subj", "target": "obj", "pos": "meN"}, "passive")
    (('by',), ('subj',))
    >>> sides({"source": "subj", "target": "from", "pos": "meN"}, "noun")
    (('by', 'gen'), ('from',))
    >>> sides({"source": "by|gen", "target": "against", "pos": "noun"}, "noun")
    (('by', 'gen'), ('against',))
    """
    return _sides(row["source"], row["target"], kind if row["pos"] != "noun" else "active")


@functools.lru_cache(maxsize=1024)
def _sides(of_source: str, of_target: str, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    cells = [tuple(r for r in cell.split("|") if r != "-") for cell in (of_source, of_target)]
    if kind not in ("passive", "noun"):
        return cells[0], cells[1]
    first = "subj" if kind == "passive" else "gen"
    spare = () if any("obj" in cell for cell in cells) else (first,)
    turned = {"subj": ("by", *spare), "obj": (first,)}
    source, target = (tuple(t for r in cell for t in turned.get(r, (r,))) for cell in cells)
    return source, target
