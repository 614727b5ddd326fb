"""The application's entry for Django."""
from django.apps import AppConfig


class IssuesConfig(AppConfig):
    """Lets the clock tick for issues, and listens to endings and to the day's digest."""

    name = "liandong.issues"
    label = "issues"

    def ready(self) -> None:
        from liandong.issues import hooks
        from liandong.issues.orders import services as orders
        from liandong.issues.services import ticking
        from liandong.outbox import digests, ticks
        from liandong.people import hooks as endings

        ticks.register(ticking.tick)
        ticks.register(orders.forget_drafts)
        digests.register(hooks.tally)
        endings.register(hooks.appointment_ended)
