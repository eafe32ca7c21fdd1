"""What a web server and the `flask` command load."""

from mal import create_app

app = create_app()
