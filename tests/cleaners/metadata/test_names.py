import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.metadata.names import MAX_NAME, MAX_NAMES, looks_like_person, split_names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Lovelace", ("Ada Lovelace",)),
        ("Written by: Ada Lovelace", ("Ada Lovelace",)),
        ("Von Ada Lovelace und Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Veröffentlicht von Ada Lovelace", ("Ada Lovelace",)),
        ("Par Ada Lovelace et Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Por Ada Lovelace y Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("di Ada Lovelace e Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Tekst: Ada Lovelace og Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Av Ada Lovelace, Alan Turing och Grace Hopper", ("Ada Lovelace", "Alan Turing", "Grace Hopper")),
        ("Opracowała Ada Lovelace", ("Ada Lovelace",)),
        ("Autor: Jan Kowalski i Anna Nowak", ("Jan Kowalski", "Anna Nowak")),
        ("Ada Nováková a Jan Novák", ("Ada Nováková", "Jan Novák")),
        ("Автор: Ада Лавлейс", ("Ада Лавлейс",)),
        ("بقلم: آدا لوفليس", ("آدا لوفليس",)),
        ("文：山田花子", ("山田花子",)),
        ("山田花子記者", ("山田花子",)),
        ("山田花子、鈴木一郎", ("山田花子", "鈴木一郎")),
        ("김철수 기자", ("김철수",)),
        ("Ada Lovelace, Senior Reporter", ("Ada Lovelace",)),
        ("Ada Lovelace | Staff Writer", ("Ada Lovelace",)),
        ("Ada Lovelace, MD, Ph.D.", ("Ada Lovelace",)),
        ("Ada Lovelace (Berlin)", ("Ada Lovelace",)),
        ("Ada Lovelace, ada@example.org", ("Ada Lovelace",)),
        ("Ada Lovelace @ada", ("Ada Lovelace",)),
        ("Ada Lovelace and AFP", ("Ada Lovelace",)),
        ("AFP", ("AFP",)),
        ("dpa / AFP", ("dpa", "AFP")),
        ("Ada Lovelace\nMay 5, 2020", ("Ada Lovelace",)),
        ("Ada Lovelace 05.05.2020, 12:30", ("Ada Lovelace",)),
        ("ADA LOVELACE", ("ADA LOVELACE",)),
        ("Ludwig van Beethoven", ("Ludwig van Beethoven",)),
        ("Sammy Davis, Jr.", ("Sammy Davis, Jr",)),
        ("Ada Lovelace on behalf of the crew", ("Ada Lovelace",)),
        ("Sophie in 't Veld", ("Sophie in 't Veld",)),
        ("ByAda Lovelace", ("Ada Lovelace",)),
        ("Byron Lovelace", ("Byron Lovelace",)),
        ("新华社记者", ("新华社",)),
    ],
)
def test_bylines(byline: str, names: tuple[str, ...]) -> None:
    assert split_names([byline]) == names


@pytest.mark.parametrize(
    "byline", ["", "admin", "By", "unknown", "https://example.org/ada", "2020", "Read more", "©", "x" * 300_000, "@ada"]
)
def test_what_names_nobody_gives_nothing(byline: str) -> None:
    assert split_names([byline]) == ()


def test_each_name_once_as_first_spelled() -> None:
    assert split_names(["Ada Lovelace", "ADA LOVELACE", "by Ada Lovelace"]) == ("Ada Lovelace",)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ada Lovelace", True),
        ("Ludwig van Beethoven", True),
        ("山田花子", True),
        ("ada lovelace", False),
        ("Ada", False),
        ("Senior Reporter", False),
        ("News Desk", False),
        ("May 5", False),
    ],
)
def test_names_of_people_are_told_from_other_words(name: str, person: bool) -> None:  # noqa: FBT001
    assert looks_like_person(name) is person


@given(st.lists(st.text(), max_size=5))
def test_names_are_short_clean_and_few(bylines: list[str]) -> None:
    names = split_names(bylines)
    assert len(names) <= MAX_NAMES
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= MAX_NAME and name == " ".join(name.split()) for name in names)
