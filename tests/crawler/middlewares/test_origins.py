from crawler.middlewares.origins import FAILURES, FIRST_PAUSE, Origin


def test_turns_are_booked_one_after_another():
    origin = Origin(delay=2.0)
    assert [origin.book(100.0) for _ in range(3)] == [0.0, 2.0, 4.0]


def test_a_pause_is_kept():
    origin = Origin()
    origin.failed(100.0, retry_after=7.0)
    assert origin.book(101.0) == 6.0
    assert origin.book(110.0) == 0.0


def test_the_circuit_opens_after_failures_in_a_row_and_longer_each_time():
    origin = Origin()
    for _ in range(FAILURES - 1):
        origin.failed(0.0)
    assert origin.closed_until == 0.0
    origin.failed(0.0)
    assert origin.closed_until == FIRST_PAUSE
    origin.failed(FIRST_PAUSE)
    assert origin.closed_until == 3 * FIRST_PAUSE
    origin.answered()
    origin.failed(1000.0)
    assert origin.closed_until == 3 * FIRST_PAUSE
