"""The judge outside is the one that was handed over: nobody has touched a byte of it."""

from hashlib import sha256

import pytest

from tests.house.building import ROOT

HANDED_OVER = {
    "bench/scheduling/outside/check.py": (
        "72c9ec2ddd291310deb345ff79649f01a503dba48318498c9a0830d5d186e777"
    ),
    "bench/scheduling/outside/disrupt.py": (
        "7267b3c097509a87f560ffe4cb653be09f112defb0757dd763fb9287e2849d38"
    ),
    "bench/scheduling/outside/generate.py": (
        "0f93a303ec8c3cf0325d03e6f68158abb6094bca883420b89d4118eab48a4020"
    ),
    "docs/scheduling-format.md": (
        "8597db1d5ee92d68bb68cef3ffd8e7236205bd97e4f9458a5b57f6663d4df3b7"
    ),
}


@pytest.mark.parametrize("path", HANDED_OVER)
def test_the_file_is_unchanged(path):
    assert sha256((ROOT / path).read_bytes()).hexdigest() == HANDED_OVER[path]
