"""Bytes to text: labels are believed only where the bytes fit them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.decode import decode

TEXTS = {
    "ru": "Новый мост через реку откроют весной, сообщила городская управа после долгого заседания.",
    "el": "Η νέα γέφυρα πάνω από το ποτάμι θα ανοίξει την άνοιξη, είπε ο δήμαρχος μετά τη συνεδρίαση.",
    "fr": "L’été dernier, la mairie a décidé de fermer le vieux pont à péage près de la forêt, où l’eau montait.",
    "pl": "Most zostanie otwarty na wiosnę, ogłosił zarząd gminy; mieszkańcy są zadowoleni, choć koszt wzrósł.",
    "hu": "Az új hidat tavasszal nyitják meg, mondta a polgármester; a lakók őszintén örülnek, főleg ő.",
    "pt": "As obras da ponte terminam em março; os cidadãos têm razões para comemorar, já que é mais rápido.",
    "et": "Uus sild avatakse kevadel, ütles linnapea; tee on lühem ja elanikud on rõõmsad, sest sõit õnnestub.",
    "tr": "Köprü ilkbaharda açılacak, dedi belediye başkanı; halk sevinçli, çünkü yol artık daha kısa olacağı için.",
    "ja": "新しい橋は春に開通すると市の担当者が発表した。住民はこれを歓迎している。工事は三年かかった。",
    "zh": "市政府在会议之后说，新的大桥将在春天开放，人们对这个消息很高兴，因为路程会短一些。",
    "ko": "새 다리는 봄에 개통될 예정이라고 시청이 회의를 마치고 밝혔다. 주민들은 이 소식을 반겼다.",
    "ar": "قالت البلدية بعد اجتماع طويل إن الجسر الجديد فوق النهر سيفتح في الربيع أمام السيارات.",
}
ENCODED = [
    ("ru", "cp1251"),
    ("ru", "koi8-r"),
    ("ru", "iso8859-5"),
    ("ru", "utf-16-le"),
    ("el", "iso8859-7"),
    ("fr", "cp1252"),
    ("pl", "cp1250"),
    ("pl", "iso8859-2"),
    ("hu", "cp1250"),
    ("hu", "iso8859-2"),
    ("pt", "cp1252"),
    ("et", "cp1252"),
    ("tr", "cp1254"),
    ("ja", "cp932"),
    ("ja", "euc_jp"),
    ("ja", "iso2022_jp"),
    ("ja", "utf-16-be"),
    ("zh", "utf-16-le"),
    ("ko", "iso2022_kr"),
    ("zh", "gb18030"),
    ("ko", "cp949"),
    ("ar", "cp1256"),
]
WRONG = ["utf-8", "iso-8859-1", "windows-1251", "shift_jis", "gb2312", "x-nosuch-9000"]


def page(language: str, meta: str = "") -> str:
    label = f'<meta charset="{meta}">' if meta else ""
    body = "".join(f"<p>{TEXTS[language]}</p>" for _ in range(4))
    return f"<!DOCTYPE html><html><head>{label}<title>News of the day</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(("language", "codec"), [*ENCODED, ("ru", "mac_cyrillic")])
def test_without_any_label(language, codec):
    assert decode(page(language).encode(codec)) == page(language)


@pytest.mark.parametrize("label", WRONG)
@pytest.mark.parametrize(("language", "codec"), ENCODED)
def test_under_a_wrong_label_in_header_and_page(language, codec, label):
    source = page(language, label)
    assert decode(source.encode(codec), label) == source


@pytest.mark.parametrize("label", WRONG)
@pytest.mark.parametrize("language", TEXTS)
def test_valid_utf8_beats_every_label(language, label):
    source = page(language, label)
    assert decode(source.encode(), label) == source


def test_hz_is_read_where_it_is_named():
    source = page("zh", "hz-gb-2312")
    assert decode(source.encode("hz")) == source
    assert decode(page("zh").encode("hz"), "hz-gb-2312") == page("zh")
    assert decode(b"<p>~{not a word~}</p>") == "<p>~{not a word~}</p>"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_beats_every_label(codec):
    assert decode(page("ru", "windows-1251").encode(codec), "shift_jis") == page("ru", "windows-1251")


def test_one_stray_byte_costs_one_character():
    data = page("fr", "utf-8").encode().replace("décidé".encode(), b"d\xe9cid\xc3\xa9", 1)
    assert decode(data) == page("fr", "utf-8").replace("décidé", "d\ufffdcidé", 1)


def test_a_label_far_into_the_head_counts():
    source = page("pl").replace("<title>", "<!-- " + "x" * 3000 + ' --><meta charset="iso-8859-2"><title>')
    assert decode(source.encode("iso8859-2")) == source


def test_characters_that_join_are_kept():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467 می\u200cخواهم"
    assert decode(family.encode()) == family


@given(
    st.binary(max_size=2000), st.none() | st.sampled_from(["utf-8", "shift_jis", "hz", "utf-7", "utf-16", "", "idna"])
)
def test_never_raises(data, label):
    decode(data, label)


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_utf8_comes_back_as_it_was(text):
    html = "<!doctype html><p>" + text.replace("\0", "").replace("\x1b", "")
    assert decode(html.encode()) == html
