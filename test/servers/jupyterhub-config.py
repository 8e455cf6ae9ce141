"""JupyterHub without its proxy, for tests: what it needs is in the environment."""

import os

from jupyterhub.proxy import Proxy


class NoProxy(Proxy):
    """Nobody starts a notebook here: there is nothing to route."""

    should_start = False

    async def add_route(self, routespec, target, data):
        pass

    async def delete_route(self, routespec):
        pass

    async def get_all_routes(self):
        return {}


c = get_config()  # noqa: F821
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = int(os.environ["HUB_PORT"])
c.JupyterHub.db_url = "sqlite:///:memory:"
c.JupyterHub.cookie_secret = os.urandom(32)
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.log_level = "ERROR"
c.JupyterHub.services = [{"name": "responder", "api_token": os.environ["RESPONDER_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "responder", "services": ["responder"], "scopes": ["admin:users", "tokens"]},
]
