"""Where the templates and fonts of papers lie: in the source tree, or inside the wheel."""

from pathlib import Path

_HERE = Path(__file__).resolve()
_SOURCE_TREE = _HERE.parents[3] / "templates" / "papers"
_WHEEL = _HERE.parents[2] / "island" / "templates" / "papers"

TEMPLATES = _SOURCE_TREE if _SOURCE_TREE.is_dir() else _WHEEL
FONTS = TEMPLATES / "fonts"
