"""Reads the feeds and calendars named on the command line with feedparser and icalendar; see parsers.mjs."""

import json
import sys

import feedparser
import icalendar


def feed(path):
    read = feedparser.parse(path)
    assert not read.bozo, f"{path}: {read.bozo_exception}"
    return [[entry.title, entry.link, entry.updated] for entry in read.entries]


def calendar(path):
    with open(path, "rb") as file:
        read = icalendar.Calendar.from_ical(file.read())
    assert not read.errors, f"{path}: {read.errors}"
    events = [[str(event["SUMMARY"]), event["DTSTART"].dt.isoformat()[:16]] for event in read.walk("VEVENT")]
    return sorted(events)


print(json.dumps({path: (calendar if path.endswith(".ics") else feed)(path) for path in sys.argv[1:]}))
