"""Administrations, partner organisations, people, seats and roles.

A person is not a seat, a seat is not an administration, an administration is not a country.
"""

from directory.models.account import Account
from directory.models.administration import Administration, PartnerOrganisation, Region
from directory.models.allowed_domain import AllowedDomain
from directory.models.card_view import CardView, Export
from directory.models.contact_import import ContactImport, ImportRow
from directory.models.contact_request import ContactRequest
from directory.models.data_export import DataExport
from directory.models.drill import Drill, DrillCall
from directory.models.evidence import Evidence
from directory.models.factor_reset import FactorReset
from directory.models.holding import Holding
from directory.models.invitation import Invitation
from directory.models.leaving import Leaving
from directory.models.move_notice import MoveNotice
from directory.models.nomination import Nomination
from directory.models.partner_opening import PartnerOpening
from directory.models.pending_change import PendingChange
from directory.models.person import Person
from directory.models.reminder import ConfirmingAccount, Reminder
from directory.models.role_assignment import RoleAssignment
from directory.models.saved_filter import SavedFilter
from directory.models.seat import Seat
from directory.models.seat_role import SeatRole
from directory.models.seat_step import SeatStep
from directory.models.signing import Signing
from directory.models.spoken import SpokenLanguage
from directory.models.terms import TermsAcceptance
from directory.models.vacancy_opening import VacancyOpening

__all__ = [
    "Account",
    "Administration",
    "AllowedDomain",
    "CardView",
    "ConfirmingAccount",
    "ContactImport",
    "ContactRequest",
    "DataExport",
    "Drill",
    "DrillCall",
    "Evidence",
    "Export",
    "FactorReset",
    "Holding",
    "ImportRow",
    "Invitation",
    "Leaving",
    "MoveNotice",
    "Nomination",
    "PartnerOpening",
    "PartnerOrganisation",
    "PendingChange",
    "Person",
    "Region",
    "Reminder",
    "RoleAssignment",
    "SavedFilter",
    "Seat",
    "SeatRole",
    "SeatStep",
    "Signing",
    "SpokenLanguage",
    "TermsAcceptance",
    "VacancyOpening",
]
