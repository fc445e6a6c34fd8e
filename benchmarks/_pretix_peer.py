# mypy: ignore-errors
"""Run by the Python of an environment that has pretix: its badge exporter on the people given on standard input, timed.

Not part of the program, and imported by nothing of it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

os.environ["DJANGO_SETTINGS_MODULE"] = "pretix.testutils.settings"


def main() -> None:
    """Print {"seconds", "bytes", "memory"} for the badges of [[first name, last name, employer, job title, code], …]."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", run_syncdb=True, verbosity=0)
    from django_scopes import scopes_disabled
    from pretix.base.models import Event, Order, OrderPosition, Organizer
    from pretix.plugins.badges.exporters import OPTIONS, render_pdf

    people = json.load(sys.stdin)
    with scopes_disabled():
        now = datetime(2025, 11, 12, 22, tzinfo=UTC)
        organiser = Organizer.objects.create(name="Delegation", slug="delegation")
        event = Event.objects.create(
            organizer=organiser,
            name="Soirée",
            slug="soiree",
            date_from=now,
            plugins="pretix.plugins.badges",
            currency="EUR",
        )
        item = event.items.create(name="Place", default_price=Decimal(0))
        event.badge_layouts.create(name="Badge", default=True, layout=json.dumps(_layout()))
        positions = []
        for number, (first, last, employer, job, code) in enumerate(people):
            with transaction.atomic():
                order = Order.objects.create(
                    event=event, code=f"A{number:04d}", email="a@exemple.fr", status=Order.STATUS_PAID, datetime=now,
                    expires=now, total=Decimal(0), locale="fr", sales_channel=organiser.sales_channels.get(identifier="web"),
                )  # fmt: skip
                positions.append(
                    OrderPosition.objects.create(
                        order=order,
                        item=item,
                        price=Decimal(0),
                        secret=code,
                        company=employer,
                        city=job,
                        attendee_name_parts={"_scheme": "given_family", "given_name": first, "family_name": last},
                    )
                )
                order.create_transactions()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.process_time()
        out = BytesIO()
        render_pdf(event, positions, OPTIONS["avery_80x50"], out)
        seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps({"seconds": seconds, "bytes": out.tell() or len(out.getvalue()), "memory": (after - before) * 1024})
    )


def _layout() -> list[dict[str, object]]:
    def words(bottom: str, size: str, content: str, bold: bool) -> dict[str, object]:
        return {
            "type": "textarea", "left": "4.50", "bottom": bottom, "fontsize": size, "color": [0, 0, 0, 1],
            "fontfamily": "Open Sans", "bold": bold, "italic": False, "width": "48.00", "content": content,
            "text": "Max", "align": "left",
        }  # fmt: skip

    return [
        words("42.00", "7.0", "event_name", True),
        words("32.00", "18.0", "attendee_name_given_name", False),
        words("24.00", "18.0", "attendee_name_family_name", True),
        words("16.00", "10.0", "attendee_company", False),
        words("10.00", "9.0", "attendee_city", False),
        {"type": "barcodearea", "left": "55.00", "bottom": "6.00", "size": "20.00", "content": "secret", "text": "x"},
    ]


if __name__ == "__main__":
    main()
