"""How far a long file is, told from a connection of its own: its transaction shows nothing until it ends."""
from __future__ import annotations

from threading import Event, Thread
from types import TracebackType
from uuid import UUID

from django.db import connection

from liandong.districts.scope import scope
from liandong.issues.orders.models import OrderFile

EVERY = 1.0
"""Seconds."""


class Progress:
    """Call it with the orders written so far; a thread writes the number beside the file once a second.

    Open it before the transaction and close it after: the thread may wait for the transaction, never the other way.
    """

    def __init__(self, district: int, file_id: UUID) -> None:
        self.district, self.file_id = district, file_id
        self.written = self.told = 0
        self.over = Event()
        self.thread = Thread(target=self._run, name="progress of a file", daemon=True)

    def __enter__(self) -> Progress:
        self.thread.start()
        return self

    def __call__(self, written: int) -> None:
        self.written = written

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.over.set()
        self.thread.join()

    def _run(self) -> None:
        try:
            while not self.over.wait(EVERY):
                self._tell()
        finally:
            connection.close()

    def _tell(self) -> None:
        if self.written == self.told:
            return
        self.told = self.written
        with scope(self.district):
            OrderFile.objects.filter(id=self.file_id).update(progress=self.told)
