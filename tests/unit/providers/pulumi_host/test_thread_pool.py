"""More calls at a time than a pool was made for."""

import threading
from concurrent.futures import ThreadPoolExecutor

from providers.pulumi_host.thread_pool import widen


def test_a_pool_widened_by_one_of_its_calls_runs_more_at_a_time() -> None:
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(widen, 3).result()
        together = threading.Barrier(3, timeout=10)
        assert len([call.result() for call in [pool.submit(together.wait) for _ in range(3)]]) == 3


def test_a_pool_that_is_wide_enough_stays() -> None:
    with ThreadPoolExecutor(max_workers=5) as pool:
        pool.submit(widen, 3).result()
        assert pool._max_workers == 5


def test_a_thread_of_no_pool_is_left_alone() -> None:
    widen()
