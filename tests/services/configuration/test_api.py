"""How often programs may ask is within reason."""

from __future__ import annotations

import pytest

from report.errors import FormatError
from services.configuration import load_configuration
from services.configuration.api import RANGES, ApiSettings


@pytest.mark.parametrize("name", list(RANGES))
def test_a_number_out_of_its_range_is_refused_with_its_name(name: str) -> None:
    least, most = RANGES[name]
    for wrong in (least - 1, most + 1):
        with pytest.raises(FormatError, match=rf"api\.{name}"):
            ApiSettings(**{name: wrong})


def test_the_file_turns_it_off(tmp_path) -> None:
    assert load_configuration(tmp_path).get(ApiSettings).enabled
    (tmp_path / "nianbao.yaml").write_text("api:\n  enabled: false\n", "utf-8")
    assert not load_configuration(tmp_path).get(ApiSettings).enabled
