"""The application's entry for Django."""
from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Listens to sign-ins and lets the clock wind up what has ended."""

    name = "liandong.people"
    label = "people"

    def ready(self) -> None:
        from liandong.outbox import channels
        from liandong.outbox.ticks import register
        from liandong.people import audit, queries
        from liandong.people.endings import wind_up

        audit.connect()
        register(wind_up)
        channels.address_of = queries.address_of
