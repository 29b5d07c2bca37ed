# GUNICORN_CMD_ARGS overrides each of these.
wsgi_app = "peer.wsgi"
bind = "127.0.0.1:0"
workers = 2
worker_class = "sync"
control_socket_disable = True
