"""What runs inside the room apart: reads one file, answers with its clean copy or a reason."""

import json
import resource
import sys
from typing import Final

from commons.errors import Refusal
from commons.uploads.accept import Accepted, accept_upload
from commons.uploads.kinds import MEBIBYTE

CPU_SECONDS_MAX: Final = 30
MEMORY_BYTES_MAX: Final = 1024 * MEBIBYTE
OPEN_FILES_MAX: Final = 64


def main() -> None:
    _shrink_the_room()
    heading, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        accepted = accept_upload(content, json.loads(heading)["name"])
    except Refusal as refusal:
        answer = {"reason": refusal.reason, **refusal.facts}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    else:
        heading = json.dumps(_heading(accepted)).encode() + b"\n"
        sys.stdout.buffer.write(heading + accepted.preview + accepted.clean)


def _shrink_the_room() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES_MAX, OPEN_FILES_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _heading(accepted: Accepted) -> dict[str, str | int | list[str]]:
    return {
        "name": accepted.name,
        "media_type": accepted.media_type,
        "clean_sha256": accepted.clean_sha256,
        "original_sha256": accepted.original_sha256,
        "original_bytes": accepted.original_bytes,
        "removed": [one.value for one in accepted.removed],
        "preview_bytes": len(accepted.preview),
    }


if __name__ == "__main__":
    main()
