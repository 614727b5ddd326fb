"""How much may be typed when a matter is registered: forms, services and files hold to the same."""
from __future__ import annotations

from typing import Final

LIMITS: Final = {"title": 60, "text": 2000, "address": 120, "reporter_name": 40, "reporter_phone": 30}
"""The longest that may be typed, in characters."""
SHORTEST_PHONE: Final = 7
"""A telephone has at least so many digits."""
MOST_PARTS: Final = 5
"""Into so many matters one message is split at most."""
LONGEST_STAND_DAYS: Final = 366
"""A suspended matter is looked at again within so many days."""
