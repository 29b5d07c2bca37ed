class Router:
    """The desk's tables are Lishu's, and stay as they are; Django's own are in a file of their own."""

    def db_for_read(self, model, **hints):
        return "lishu" if model._meta.app_label == "desk" else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        return db == "default" and app_label != "desk"
