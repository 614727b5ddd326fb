"""The district's working calendar as data: years, single days, office hours; counted by `kernel.calendar`."""
