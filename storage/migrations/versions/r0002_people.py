"""Agencies, people, the way of a report, and the log of what was done, which the database itself keeps from change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ONLY_ADDED = "the audit log is only ever added to"
# A row put in over another is deleted without its trigger in SQLite, so that is refused as well.
ON_SQLITE = [
    f"CREATE TRIGGER audit_log_no_{name} BEFORE {event} ON audit_log {when} "
    f"BEGIN SELECT RAISE(ABORT, '{ONLY_ADDED}'); END"
    for name, event, when in (
        ("update", "UPDATE", ""),
        ("delete", "DELETE", ""),
        ("replace", "INSERT", "WHEN EXISTS (SELECT 1 FROM audit_log WHERE number = NEW.number)"),
    )
]
FUNCTION = f"""CREATE OR REPLACE FUNCTION audit_log_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{ONLY_ADDED}'; END $$"""
TRIGGER = """CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_only_added()"""
TRIGGERS = {"sqlite": ON_SQLITE, "postgresql": [FUNCTION, TRIGGER]}


def upgrade() -> None:
    """Make the tables; reports that are there stay as they are."""
    _agencies()
    _people()
    _workflow()
    _audit()


def _agencies() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("credit_code", sa.Text, nullable=False),
        sa.Column("self_review", sa.Boolean, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("merged_into_id", sa.Text),
        sa.ForeignKeyConstraint(["merged_into_id"], ["agencies.id"], name="fk_agencies_merged_into_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["agencies.id"], name="fk_agencies_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
    )
    op.create_index("ix_agencies_parent_id", "agencies", ["parent_id"])
    op.create_index(
        "uq_agencies_live_credit_code",
        "agencies",
        ["credit_code"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL AND credit_code <> ''"),
        postgresql_where=sa.text("closed_at IS NULL AND credit_code <> ''"),
    )
    op.create_index(
        "uq_agencies_live_name",
        "agencies",
        ["name"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "agency_names",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("agency_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("until", sa.Date),
        sa.Column("reason", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_agency_names_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agency_names"),
    )
    op.create_index("ix_agency_names_agency_id", "agency_names", ["agency_id"])
    op.create_table(
        "agency_deadlines",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("agency_id", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("below", sa.Boolean, nullable=False),
        sa.Column("month", sa.Integer, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_agency_deadlines_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agency_deadlines"),
        sa.UniqueConstraint("agency_id", "year", "below", name="uq_agency_deadlines_agency_id_year_below"),
    )


def _people() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("administrator", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("password_at", MOMENT, nullable=False),
        sa.Column("totp_secret", sa.Text, nullable=False),
        sa.Column("totp_step", sa.Integer, nullable=False),
        sa.Column("totp_at", MOMENT),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("deleted_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )
    op.create_index(
        "uq_accounts_live_login",
        "accounts",
        ["login"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "roles",
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("agency_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_roles_account_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_roles_agency_id"),
        sa.PrimaryKeyConstraint("account_id", "agency_id", "role", name="pk_roles"),
    )
    op.create_index("ix_roles_agency_id", "roles", ["agency_id"])
    op.create_table(
        "logins",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("browser", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_logins_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_logins"),
    )
    op.create_index("ix_logins_account_id", "logins", ["account_id"])
    op.create_index("uq_logins_token_hash", "logins", ["token_hash"], unique=True)
    op.create_table(
        "attempts",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("wait_until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_attempts"),
    )
    op.create_table(
        "known_places",
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_known_places_account_id"),
        sa.PrimaryKeyConstraint("account_id", "place", name="pk_known_places"),
    )
    op.create_table(
        "links",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("token_hash", name="pk_links"),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_api_tokens_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
    )
    op.create_index("ix_api_tokens_account_id", "api_tokens", ["account_id"])
    op.create_index("uq_api_tokens_token_hash", "api_tokens", ["token_hash"], unique=True)
    op.create_table(
        "reminders",
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_reminders_account_id"),
        sa.PrimaryKeyConstraint("account_id", "day", name="pk_reminders"),
    )


def _workflow() -> None:
    op.create_table(
        "report_flows",
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("agency_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("sender_id", sa.Text),
        sa.Column("opened_at", MOMENT),
        sa.Column("self_reviewed", sa.Boolean, nullable=False),
        sa.Column("final_version", sa.Integer, nullable=False),
        sa.Column("published_version", sa.Integer, nullable=False),
        sa.Column("correcting", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_report_flows_agency_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_flows_report_id"),
        sa.ForeignKeyConstraint(["sender_id"], ["accounts.id"], name="fk_report_flows_sender_id"),
        sa.PrimaryKeyConstraint("report_id", name="pk_report_flows"),
    )
    op.create_index("ix_report_flows_agency_id_state", "report_flows", ["agency_id", "state"])
    op.create_table(
        "report_steps",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_report_steps_account_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_steps_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_steps"),
    )
    op.create_index("ix_report_steps_report_id", "report_steps", ["report_id"])
    op.create_table(
        "report_fillers",
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_report_fillers_account_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_fillers_report_id"),
        sa.PrimaryKeyConstraint("report_id", "account_id", name="pk_report_fillers"),
    )
    op.create_table(
        "report_assignments",
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_report_assignments_account_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_assignments_report_id"),
        sa.PrimaryKeyConstraint("report_id", "role", name="pk_report_assignments"),
    )
    op.create_table(
        "report_comments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("report_id", sa.Text, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT),
        sa.Column("resolved_by", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_report_comments_account_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["report_comments.id"], name="fk_report_comments_parent_id"),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_report_comments_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report_comments"),
    )
    op.create_index("ix_report_comments_report_id", "report_comments", ["report_id"])


def _audit() -> None:
    op.create_table(
        "audit_log",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_account_id", "audit_log", ["account_id"])
    op.create_index("ix_audit_log_subject", "audit_log", ["subject"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    head = sa.table("audit_head", sa.column("id"), sa.column("number"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": "0" * 64}])
    for statement in TRIGGERS.get(op.get_bind().dialect.name, []):
        op.execute(statement)
