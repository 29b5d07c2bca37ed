"""审核列表 as Django does it at its quickest: SQL by hand, tuples instead of models, a cached template.

The statements are Lishu's (src/server/store/sessions.rs, src/server/store/queue/).
"""

import hashlib

from django.db import connections
from django.http import HttpResponse
from django.shortcuts import render

from .models import STATES, binding
from .times import DAY, date, now

PAGE = 50

CALLER = """
    SELECT u.id, u.name, p.name, o.reviews
    FROM session s JOIN operator o ON o.id = s.operator_id
    JOIN person p ON p.id = o.person_id JOIN unit u ON u.id = o.unit_id
    WHERE s.token_hash = %s AND s.expires_at > %s AND o.disabled_at IS NULL AND u.disabled_at IS NULL"""
COUNTS = "SELECT state, n FROM queue_count WHERE superior_id = %s ORDER BY state"
FIRST = """
    SELECT a.id, a.version, a.name, a.uscc, a.applied_at FROM application a
    WHERE a.superior_id = %s AND a.state = 'pending'
    ORDER BY a.applied_at DESC, a.id DESC LIMIT %s"""
BEYOND = """
    SELECT a.id, a.version, a.name, a.uscc, a.applied_at FROM application a
    WHERE a.superior_id = %s AND a.state = 'pending' AND (a.applied_at, a.id) < (%s, %s)
    ORDER BY a.applied_at DESC, a.id DESC LIMIT %s"""


def queue(request):
    at = now()
    token = request.COOKIES.get("lishu", "")
    with connections["lishu"].cursor() as cursor:
        cursor.execute(CALLER, [hashlib.sha256(token.encode()).hexdigest(), at])
        caller = cursor.fetchone()
        if caller is None:
            return HttpResponse("请先登录", status=401)
        superior, unit, person, reviews = caller
        if reviews != 1:
            return HttpResponse("不是审核人", status=403)
        cursor.execute(COUNTS, [superior])
        counts = [{"state": STATES[state], "n": n} for state, n in cursor.fetchall()]
        # One row more than a page says whether there is another page.
        after = cursor_of(request.GET.get("after", ""))
        if after is None:
            cursor.execute(FIRST, [superior, PAGE + 1])
        else:
            cursor.execute(BEYOND, [superior, *after, PAGE + 1])
        rows = cursor.fetchall()
    more = len(rows) > PAGE
    rows = [
        {
            "id": id,
            "version": version,
            "name": name,
            "code": code,
            "binding": binding("pending"),
            "date": date(applied_at),
            "days": (at - applied_at) // DAY,
            "state": STATES["pending"],
            "after": f"{applied_at}.{id}",
        }
        for id, version, name, code, applied_at in rows[:PAGE]
    ]
    page = {
        "unit": unit,
        "person": person,
        "counts": counts,
        "rows": rows,
        "first": after is None,
        "after": rows[-1]["after"] if more else None,
    }
    return render(request, "queue.html", page)


def cursor_of(word):
    """`micros.id`, as Lishu's addresses carry it; anything else asks for the first page."""
    try:
        applied_at, id = word.split(".")
        return int(applied_at), int(id)
    except ValueError:
        return None
