"""How the command line is read: a first word that is a file, faults that name the file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence


class FileCommand(click.Command):
    """A command on a file: what is wrong with the command line is refused with the file's name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line."""
        given = tuple(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            file = self._file_among(given)
            if file is None:
                raise
            raise Refusal(file, error.format_message()) from None

    def _file_among(self, args: Sequence[str]) -> str | None:
        options = [param for param in self.params if isinstance(param, click.Option)]
        with_value = {name for option in options if not option.is_flag for name in option.opts}
        words = iter(args)
        for word in words:
            if word == "--":
                return next(words, None)
            if word in with_value:
                next(words, None)
            elif not word.startswith("-"):
                return word
        return None


class FileGroup(click.Group):
    """A group whose first argument may also be a file to open."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Return the command that the first word names, or the one that opens a file."""
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        if len(args) > 1 and not args[0].startswith("-") and not os.path.exists(args[0]):
            raise Refusal(args[0], "there is no such command or file")
        return "open", self.commands["open"], args

    def invoke(self, ctx: click.Context) -> Any:
        """Carry the command out."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click itself would print an empty line first
            raise click.Abort from None
