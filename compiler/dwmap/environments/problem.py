"""Why an environment cannot be read."""

from __future__ import annotations


class EnvironmentProblem(Exception):
    """
    A service cannot be asked, or does not answer as it should. The message is for the user, and holds no secret.

    `status` is that of the answer, None where there was none.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
