from pathlib import Path

import pytest
from PIL import Image

from app.documents.logo import logo_size
from app.errors import InputError


@pytest.mark.parametrize(
    ("picture", "size"), [((100, 100), (36.0, 36.0)), ((1000, 100), (130.0, 13.0))]
)
def test_a_logo_fits_its_place(
    tmp_path: Path, picture: tuple[int, int], size: tuple[float, float]
) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGB", picture).save(path)
    assert logo_size(path, most_wide=130.0, most_high=36.0) == size


@pytest.mark.parametrize("content", [b"no picture", None])
def test_what_is_no_picture_is_told_in_words(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "logo.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="logo"):
        logo_size(path, most_wide=130.0, most_high=36.0)
