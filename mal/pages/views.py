"""Pages of this capability."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)
