"""Bytes to text: read rightly, or asked about; never wrongly. And always back to the same bytes."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edition.errors import SourceError
from edition.readers.encoding import decode, is_mixed, readings

HERE = Path("letter.txt")
PROSE = {  # written for this test: a few sentences as one finds them
    "en": "The keeper’s boat had not come in, and by four o’clock it was plain to all of us that she’d stay out. “Leave the lamp,” said the old man — he had £5 on it.",
    "fr": "La barque n’était pas rentrée, et à quatre heures il était clair pour tous qu’elle ne viendrait plus. « Laissez la lampe là-haut », dit le père à sa fille.",
    "de": "Das Boot war nicht zurückgekehrt, und um vier Uhr wußten wir, daß es draußen bleiben würde. Der Wärter stieg die Treppe hinauf und löschte die Lampe über der Tür.",
    "es": "La barca no había vuelto, y a las cuatro sabíamos que no vendría más aquella mañana. El farero subió los peldaños y, como siempre, apagó la luz del corazón del faro.",
    "it": "La barca non era tornata, e alle quattro era più che chiaro che non sarebbe venuta. Il guardiano salì lassù, perché così voleva la città, e spense la lampada del faro.",
    "nl": "De boot was niet teruggekomen, en om vier uur wisten wij dat zij buiten zou blijven. De wachter ging met zijn coördinaten naar het café en deed er de ideeën van één avond.",
    "da": "Båden var ikke kommet hjem, og klokken fire vidste vi at den ville blive ude. Manden gik op ad trappen til tårnet og slukkede den lampe som brændte på søen.",
    "pt": "O barco não tinha voltado, e às quatro sabíamos que não viria mais. O faroleiro subiu com a irmã os degraus para apagar a lâmpada, como uma tradição das ilhas.",
}
ELSEWHERE = {  # the same in languages that Windows-1252 cannot write
    "cs": ("Loď se nevrátila a ve čtyři hodiny jsme věděli, že zůstane venku. Strážce vyšel po schodech a zhasl světlo nad dveřmi.", ("cp1250", "iso8859-2")),
    "pl": ("Łódź nie wróciła i o czwartej wiedzieliśmy, że zostanie na morzu. Latarnik wszedł po schodach i zgasił światło nad drzwiami.", ("cp1250", "iso8859-2")),
    "hu": ("A csónak nem tért vissza, és négykor már tudtuk, hogy kint marad. Az őr fölment a lépcsőn, és eloltotta a lámpát az ajtó fölött, mert a szél erős volt.", ("cp1250",)),
    "hr": ("Brod se nije vratio i u četiri smo znali da će ostati vani. Čuvar se popeo uz stepenice i ugasio svjetlo nad vratima, a djeca su išla kući.", ("cp1250", "iso8859-2")),
    "ro": ("Barca nu se întorsese și la patru știam că va rămâne pe mare. Paznicul a urcat scările și a stins lumina de la ușă, ca în fiecare seară.", ("iso8859-16",)),
    "tr": ("Kayık dönmemişti ve saat dörtte dışarıda kalacağını biliyorduk. Bekçi merdivenleri çıktı ve kapının üstündeki ışığı söndürdü.", ("cp1254",)),
    "lv": ("Laiva nebija atgriezusies, un četros mēs zinājām, ka tā paliks jūrā. Sargs uzkāpa pa kāpnēm un par durvīm izdzēsa gaismu.", ("cp1257",)),
    "ru": ("Лодка не вернулась, и в четыре часа мы знали, что она останется в море.", ("cp1251", "koi8-r", "cp866", "mac_cyrillic", "iso8859-5")),
    "el": ("Η βάρκα δεν είχε γυρίσει, και στις τέσσερις ξέραμε ότι θα έμενε έξω.", ("cp1253", "iso8859-7")),
}


def taken(data: bytes) -> str | None:
    """The text as decoded, or None if it is asked about. Whatever is decoded must lead back."""
    try:
        decoded = decode(HERE, data)
    except SourceError:
        return None
    assert decoded.text.encode(decoded.encoding, decoded.errors) == data
    return decoded.read


@pytest.mark.parametrize("name", PROSE)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_prose_is_read_as_it_was_written(name, encoding):
    assert (taken(PROSE[name].encode(encoding)) or "").removeprefix("\ufeff") == PROSE[name]


@pytest.mark.parametrize("name", PROSE)
@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp437"])
def test_prose_from_a_mac_or_from_dos_is_read_or_asked_about(name, encoding):
    data = PROSE[name].encode(encoding, "ignore")
    assert taken(data) in (None, data.decode(encoding))


def test_prose_from_a_mac_is_mostly_read():
    assert sum(taken(text.encode("mac_roman", "ignore")) is not None for text in PROSE.values()) >= 7


@pytest.mark.parametrize(("name", "encoding"), [(name, encoding) for name, (_, encodings) in ELSEWHERE.items() for encoding in encodings])
def test_languages_of_other_encodings_are_never_read_wrongly(name, encoding):
    text = ELSEWHERE[name][0]
    data = text.encode(encoding, "replace")
    assert taken(data) in (None, data.decode(encoding))
    assert data.decode(encoding) in [reading for _, reading in readings(data)]
    for word in text.split():  # nor is any word of it taken wrongly
        assert taken(word.encode(encoding, "replace")) in (None, word)


@pytest.mark.parametrize(("name", "encoding"), [("ru", "koi8-r"), ("ru", "cp866"), ("ru", "mac_cyrillic"), ("el", "cp1253"), ("pl", "iso8859-2"), ("cs", "cp1250"), ("hu", "cp1250"), ("lv", "cp1257")])
def test_languages_of_other_encodings_are_read(name, encoding):
    assert taken(ELSEWHERE[name][0].encode(encoding)) == ELSEWHERE[name][0]


@pytest.mark.parametrize(("encoding", "text"), [
    ("cp1256", "لم يعد القارب، وفي الساعة الرابعة عرفنا أنه سيبقى في البحر حتى الصباح."),
    ("cp874", "เรือยังไม่กลับมา และตอนสี่โมงเราก็รู้ว่ามันจะอยู่ในทะเล"),
    ("cp1258", "Thuyền chưa về, đến bốn giờ chúng tôi biết nó sẽ ở ngoài khơi."),
    ("iso8859-3", "La boato ne revenis, kaj je la kvara ni sciis ke ĝi restos ekstere ĝis la mateno ĉar ŝtormo venis."),
])  # fmt: skip
def test_languages_and_encodings_that_it_does_not_know_are_asked_about(encoding, text):
    assert taken(text.encode(encoding, "ignore")) is None


@pytest.mark.parametrize("name", PROSE)
def test_no_part_of_a_text_is_read_wrongly(name):
    """Cut anywhere, in any encoding: right or asked about."""
    for encoding in ("cp1252", "mac_roman", "cp850", "iso8859-15"):
        for start in range(0, 100, 23):
            for length in (9, 31, 74):
                piece = PROSE[name][start : start + length].encode(encoding, "ignore")
                assert taken(piece) in (None, piece.decode(encoding))


def test_what_is_inferred_is_a_finding_that_says_how_to_settle_it():
    (said,) = decode(HERE, PROSE["fr"].encode("cp1252")).findings
    assert (said.code, said.severity) == ("SRC002", "note")
    assert 'encoding = "cp1252"' in said.hint


def test_latin_1_is_called_so_where_no_character_is_windows_own():
    assert decode(HERE, PROSE["es"].encode("cp1252")).encoding == "iso8859-1"


@pytest.mark.parametrize("text", ["El niño señaló el puente", "Año nuevo", "La fenêtre", "Fußgänger", "£5", "“Leave it”"])
def test_a_few_words_are_not_enough_to_be_certain(text):
    assert taken(text.encode("cp1252")) is None


def test_a_name_from_elsewhere_in_an_english_text_is_asked_about():
    """In Windows-1250 these bytes are Czech and Polish letters: no rule of English can tell."""
    for name in ("Dvořák", "Gdańsk", "Wałęsa", "Petrović", "Kovač"):
        text = f"They had written to the keeper that {name} would be on the boat, and he waited for it with all his family."
        assert taken(text.encode("cp1250")) is None


def test_what_cannot_be_told_is_shown_in_three_readings():
    with pytest.raises(SourceError) as caught:
        decode(HERE, "Лодка у моря".encode("koi8-r"))
    assert "koi8-r: " in caught.value.message
    assert "Лодка" in caught.value.message
    assert len(caught.value.message.splitlines()) == 4
    assert 'encoding = "' in caught.value.hint


@pytest.mark.parametrize(("said", "name"), [("windows-1252", "cp1252"), ("Latin-1", "iso8859-1"), ("UTF-8", "utf-8"), ("mac-roman", "mac-roman"), ("utf-8-sig", "utf-8")])
def test_what_is_declared_is_believed(said, name):
    text = "Adiós, mañana"
    decoded = decode(HERE, text.encode(said.replace("-sig", "")), said)
    assert (decoded.text, decoded.encoding, decoded.findings) == (text, name, ())


@pytest.mark.parametrize("said", ["utf-16", "UTF-16LE", "utf-16-be", "utf-32"])
def test_a_declared_utf_16_keeps_its_mark_and_leads_back(said):
    data = ("\ufeff" + "Adiós").encode("utf-16-be" if "be" in said else "utf-32-le" if "32" in said else "utf-16-le")
    decoded = decode(HERE, data, said)
    assert decoded.text == "\ufeffAdiós"
    assert decoded.text.encode(decoded.encoding) == data


def test_an_unknown_name_of_an_encoding_is_refused():
    for said in ("utf-9", "rot13", "base64", "\0"):
        with pytest.raises(SourceError, match="no encoding named"):
            decode(HERE, b"abc", said)


def test_what_is_not_in_the_declared_encoding_is_refused():
    for data, said in ((PROSE["fr"].encode("cp1252"), "utf-8"), (b"abc", "utf-16"), (ELSEWHERE["ru"][0].encode("koi8-r"), "ascii")):
        with pytest.raises(SourceError, match="is said to be in"):
            decode(HERE, data, said)


def test_a_few_stray_bytes_are_kept_and_named_with_their_place():
    data = "Été à la mer.\nLa fenêtre donnait sur l’île, ".encode() + b"et l'\xe9t\xe9 finissait.\n"
    decoded = decode(HERE, data)
    assert decoded.errors == "surrogateescape"
    assert decoded.text.encode("utf-8", "surrogateescape") == data
    assert [(each.code, each.locus.line, each.locus.column) for each in decoded.findings] == [("SRC001", 2, 36), ("SRC001", 2, 38)]
    assert '0xE9 is not utf-8, perhaps "é"' in decoded.findings[0].message


def test_a_stray_byte_is_proposed_as_windows_1252_a_word_at_a_time():
    data = "Été à la mer, déjà passé.\nLa fenêtre donnait sur l’île, ".encode() + b"et l'\xe9t\xe9 finissait \x97 vers midi.\n"
    decoded = decode(HERE, data)
    assert [(decoded.text[mark.start : mark.end], mark.new) for mark in decoded.marks] == [("\udce9t\udce9", "été"), ("\udc97", "—")]
    assert decode(HERE, "Вечером лодка не вернулась".encode()[:-1]).marks == ()


# what does not encode to the same bytes again


def test_iso_2022_jp_with_needless_escapes_leads_back_by_steps():
    data = b"\x1b$B$3$l\x1b(B\x1b(B and \x1b$B$O\x1b(B\x1b$B\x1b(B.\n" * 4
    decoded = decode(HERE, data)
    assert (decoded.encoding, decoded.meant, decoded.text) == ("iso8859-1", "iso2022_jp", data.decode("latin-1"))
    assert decoded.read == "これ and は.\n" * 4


def test_utf_7_leads_back_by_steps():
    data = b"The caf+AOk- was +AGMAbABv-sed.\n" * 3
    decoded = decode(HERE, data, "utf-7")
    assert decoded.read == "The café was closed.\n" * 3
    assert decoded.text.encode(decoded.encoding) == data


def test_utf_16_with_a_byte_too_many_is_read_and_the_byte_is_named():
    data = "\ufeffThe boat had not come in, and the café was closed.".encode("utf-16-le") + b"\x41"
    decoded = decode(HERE, data)
    assert decoded.read == "\ufeffThe boat had not come in, and the café was closed.\ufffd"
    assert [found.code for found in decoded.findings] == ["SRC001"]


def test_half_a_pair_in_utf_16_is_kept():
    data = "A line with \ud83d alone.".encode("utf-16-be", "surrogatepass")
    decoded = decode(HERE, data, "utf-16-be")
    assert (decoded.text, decoded.errors) == ("A line with \ud83d alone.", "surrogatepass")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80), st.sampled_from(["utf-7", "iso2022_jp", "utf-16", "utf-16-le", "shift_jis", "gb18030", "hz", "big5", "cp1252", "ascii"]))
def test_any_bytes_in_any_declared_encoding_lead_back_or_are_refused(data, name):
    try:
        decoded = decode(HERE, data, name)
    except SourceError:
        return
    assert decoded.text.encode(decoded.encoding, decoded.errors) == data
    assert all(decoded.text.startswith(old, at) for at, old, _ in decoded.steps)


def test_a_file_cut_off_inside_a_character_is_read():
    data = "Вечером лодка не вернулась".encode()[:-1]
    assert decode(HERE, data).text.endswith("вернулас\udcd1")


def test_the_end_cut_off_is_not_believed_of_a_file_that_is_ascii_otherwise():
    assert taken("Adiós, Am\xe9".encode("latin-1")) is None


def test_one_bad_bell_is_damage_and_no_binary_file():
    assert taken(b"mig\x00rant rights " * 8 + b"and more of the same words, again and again, until the end " * 9) is not None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=120) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_lead_back_or_are_refused(data):
    taken(data)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_utf_8_is_utf_8(text):
    assert taken(text.encode()) == text


# the labelled byte strings, and whole books


def test_no_labelled_byte_string_is_read_wrongly(shared):
    right = shown = asked = 0
    for case in json.loads((shared / "gold" / "bytes.json").read_text("utf-8")):
        data = base64.b64decode(case["base64"])
        text = taken(data)
        if case.get("note"):
            assert text is not None, case["id"]
        elif text is None:
            asked += 1
            shown += any(reading.removeprefix("\ufeff") == case["text"] for _, reading in readings(data)[:3])
        else:
            assert text.removeprefix("\ufeff") == case["text"], case["id"]
            right += 1
    assert right >= 77, "two in three byte strings are read without asking"
    assert shown == asked, "of what is asked about, the right reading is one of the three that are shown"


@pytest.mark.parametrize("name", ["dutch-latin1.txt", "french-latin1.txt"])
def test_a_book_in_latin_1_is_recognised(shared, name):
    decoded = decode(Path(name), (shared / "corpus" / "text" / name).read_bytes())
    assert (decoded.encoding, decoded.errors) == ("iso8859-1", "strict")


def test_the_five_texts_are_utf_8(shared):
    for path in sorted((shared / "seeds").glob("*.txt")):
        decoded = decode(path, path.read_bytes())
        assert (decoded.encoding, decoded.findings) == ("utf-8", ())


def test_a_file_in_two_encodings_is_shown_read_in_both_and_no_name_is_promised():
    one, two = "Die Straße führt über die Brücke nach Süden.\n" * 12, "Der Fluß fließt “ruhig” über die Wehre.\n" * 12
    data = one.encode() + two.encode("cp1252")
    with pytest.raises(SourceError) as caught:
        decode(HERE, data)
    lines = caught.value.message.splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("  UTF-8, and Windows-1252 where it is none: ")
    assert "Straße" in lines[1]
    assert "fließt" in lines[1]
    assert "save the file anew as UTF-8" in caught.value.hint
    with pytest.raises(SourceError):
        decode(HERE, data, "utf-8")  # no name chooses that reading
    assert not is_mixed(two.encode("cp1252"))
    assert not is_mixed("Лодка у моря, Лодка".encode("koi8-r"))
