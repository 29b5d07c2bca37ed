"""Lishu's times are microseconds since the Unix epoch, UTC; people read them in Shanghai."""

import time
from datetime import datetime, timedelta, timezone

DAY = 24 * 3600 * 1_000_000
SHANGHAI = timezone(timedelta(hours=8))


def now():
    return time.time_ns() // 1000


def date(micros):
    return datetime.fromtimestamp(micros / 1_000_000, SHANGHAI).strftime("%Y-%m-%d")


def days_since(micros):
    return (now() - micros) // DAY
