"""The limits on what one submission may use."""

from __future__ import annotations

from dataclasses import dataclass

WALL_FACTOR = 5
"""Wall time allowed for each second of CPU time, so that a busy machine fails no honest work."""

LEAST_WALL_SECONDS = 1.0
"""Wall time that anything is allowed: a busy disk, too, keeps code waiting, and tells nobody."""


@dataclass(frozen=True)
class Limits:
    """Limits on one submission: seconds are CPU time, sizes are bytes."""

    cell_seconds: float = 10
    case_seconds: float = 2
    submission_seconds: float = 60
    memory_bytes: int = 2_000_000_000
    scratch_bytes: int = 64_000_000
    scratch_files: int = 1_000
    file_bytes: int = 16_000_000
    open_files: int = 128
    output_bytes: int = 4_000_000
    value_bytes: int = 8_000_000
    threads: int = 100

    def reply_bytes(self, request: object) -> int:
        """Return the maximum length of a reply: outputs (six bytes a character) or values."""
        cell = isinstance(request, dict) and "cell" in request
        return 6 * self.output_bytes + 1_000_000 if cell else self.value_bytes
