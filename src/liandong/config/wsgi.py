"""What the web server runs. It refuses to start as a database role for which there is no security."""
from __future__ import annotations

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandong.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from liandong.config.check import refuse_wrong_role  # noqa: E402  needs the applications loaded

refuse_wrong_role()

# what is loaded now lives as long as the process: the collector need not look at it while pages are answered
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
