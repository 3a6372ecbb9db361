"""Rows of people, drawn without a template of their own."""

from django import template

from directory import markup

register = template.Library()
register.simple_tag(markup.people)
