"""What the web processes serve in a measurement."""

from mal import create_app
from tests.bench.layers import layered

app = layered(create_app(), create_app())
