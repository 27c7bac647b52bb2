"""Pages and metadata that a resolver will ask for, read ahead in parallel: most of its time is waiting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from lite_build.packages.resolver.wanted import Identifier, Pick, Reader, Wanted
from lite_build.words.errors import LiteBuildError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lite_build.packages.resolver.candidates import Candidate, Candidates

#: More than this gains nothing against one index, and asks too much of a small one.
THREADS = 12


class _Prefetch:
    """Follows the newest fitting candidate of each name to what it requires, each name once."""

    def __init__(self, candidates: Candidates, reader: Reader, threads: ThreadPoolExecutor) -> None:
        self._candidates = candidates
        self._reader = reader
        self._threads = threads
        self._begun: set[Identifier] = set()
        self._lock = Lock()

    def begin(self, wants: Iterable[Wanted]) -> None:
        for want in wants:
            with self._lock:
                if want.identifier in self._begun:
                    continue
                self._begun.add(want.identifier)
            try:
                self._threads.submit(self._follow, want)
            except RuntimeError:
                return  # the resolver has ended

    def _follow(self, want: Wanted) -> None:
        try:
            candidate = self._newest(want)
            if candidate is not None:
                self.begin(self._reader.required_by(Pick(candidate, want.extra)))
        except LiteBuildError:
            return  # the resolver meets it too, if it ever comes to this candidate

    def _newest(self, want: Wanted) -> Candidate | None:
        if want.exactly is not None:
            return None
        if want.url is not None:
            return self._candidates.at(want.name, want.url)
        offered = self._candidates.of(want.name).by_version
        version = next(iter(want.specifier.filter(offered)), None)
        return None if version is None else offered[version]


@contextmanager
def reading_ahead(candidates: Candidates, reader: Reader, asked: Iterable[Wanted]) -> Iterator[None]:
    """Read ahead, from what was asked for, while the block runs.

    What is read stays with `candidates` and `reader`; what fails is left for who asks for it.
    """
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="packages")
    try:
        _Prefetch(candidates, reader, threads).begin(asked)
        yield
    finally:
        threads.shutdown(wait=True, cancel_futures=True)
