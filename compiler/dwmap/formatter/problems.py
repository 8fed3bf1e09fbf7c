"""What the formatter says of itself: that it would have changed more than the layout."""

from __future__ import annotations

from dataclasses import dataclass

from dwmap.diagnostics import Diagnostic, Problem
from dwmap.source import SourceFile


@dataclass(frozen=True)
class UnsafeFormat(Problem):
    """
    The formatter does not trust its own output for a file, and left the file as it was.

    ## Why it matters
    The output is read again before anything is written. It must be the same tree with the same
    comments, and formatting it once more must change nothing. Here it was not, which is a bug in
    dwmap, not in your file.

    ## Example
    ```shell
    dwmap fmt maps/orders.dwmap
    ```

    ## Instead
    The same command writes the file, or says that there is nothing to do.

    ## How to mend
    Report the file and what the message says. Moving a comment out of an expression, or writing a
    statement on one line, usually helps until then.
    """

    topic = "internal"

    source: SourceFile
    reason: str

    def diagnose(self) -> Diagnostic:
        return self._diagnostic(
            f"`{self.source.path}` is left as it was: {self.reason}",
            None,
            help="this is a bug in dwmap, please report it with the file",
        )
