"""Lists in, lists out: attendee lists read, return workbooks written."""
