"""Administrations, partner organisations, people, seats and roles.

A person is not a seat, a seat is not an administration, an administration is not a country.
"""

from directory.models.account import Account
from directory.models.administration import Administration, PartnerOrganisation, Region
from directory.models.factor_reset import FactorReset
from directory.models.person import Person
from directory.models.seat import Holding, RoleAssignment, Seat, VacancyOpening
from directory.models.spoken import SpokenLanguage
from directory.models.terms import TermsAcceptance

__all__ = [
    "Account",
    "Administration",
    "FactorReset",
    "Holding",
    "PartnerOrganisation",
    "Person",
    "Region",
    "RoleAssignment",
    "Seat",
    "SpokenLanguage",
    "TermsAcceptance",
    "VacancyOpening",
]
