"""The demo district: invented organisations, people and matters that stand in the real divisions of 越城区.

The content (this package's ``data`` folder and the generator in ``stories``) knows no Django;
whoever plays it calls the services under a moving clock.
"""
