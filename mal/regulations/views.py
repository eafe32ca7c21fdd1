"""Pages of this capability."""

from flask import Blueprint

blueprint = Blueprint("regulations", __name__)
