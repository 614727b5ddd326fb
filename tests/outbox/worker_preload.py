"""What the fork server loads once: Django and the worker, without a connection."""
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "liandong.config.settings"
django.setup()

import liandong.outbox.worker  # noqa: E402, F401  after the setup
