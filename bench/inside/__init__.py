"""Code that runs in a process of a site, where its models are: python -m bench.inside.<room>.

Each module makes its pages' addresses, signs somebody in and says both as JSON.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()
