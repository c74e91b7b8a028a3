"""The command that imports a file; each resource names its model and its columns."""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from importing.columns import Column
from importing.importer import Import
from importing.progress import Progress
from importing.readers import READERS, RowFile, UnreadableFile, open_rows
from resources.records import Record

INTERRUPTED = 130  # what a shell reports of a program that Ctrl-C ended

HOW = """
The file is read as it streams in, so it may be of any size. Rows are written in batches of
1,000; a run that is interrupted loses at most the batch at hand: run it again to go on.
Running it twice changes nothing twice. A row that is already there is changed where the file
says otherwise; what a row does not name stays as it is. A row that is not good is reported
with its line and the reason, and the others go on; the command fails only when the file
cannot be read.
"""


class ImportCommand(BaseCommand):
    """A subclass sets ``model``, ``columns`` and ``same``, a sentence saying which rows are the same."""

    model: ClassVar[type[Record]]
    columns: ClassVar[Mapping[str, Column]]
    same: ClassVar[str]

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        lines = [f"  {' or '.join(item.names):38} {item.meaning}" for item in self.columns.values()]
        parser.description = f"{self.help}\n{HOW}\n{self.same}"
        parser.epilog = "Columns (others are not used):\n" + "\n".join(lines)
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=".jsonl, .json or .csv, also with .gz; - is standard input")
        parser.add_argument("--format", choices=list(READERS), help="when the name does not tell")
        parser.add_argument("--only-new", action="store_true", help="add what is missing, change nothing")
        parser.add_argument("--quiet", action="store_true", help="tell only of refused rows and errors")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with open_rows(options["file"], options["format"]) as file:
                self._import(file, options)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error

    def _import(self, file: RowFile, options: Mapping[str, Any]) -> None:
        quiet, name = options["quiet"], Path(options["file"]).name
        work = Import(self.model, self.columns, file=name, only_new=options["only_new"])
        progress = Progress(self.stderr, file.size, quiet=quiet)
        try:
            for refusals in work.run(iter(file)):
                for refusal in refusals:
                    progress.tell(f"Line {refusal.line} refused: {refusal.reason}")
                progress.reached(file.position(), work.tally.read)
        except KeyboardInterrupt:
            progress.close()
            self.stderr.write("Interrupted. What is counted below is in the database; run it again to go on.")
            self._summary(work, quiet)
            sys.exit(INTERRUPTED)
        except UnreadableFile:
            progress.close()
            work.finish(file.sha256())
            self._summary(work, quiet)
            raise
        progress.close()
        work.finish(file.sha256())
        self._summary(work, quiet)

    def _summary(self, work: Import, quiet: bool) -> None:
        if quiet:
            return
        self.stdout.write(str(work.tally))
        if unused := sorted(work.tally.unused_columns):
            self.stdout.write(f"Columns not used: {', '.join(unused)}.")
