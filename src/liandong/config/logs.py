"""Logs as structured lines, with nothing personal and nothing secret in them. Source: trust.md 9."""
from __future__ import annotations

import logging.config
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from liandong.kernel.masking import mask_text

HIDDEN = ("password", "secret", "token", "key", "authorization", "cookie")


def without_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank what is named like a secret, and mask telephone and identity numbers in all text."""
    for name, value in event.items():
        if any(word in name.lower() for word in HIDDEN):
            event[name] = "***"
        elif isinstance(value, str):
            event[name] = mask_text(value)
    return event


def configure(settings: Mapping[str, Any]) -> None:
    """Django's LOGGING_CONFIG: the standard library's records and structlog's go through one chain."""
    before: list[Any] = [structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level,
                         structlog.stdlib.add_logger_name, structlog.processors.TimeStamper(fmt="iso")]
    logging.config.dictConfig({
        "version": 1, "disable_existing_loggers": False,
        "formatters": {"line": {"()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": before, "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info,
            without_secrets, structlog.processors.JSONRenderer(ensure_ascii=False)]}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        # at INFO the queue says every job that is put in, on the way of every act
        "loggers": {"procrastinate": {"level": "WARNING"}},
        "root": {"handlers": ["stderr"], "level": settings["level"]},
    })
    structlog.configure(processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
                        logger_factory=structlog.stdlib.LoggerFactory(), cache_logger_on_first_use=True)
