"""The floor: a minimal signed-in Django page, served as the portal is. Ratios stand on it.

One list of 30 rows in 3 statements (session, person, rows with their authors), 60 dates, a form
with a CSRF token; and a topic of 20 posts in 4 statements. No gzip, no translation, no reading
rule: it is what cannot be left out.
"""
