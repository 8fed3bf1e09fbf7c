"""The repositories that commands are tried on."""

from __future__ import annotations

from harness.repositories import own_git, repo, specs

__all__ = ["own_git", "repo", "specs"]
