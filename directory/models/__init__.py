"""Administrations, partner organisations, people, seats and roles.

A person is not a seat, a seat is not an administration, an administration is not a country.
"""

from directory.models.administration import Administration, PartnerOrganisation, Region
from directory.models.person import Person, SpokenLanguage, TermsAcceptance
from directory.models.seat import Holding, RoleAssignment, Seat

__all__ = [
    "Administration",
    "Holding",
    "PartnerOrganisation",
    "Person",
    "Region",
    "RoleAssignment",
    "Seat",
    "SpokenLanguage",
    "TermsAcceptance",
]
