"""Lets `python -m dwmap` stand for the `dwmap` command."""

from dwmap.cli import main

if __name__ == "__main__":
    main()
