-- Whom a unit let go lately, for 审核看板: who of them stands below nobody now.
CREATE INDEX affiliation_ended ON affiliation (superior_id, until_at) WHERE until_at IS NOT NULL;
