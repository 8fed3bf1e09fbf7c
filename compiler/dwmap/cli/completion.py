"""`dwmap completion`: the script that lets a shell complete commands, options and values."""

from __future__ import annotations

import os
from pathlib import PurePath

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS), required=False)
@click.pass_context
def command(ctx: click.Context, shell: str | None) -> None:
    """Print the completion script of SHELL (bash, zsh or fish; by default the one in use).

    \b
    For this session:
      eval "$(dwmap completion bash)"
      dwmap completion fish | source

    \b
    For every session:
      dwmap completion bash > ~/.local/share/bash-completion/completions/dwmap
      dwmap completion zsh  > ~/.zfunc/_dwmap     (a folder of your fpath)
      dwmap completion fish > ~/.config/fish/completions/dwmap.fish
    """
    chosen = shell or _shell_in_use()
    completer = get_completion_class(chosen)
    if completer is None:
        raise click.UsageError(
            f"no completion for `{chosen}`; name one of {', '.join(_SHELLS)}"
        )
    root = ctx.find_root().command
    click.echo(completer(root, {}, "dwmap", "_DWMAP_COMPLETE").source(), nl=False)


def _shell_in_use() -> str:
    name = PurePath(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        raise click.UsageError(f"which shell? name one of {', '.join(_SHELLS)}")
    return name
