"""The month, in the one place where its order is written down."""

from __future__ import annotations

from corredor.processes.communities import Communities
from corredor.processes.cultivation import Cultivation
from corredor.processes.finance import Finance
from corredor.processes.interdiction import Interdiction
from corredor.processes.justice import Justice
from corredor.processes.leadership import Leadership
from corredor.processes.markets import Markets
from corredor.processes.process import Process
from corredor.processes.recruitment import Recruitment
from corredor.processes.reporting import Reporting
from corredor.processes.routes import Routes
from corredor.processes.territory import Territory
from corredor.processes.violence import Violence

MONTH: tuple[type[Process], ...] = (
    Cultivation,  # growers plant, leaf becomes cocaine
    Markets,  # last month's arrivals are sold; this month's routes see the price
    Routes,  # organisations weigh cost, risk and tolls, and choose
    Interdiction,  # agencies place assets; loads move, are seized or arrive; owners learn
    Finance,  # rents are shared out by control, laundered, spent on wages, bribes and arms
    Leadership,  # leaders fall and are followed; organisations split and merge
    Territory,  # war or peace, contests, deployment
    Violence,  # homicides by kind
    Recruitment,  # people join, die, leave
    Justice,  # arrest, courts, prison
    Communities,  # trust, exclusion, fear, private security
    Reporting,  # what is seen of all this
)
"""Policies come first and are given to the model as a list; then these, in this order."""
