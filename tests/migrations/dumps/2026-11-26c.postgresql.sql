CREATE TABLE public.api_token (
    id character varying(16) NOT NULL,
    secret_hash character varying(64) NOT NULL,
    label character varying(100) NOT NULL,
    scopes character varying(500) NOT NULL,
    made_by character varying(16) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    parent character varying(16)
);

CREATE TABLE public.closed_system (
    system character varying(80) NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    sealed bytea
);

CREATE TABLE public.counter (
    name character varying(16) NOT NULL,
    last integer NOT NULL
);

CREATE TABLE public.desk_answer (
    id bigint NOT NULL,
    reference character varying(20) NOT NULL,
    letter integer NOT NULL,
    bundle character varying(60),
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    collected integer NOT NULL,
    revoked_at timestamp with time zone,
    erased_at timestamp with time zone,
    sealed bytea
);

CREATE SEQUENCE public.desk_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.desk_answer_id_seq OWNED BY public.desk_answer.id;

CREATE TABLE public.desk_case (
    reference character varying(20) NOT NULL,
    right_ character varying(24) NOT NULL,
    state character varying(16) NOT NULL,
    before_hold character varying(16),
    waiting character varying(120) NOT NULL,
    language character varying(2) NOT NULL,
    channel character varying(16) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    due_at timestamp with time zone NOT NULL,
    clock text NOT NULL,
    extended integer NOT NULL,
    residence character varying(8),
    agent character varying(12) NOT NULL,
    form character varying(24),
    grounds character varying(200) NOT NULL,
    decision character varying(40),
    assigned_to character varying(40),
    duplicate_of character varying(20),
    answered_at timestamp with time zone,
    closed_at timestamp with time zone,
    is_open integer NOT NULL,
    sealed bytea,
    turn integer NOT NULL
);

CREATE TABLE public.desk_code (
    id integer NOT NULL,
    reference character varying(20) NOT NULL,
    purpose character varying(16) NOT NULL,
    digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    attempts integer NOT NULL,
    used_at timestamp with time zone
);

CREATE SEQUENCE public.desk_code_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.desk_code_id_seq OWNED BY public.desk_code.id;

CREATE TABLE public.desk_decision (
    id bigint NOT NULL,
    reference character varying(20) NOT NULL,
    outcome character varying(16) NOT NULL,
    ground character varying(40),
    "only" text NOT NULL,
    by character varying(80) NOT NULL,
    at timestamp with time zone NOT NULL,
    sealed bytea,
    plan_sha256 character varying(64),
    approved_by character varying(80),
    approved_at timestamp with time zone
);

CREATE SEQUENCE public.desk_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.desk_decision_id_seq OWNED BY public.desk_decision.id;

CREATE TABLE public.desk_fee_line (
    id integer NOT NULL,
    reference character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(10) NOT NULL,
    units bigint NOT NULL,
    currency character varying(3) NOT NULL,
    way character varying(8),
    receipt character varying(24),
    by character varying(60) NOT NULL,
    outside character varying(120)
);

CREATE SEQUENCE public.desk_fee_line_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.desk_fee_line_id_seq OWNED BY public.desk_fee_line.id;

CREATE TABLE public.desk_letter (
    id bigint NOT NULL,
    reference character varying(20) NOT NULL,
    name character varying(24) NOT NULL,
    occasion character varying(60) NOT NULL,
    language character varying(2) NOT NULL,
    sha256 character varying(64) NOT NULL,
    written_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    sent_how character varying(16),
    answer integer,
    sealed bytea
);

CREATE SEQUENCE public.desk_letter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.desk_letter_id_seq OWNED BY public.desk_letter.id;

CREATE TABLE public.desk_link (
    token_hash character varying(64) NOT NULL,
    answer integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    code_hash character varying(64),
    code_until timestamp with time zone,
    codes integer NOT NULL,
    wrong integer NOT NULL
);

CREATE TABLE public.desk_lookup (
    digest character varying(64) NOT NULL,
    reference character varying(20) NOT NULL,
    what character varying(60) NOT NULL
);

CREATE TABLE public.desk_mail (
    key character varying(64) NOT NULL,
    became character varying(16) NOT NULL,
    reference character varying(20),
    received_at timestamp with time zone NOT NULL,
    attachments integer NOT NULL,
    seen_at timestamp with time zone,
    seen_by character varying(200),
    sealed bytea
);

CREATE TABLE public.desk_mailbox (
    mailbox character varying(64) NOT NULL,
    uid_validity bigint NOT NULL,
    uid bigint NOT NULL
);

CREATE TABLE public.desk_outbox (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(40) NOT NULL,
    key character varying(80) NOT NULL,
    payload text NOT NULL,
    attempts integer NOT NULL,
    last_error character varying(80),
    claimed_by character varying(32),
    done_at timestamp with time zone,
    stuck_at timestamp with time zone
);

CREATE SEQUENCE public.desk_outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.desk_outbox_id_seq OWNED BY public.desk_outbox.id;

CREATE TABLE public.desk_party_task (
    id character varying(36) NOT NULL,
    reference character varying(20) NOT NULL,
    party character varying(64) NOT NULL,
    how character varying(16) NOT NULL,
    "right" character varying(16) NOT NULL,
    state character varying(16) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_on date NOT NULL,
    told_at timestamp with time zone,
    expected_by timestamp with time zone,
    over_at timestamp with time zone,
    over_by character varying(200),
    reminders integer NOT NULL,
    proven integer NOT NULL,
    sealed bytea
);

CREATE TABLE public.desk_payment_page (
    checkout character varying(120) NOT NULL,
    reference character varying(20) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    intent character varying(120)
);

CREATE TABLE public.desk_profile_change (
    reference character varying(20) NOT NULL,
    category character varying(80) NOT NULL,
    way character varying(16) NOT NULL,
    undoes character varying(20),
    at timestamp with time zone NOT NULL,
    sealed bytea
);

CREATE TABLE public.desk_profile_person (
    digest character varying(64) NOT NULL,
    reference character varying(20) NOT NULL
);

CREATE TABLE public.desk_profile_visit (
    reference character varying(20) NOT NULL,
    address character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    language character varying(2) NOT NULL,
    sealed bytea NOT NULL
);

CREATE TABLE public.desk_proof (
    id character varying(40) NOT NULL,
    reference character varying(20) NOT NULL,
    what character varying(24) NOT NULL,
    kind character varying(40) NOT NULL,
    stored_as character varying(80),
    added_by character varying(60) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    outcome character varying(12),
    decided_by character varying(60),
    decided_at timestamp with time zone,
    erased_at timestamp with time zone
);

CREATE TABLE public.desk_restriction (
    id bigint NOT NULL,
    who character varying(64) NOT NULL,
    stops character varying(80) NOT NULL,
    since timestamp with time zone NOT NULL,
    reference character varying(20) NOT NULL,
    lifted_at timestamp with time zone
);

CREATE SEQUENCE public.desk_restriction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.desk_restriction_id_seq OWNED BY public.desk_restriction.id;

CREATE TABLE public.desk_schedule (
    name character varying(40) NOT NULL,
    every character varying(60) NOT NULL,
    next_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone
);

CREATE TABLE public.desk_signal (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    topic character varying(40) NOT NULL,
    payload text NOT NULL,
    wait integer
);

CREATE SEQUENCE public.desk_signal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.desk_signal_id_seq OWNED BY public.desk_signal.id;

CREATE TABLE public.desk_step (
    key character varying(80) NOT NULL,
    number integer NOT NULL,
    name character varying(80) NOT NULL,
    value text NOT NULL
);

CREATE TABLE public.desk_submission (
    digest character varying(64) NOT NULL,
    content character varying(64) NOT NULL,
    reference character varying(20),
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.desk_used_link (
    id character varying(64) NOT NULL,
    used_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.desk_work (
    key character varying(80) NOT NULL,
    name character varying(40) NOT NULL,
    args text NOT NULL,
    port character varying(8) NOT NULL,
    state character varying(12) NOT NULL,
    run integer NOT NULL,
    steps integer NOT NULL,
    wait integer NOT NULL,
    topic character varying(40),
    until timestamp with time zone,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    error character varying(80)
);

CREATE TABLE public.due (
    id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(24) NOT NULL,
    ref character varying(16) NOT NULL,
    done boolean NOT NULL
);

CREATE SEQUENCE public.due_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.due_id_seq OWNED BY public.due.id;

CREATE TABLE public.erased_key (
    ref character varying(16) NOT NULL,
    system character varying(80) NOT NULL,
    kind character varying(80) NOT NULL,
    digest character varying(64) NOT NULL,
    identity text NOT NULL,
    erased_at timestamp with time zone NOT NULL
);

CREATE TABLE public.evidence_anchor (
    id bigint NOT NULL,
    size bigint NOT NULL,
    kept_at text NOT NULL,
    note text NOT NULL,
    token bytea
);

CREATE SEQUENCE public.evidence_anchor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.evidence_anchor_id_seq OWNED BY public.evidence_anchor.id;

CREATE TABLE public.evidence_checkpoint (
    size bigint NOT NULL,
    note text NOT NULL
);

CREATE TABLE public.evidence_entry (
    id bigint NOT NULL,
    idx bigint,
    kind text NOT NULL,
    case_ref text,
    drill boolean NOT NULL,
    leaf bytea NOT NULL
);

CREATE SEQUENCE public.evidence_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.evidence_entry_id_seq OWNED BY public.evidence_entry.id;

CREATE TABLE public.evidence_sequencer (
    one integer NOT NULL,
    turns bigint NOT NULL
);

CREATE TABLE public.evidence_tile (
    level integer NOT NULL,
    number bigint NOT NULL,
    hashes bytea NOT NULL
);

CREATE TABLE public.hold (
    ref character varying(16) NOT NULL,
    clause character varying(80) NOT NULL,
    until date NOT NULL,
    placed_by character varying(200) NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    sealed bytea,
    released_at timestamp with time zone
);

CREATE TABLE public.plan (
    unit character varying(16) NOT NULL,
    sha256 character varying(64) NOT NULL,
    document text NOT NULL,
    pins text NOT NULL,
    refs text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    approved_by character varying(200),
    approved_at timestamp with time zone
);

CREATE TABLE public.policy_acceptance (
    id integer NOT NULL,
    person character varying(200) NOT NULL,
    version character varying(200) NOT NULL,
    how character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    salt bytea NOT NULL
);

CREATE SEQUENCE public.policy_acceptance_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.policy_acceptance_id_seq OWNED BY public.policy_acceptance.id;

CREATE TABLE public.provision_declaration (
    id bigint NOT NULL,
    since date NOT NULL,
    through date NOT NULL,
    owner character varying(200) NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone
);

CREATE SEQUENCE public.provision_declaration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.provision_declaration_id_seq OWNED BY public.provision_declaration.id;

CREATE TABLE public.provision_person (
    id bigint NOT NULL,
    record bigint NOT NULL,
    kind character varying(80) NOT NULL,
    digest character varying(64) NOT NULL
);

CREATE SEQUENCE public.provision_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.provision_person_id_seq OWNED BY public.provision_person.id;

CREATE TABLE public.provision_record (
    id bigint NOT NULL,
    direction character varying(8) NOT NULL,
    party character varying(80) NOT NULL,
    basis character varying(12) NOT NULL,
    form character varying(8) NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    made_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    fingerprint character varying(64),
    sealed bytea,
    erased_at timestamp with time zone
);

CREATE SEQUENCE public.provision_record_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.provision_record_id_seq OWNED BY public.provision_record.id;

CREATE TABLE public.received_before (
    source character varying(80) NOT NULL,
    digest character varying(64) NOT NULL,
    forget_at timestamp with time zone NOT NULL
);

CREATE TABLE public.request (
    ref character varying(16) NOT NULL,
    batch character varying(16),
    "position" integer NOT NULL,
    right_ character varying(16) NOT NULL,
    state character varying(16) NOT NULL,
    found character varying(8),
    absence character varying(12),
    opened_at timestamp with time zone NOT NULL,
    sealed bytea,
    salt character varying(64),
    report text,
    receipt text,
    erased_at timestamp with time zone
);

CREATE TABLE public.retention_run (
    ref character varying(16) NOT NULL,
    state character varying(16) NOT NULL,
    sha256 character varying(64) NOT NULL,
    document text NOT NULL,
    pins text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    approved_by character varying(200),
    approved_at timestamp with time zone,
    sealed bytea,
    report text
);

CREATE TABLE public.screening_key (
    id character varying(16) NOT NULL,
    digest character varying(64) NOT NULL,
    tenant character varying(64) NOT NULL,
    purpose character varying(64) NOT NULL,
    role character varying(16) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);

CREATE TABLE public.screening_map (
    handle character varying(80) NOT NULL,
    tenant character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    sealed bytea NOT NULL
);

CREATE TABLE public.screening_map_value (
    handle character varying(80) NOT NULL,
    digest character varying(64) NOT NULL
);

CREATE TABLE public.screening_owned (
    id character varying(120) NOT NULL,
    tenant character varying(64) NOT NULL,
    what character varying(8) NOT NULL,
    handle character varying(80) NOT NULL,
    made_at timestamp with time zone NOT NULL
);

CREATE TABLE public.screening_suspension (
    id bigint NOT NULL,
    tenant character varying(64) NOT NULL,
    who character varying(64) NOT NULL,
    case_ref character varying(64),
    since timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);

CREATE SEQUENCE public.screening_suspension_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.screening_suspension_id_seq OWNED BY public.screening_suspension.id;

CREATE TABLE public.screening_switch (
    id bigint NOT NULL,
    tenant character varying(64) NOT NULL,
    setting character varying(16) NOT NULL,
    value character varying(8) NOT NULL,
    by_key character varying(16) NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE SEQUENCE public.screening_switch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.screening_switch_id_seq OWNED BY public.screening_switch.id;

CREATE TABLE public.staff (
    id character varying(16) NOT NULL,
    name character varying(200) NOT NULL,
    address character varying(254) NOT NULL,
    address_key character varying(254) NOT NULL,
    roles character varying(200) NOT NULL,
    password_hash text,
    wrong_in_a_row integer NOT NULL,
    locked_until timestamp with time zone,
    disabled_at timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    oidc_issuer character varying(500),
    oidc_subject character varying(255)
);

CREATE TABLE public.staff_challenge (
    token_hash character varying(64) NOT NULL,
    kind character varying(16) NOT NULL,
    staff_id character varying(16),
    content text NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE public.staff_link (
    token_hash character varying(64) NOT NULL,
    kind character varying(16) NOT NULL,
    staff_id character varying(16),
    made_by character varying(16),
    ends_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.staff_passkey (
    credential character varying(1400) NOT NULL,
    staff_id character varying(16) NOT NULL,
    public_key bytea NOT NULL,
    uses integer NOT NULL,
    label character varying(100) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.staff_session (
    token_hash character varying(64) NOT NULL,
    handle character varying(16) NOT NULL,
    staff_id character varying(16) NOT NULL,
    method character varying(16) NOT NULL,
    browser character varying(60) NOT NULL,
    began_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    proved_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL
);

CREATE TABLE public.upheld_schema (
    version_num character varying(32) NOT NULL
);

CREATE TABLE public.upload (
    name character varying(32) NOT NULL,
    owner character varying(64) NOT NULL,
    media_type character varying(40) NOT NULL,
    size integer NOT NULL,
    digest character varying(64) NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    wrapped_key bytea,
    erased_at timestamp with time zone
);

ALTER TABLE ONLY public.desk_answer ALTER COLUMN id SET DEFAULT nextval('public.desk_answer_id_seq'::regclass);

ALTER TABLE ONLY public.desk_code ALTER COLUMN id SET DEFAULT nextval('public.desk_code_id_seq'::regclass);

ALTER TABLE ONLY public.desk_decision ALTER COLUMN id SET DEFAULT nextval('public.desk_decision_id_seq'::regclass);

ALTER TABLE ONLY public.desk_fee_line ALTER COLUMN id SET DEFAULT nextval('public.desk_fee_line_id_seq'::regclass);

ALTER TABLE ONLY public.desk_letter ALTER COLUMN id SET DEFAULT nextval('public.desk_letter_id_seq'::regclass);

ALTER TABLE ONLY public.desk_outbox ALTER COLUMN id SET DEFAULT nextval('public.desk_outbox_id_seq'::regclass);

ALTER TABLE ONLY public.desk_restriction ALTER COLUMN id SET DEFAULT nextval('public.desk_restriction_id_seq'::regclass);

ALTER TABLE ONLY public.desk_signal ALTER COLUMN id SET DEFAULT nextval('public.desk_signal_id_seq'::regclass);

ALTER TABLE ONLY public.due ALTER COLUMN id SET DEFAULT nextval('public.due_id_seq'::regclass);

ALTER TABLE ONLY public.evidence_anchor ALTER COLUMN id SET DEFAULT nextval('public.evidence_anchor_id_seq'::regclass);

ALTER TABLE ONLY public.evidence_entry ALTER COLUMN id SET DEFAULT nextval('public.evidence_entry_id_seq'::regclass);

ALTER TABLE ONLY public.policy_acceptance ALTER COLUMN id SET DEFAULT nextval('public.policy_acceptance_id_seq'::regclass);

ALTER TABLE ONLY public.provision_declaration ALTER COLUMN id SET DEFAULT nextval('public.provision_declaration_id_seq'::regclass);

ALTER TABLE ONLY public.provision_person ALTER COLUMN id SET DEFAULT nextval('public.provision_person_id_seq'::regclass);

ALTER TABLE ONLY public.provision_record ALTER COLUMN id SET DEFAULT nextval('public.provision_record_id_seq'::regclass);

ALTER TABLE ONLY public.screening_suspension ALTER COLUMN id SET DEFAULT nextval('public.screening_suspension_id_seq'::regclass);

ALTER TABLE ONLY public.screening_switch ALTER COLUMN id SET DEFAULT nextval('public.screening_switch_id_seq'::regclass);

INSERT INTO public.api_token VALUES ('id-1', 'secret_hash-1', 'label-1', 'scopes-1', 'made_by-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', 'parent-1');
INSERT INTO public.api_token VALUES ('id-2', 'secret_hash-2', 'label-2', 'scopes-2', 'made_by-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', 'parent-2');
INSERT INTO public.api_token VALUES ('id-3', 'secret_hash-3', 'label-3', 'scopes-3', 'made_by-3', '2026-11-26 03:03:00+00', NULL, NULL, NULL, NULL);

INSERT INTO public.closed_system VALUES ('system-1', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.closed_system VALUES ('system-2', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.closed_system VALUES ('system-3', '2026-11-26 03:03:00+00', NULL);

INSERT INTO public.counter VALUES ('name-1', 1);
INSERT INTO public.counter VALUES ('name-2', 2);
INSERT INTO public.counter VALUES ('name-3', 3);

INSERT INTO public.desk_answer VALUES (1, 'reference-1', 1, 'bundle-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', 1, '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.desk_answer VALUES (2, 'reference-2', 2, 'bundle-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', 2, '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.desk_answer VALUES (3, 'reference-3', 3, NULL, '2026-11-26 03:03:00+00', NULL, 3, NULL, NULL, NULL);

INSERT INTO public.desk_case VALUES ('reference-1', 'right_-1', 'state-1', 'before_hold-1', 'waiting-1', '1', 'channel-1', '2026-11-26 03:01:00+00', '2026-11-01', '2026-11-26 03:01:00+00', 'clock-1', 1, '1', 'agent-1', 'form-1', 'grounds-1', 'decision-1', 'assigned_to-1', 'duplicate_of-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', 1, '\x0102030405060708090a0b0c0d0e0f10', 1);
INSERT INTO public.desk_case VALUES ('reference-2', 'right_-2', 'state-2', 'before_hold-2', 'waiting-2', '2', 'channel-2', '2026-11-26 03:02:00+00', '2026-11-02', '2026-11-26 03:02:00+00', 'clock-2', 2, '2', 'agent-2', 'form-2', 'grounds-2', 'decision-2', 'assigned_to-2', 'duplicate_of-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', 2, '\x02030405060708090a0b0c0d0e0f1011', 2);
INSERT INTO public.desk_case VALUES ('reference-3', 'right_-3', 'state-3', NULL, 'waiting-3', '3', 'channel-3', '2026-11-26 03:03:00+00', '2026-11-03', '2026-11-26 03:03:00+00', 'clock-3', 3, NULL, 'agent-3', NULL, 'grounds-3', NULL, NULL, NULL, NULL, NULL, 3, NULL, 3);

INSERT INTO public.desk_code VALUES (1, 'reference-1', 'purpose-1', 'digest-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', 1, '2026-11-26 03:01:00+00');
INSERT INTO public.desk_code VALUES (2, 'reference-2', 'purpose-2', 'digest-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', 2, '2026-11-26 03:02:00+00');
INSERT INTO public.desk_code VALUES (3, 'reference-3', 'purpose-3', 'digest-3', '2026-11-26 03:03:00+00', '2026-11-26 03:03:00+00', 3, NULL);

INSERT INTO public.desk_decision VALUES (1, 'reference-1', 'outcome-1', 'ground-1', 'only-1', 'by-1', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10', 'plan_sha256-1', 'approved_by-1', '2026-11-26 03:01:00+00');
INSERT INTO public.desk_decision VALUES (2, 'reference-2', 'outcome-2', 'ground-2', 'only-2', 'by-2', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011', 'plan_sha256-2', 'approved_by-2', '2026-11-26 03:02:00+00');
INSERT INTO public.desk_decision VALUES (3, 'reference-3', 'outcome-3', NULL, 'only-3', 'by-3', '2026-11-26 03:03:00+00', NULL, NULL, NULL, NULL);

INSERT INTO public.desk_fee_line VALUES (1, 'reference-1', '2026-11-26 03:01:00+00', 'kind-1', 1, '1', 'way-1', 'receipt-1', 'by-1', 'outside-1');
INSERT INTO public.desk_fee_line VALUES (2, 'reference-2', '2026-11-26 03:02:00+00', 'kind-2', 2, '2', 'way-2', 'receipt-2', 'by-2', 'outside-2');
INSERT INTO public.desk_fee_line VALUES (3, 'reference-3', '2026-11-26 03:03:00+00', 'kind-3', 3, '3', NULL, NULL, 'by-3', NULL);

INSERT INTO public.desk_letter VALUES (1, 'reference-1', 'name-1', 'occasion-1', '1', 'sha256-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', 'sent_how-1', 1, '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.desk_letter VALUES (2, 'reference-2', 'name-2', 'occasion-2', '2', 'sha256-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', 'sent_how-2', 2, '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.desk_letter VALUES (3, 'reference-3', 'name-3', 'occasion-3', '3', 'sha256-3', '2026-11-26 03:03:00+00', NULL, NULL, NULL, NULL);

INSERT INTO public.desk_link VALUES ('token_hash-1', 1, '2026-11-26 03:01:00+00', 'code_hash-1', '2026-11-26 03:01:00+00', 1, 1);
INSERT INTO public.desk_link VALUES ('token_hash-2', 2, '2026-11-26 03:02:00+00', 'code_hash-2', '2026-11-26 03:02:00+00', 2, 2);
INSERT INTO public.desk_link VALUES ('token_hash-3', 3, '2026-11-26 03:03:00+00', NULL, NULL, 3, 3);

INSERT INTO public.desk_lookup VALUES ('digest-1', 'reference-1', 'what-1');
INSERT INTO public.desk_lookup VALUES ('digest-2', 'reference-2', 'what-2');
INSERT INTO public.desk_lookup VALUES ('digest-3', 'reference-3', 'what-3');

INSERT INTO public.desk_mail VALUES ('key-1', 'became-1', 'reference-1', '2026-11-26 03:01:00+00', 1, '2026-11-26 03:01:00+00', 'seen_by-1', '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.desk_mail VALUES ('key-2', 'became-2', 'reference-2', '2026-11-26 03:02:00+00', 2, '2026-11-26 03:02:00+00', 'seen_by-2', '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.desk_mail VALUES ('key-3', 'became-3', NULL, '2026-11-26 03:03:00+00', 3, NULL, NULL, NULL);

INSERT INTO public.desk_mailbox VALUES ('mailbox-1', 1, 1);
INSERT INTO public.desk_mailbox VALUES ('mailbox-2', 2, 2);
INSERT INTO public.desk_mailbox VALUES ('mailbox-3', 3, 3);

INSERT INTO public.desk_outbox VALUES (1, '2026-11-26 03:01:00+00', 'kind-1', 'key-1', 'payload-1', 1, 'last_error-1', 'claimed_by-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.desk_outbox VALUES (2, '2026-11-26 03:02:00+00', 'kind-2', 'key-2', 'payload-2', 2, 'last_error-2', 'claimed_by-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.desk_outbox VALUES (3, '2026-11-26 03:03:00+00', 'kind-3', 'key-3', 'payload-3', 3, NULL, NULL, NULL, NULL);

INSERT INTO public.desk_party_task VALUES ('id-1', 'reference-1', 'party-1', 'how-1', 'right-1', 'state-1', '2026-11-26 03:01:00+00', '2026-11-01', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', 'over_by-1', 1, 1, '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.desk_party_task VALUES ('id-2', 'reference-2', 'party-2', 'how-2', 'right-2', 'state-2', '2026-11-26 03:02:00+00', '2026-11-02', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', 'over_by-2', 2, 2, '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.desk_party_task VALUES ('id-3', 'reference-3', 'party-3', 'how-3', 'right-3', 'state-3', '2026-11-26 03:03:00+00', '2026-11-03', NULL, NULL, NULL, NULL, 3, 3, NULL);

INSERT INTO public.desk_payment_page VALUES ('checkout-1', 'reference-1', '2026-11-26 03:01:00+00', 1, 'intent-1');
INSERT INTO public.desk_payment_page VALUES ('checkout-2', 'reference-2', '2026-11-26 03:02:00+00', 2, 'intent-2');
INSERT INTO public.desk_payment_page VALUES ('checkout-3', 'reference-3', '2026-11-26 03:03:00+00', 3, NULL);

INSERT INTO public.desk_profile_change VALUES ('reference-1', 'category-1', 'way-1', 'undoes-1', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.desk_profile_change VALUES ('reference-2', 'category-2', 'way-2', 'undoes-2', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.desk_profile_change VALUES ('reference-3', 'category-3', 'way-3', NULL, '2026-11-26 03:03:00+00', NULL);

INSERT INTO public.desk_profile_person VALUES ('digest-1', 'reference-1');
INSERT INTO public.desk_profile_person VALUES ('digest-2', 'reference-2');
INSERT INTO public.desk_profile_person VALUES ('digest-3', 'reference-3');

INSERT INTO public.desk_profile_visit VALUES ('reference-1', 'address-1', '2026-11-26 03:01:00+00', '1', '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.desk_profile_visit VALUES ('reference-2', 'address-2', '2026-11-26 03:02:00+00', '2', '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.desk_profile_visit VALUES ('reference-3', 'address-3', '2026-11-26 03:03:00+00', '3', '\x030405060708090a0b0c0d0e0f101112');

INSERT INTO public.desk_proof VALUES ('id-1', 'reference-1', 'what-1', 'kind-1', 'stored_as-1', 'added_by-1', '2026-11-26 03:01:00+00', 'outcome-1', 'decided_by-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.desk_proof VALUES ('id-2', 'reference-2', 'what-2', 'kind-2', 'stored_as-2', 'added_by-2', '2026-11-26 03:02:00+00', 'outcome-2', 'decided_by-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.desk_proof VALUES ('id-3', 'reference-3', 'what-3', 'kind-3', NULL, 'added_by-3', '2026-11-26 03:03:00+00', NULL, NULL, NULL, NULL);

INSERT INTO public.desk_restriction VALUES (1, 'who-1', 'stops-1', '2026-11-26 03:01:00+00', 'reference-1', '2026-11-26 03:01:00+00');
INSERT INTO public.desk_restriction VALUES (2, 'who-2', 'stops-2', '2026-11-26 03:02:00+00', 'reference-2', '2026-11-26 03:02:00+00');
INSERT INTO public.desk_restriction VALUES (3, 'who-3', 'stops-3', '2026-11-26 03:03:00+00', 'reference-3', NULL);

INSERT INTO public.desk_schedule VALUES ('name-1', 'every-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.desk_schedule VALUES ('name-2', 'every-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.desk_schedule VALUES ('name-3', 'every-3', '2026-11-26 03:03:00+00', NULL);

INSERT INTO public.desk_signal VALUES (1, 'key-1', 'topic-1', 'payload-1', 1);
INSERT INTO public.desk_signal VALUES (2, 'key-2', 'topic-2', 'payload-2', 2);
INSERT INTO public.desk_signal VALUES (3, 'key-3', 'topic-3', 'payload-3', NULL);

INSERT INTO public.desk_step VALUES ('key-1', 1, 'name-1', 'value-1');
INSERT INTO public.desk_step VALUES ('key-2', 2, 'name-2', 'value-2');
INSERT INTO public.desk_step VALUES ('key-3', 3, 'name-3', 'value-3');

INSERT INTO public.desk_submission VALUES ('digest-1', 'content-1', 'reference-1', '2026-11-26 03:01:00+00');
INSERT INTO public.desk_submission VALUES ('digest-2', 'content-2', 'reference-2', '2026-11-26 03:02:00+00');
INSERT INTO public.desk_submission VALUES ('digest-3', 'content-3', NULL, '2026-11-26 03:03:00+00');

INSERT INTO public.desk_used_link VALUES ('id-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.desk_used_link VALUES ('id-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.desk_used_link VALUES ('id-3', '2026-11-26 03:03:00+00', '2026-11-26 03:03:00+00');

INSERT INTO public.desk_work VALUES ('key-1', 'name-1', 'args-1', 'port-1', 'state-1', 1, 1, 1, 'topic-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', 'error-1');
INSERT INTO public.desk_work VALUES ('key-2', 'name-2', 'args-2', 'port-2', 'state-2', 2, 2, 2, 'topic-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', 'error-2');
INSERT INTO public.desk_work VALUES ('key-3', 'name-3', 'args-3', 'port-3', 'state-3', 3, 3, 3, NULL, NULL, '2026-11-26 03:03:00+00', NULL, NULL);

INSERT INTO public.due VALUES (1, '2026-11-26 03:01:00+00', 'kind-1', 'ref-1', false);
INSERT INTO public.due VALUES (2, '2026-11-26 03:02:00+00', 'kind-2', 'ref-2', true);
INSERT INTO public.due VALUES (3, '2026-11-26 03:03:00+00', 'kind-3', 'ref-3', false);

INSERT INTO public.erased_key VALUES ('ref-1', 'system-1', 'kind-1', 'digest-1', 'identity-1', '2026-11-26 03:01:00+00');
INSERT INTO public.erased_key VALUES ('ref-2', 'system-2', 'kind-2', 'digest-2', 'identity-2', '2026-11-26 03:02:00+00');
INSERT INTO public.erased_key VALUES ('ref-3', 'system-3', 'kind-3', 'digest-3', 'identity-3', '2026-11-26 03:03:00+00');

INSERT INTO public.evidence_anchor VALUES (1, 305, 'file:elsewhere', 'dumps
305
d0Mtw8qZC5tajLuZmL4dnpFzC0brsWT1REwe31dId4c=
upheld/time 2026-04-01T09:05:07.000000Z

— dumps vPTqtWPONHqoFDeqAW/vrrhgKcGZO8kHYzHw4W2BVQf67ekesg7feIrQtz+FeZbxGCkVIk1xPRWw/Gzquy8CCf5yvAk=
', NULL);

INSERT INTO public.evidence_checkpoint VALUES (300, 'dumps
300
fC/RY3GJH9WjBkOEH1LOYFxQQU7E1SEmbd65OI9N1Tg=
upheld/time 2026-04-01T09:05:01.000000Z

— dumps vPTqtV3HF26r8UlYliTQuu0Uz+4U/neQy1y/SDlfGHcbLQQWoxlF5Cl7jelLyV0VxKZFP6nnsIrzqse9jh+Oru1naA4=
');
INSERT INTO public.evidence_checkpoint VALUES (305, 'dumps
305
d0Mtw8qZC5tajLuZmL4dnpFzC0brsWT1REwe31dId4c=
upheld/time 2026-04-01T09:05:07.000000Z

— dumps vPTqtWPONHqoFDeqAW/vrrhgKcGZO8kHYzHw4W2BVQf67ekesg7feIrQtz+FeZbxGCkVIk1xPRWw/Gzquy8CCf5yvAk=
');

INSERT INTO public.evidence_entry VALUES (1, 0, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30312e3030303030305a222c22626f6479223a7b226e756d626572223a307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (2, 1, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30322e3030303030305a222c22626f6479223a7b226e756d626572223a317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (3, 2, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30332e3030303030305a222c22626f6479223a7b226e756d626572223a327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (4, 3, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30342e3030303030305a222c22626f6479223a7b226e756d626572223a337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (5, 4, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30352e3030303030305a222c22626f6479223a7b226e756d626572223a347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (6, 5, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30362e3030303030305a222c22626f6479223a7b226e756d626572223a357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (7, 6, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30372e3030303030305a222c22626f6479223a7b226e756d626572223a367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (8, 7, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30382e3030303030305a222c22626f6479223a7b226e756d626572223a377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (9, 8, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a30392e3030303030305a222c22626f6479223a7b226e756d626572223a387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (10, 9, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31302e3030303030305a222c22626f6479223a7b226e756d626572223a397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (11, 10, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31312e3030303030305a222c22626f6479223a7b226e756d626572223a31307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (12, 11, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31322e3030303030305a222c22626f6479223a7b226e756d626572223a31317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (13, 12, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31332e3030303030305a222c22626f6479223a7b226e756d626572223a31327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (14, 13, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31342e3030303030305a222c22626f6479223a7b226e756d626572223a31337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (15, 14, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31352e3030303030305a222c22626f6479223a7b226e756d626572223a31347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (16, 15, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31362e3030303030305a222c22626f6479223a7b226e756d626572223a31357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (17, 16, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31372e3030303030305a222c22626f6479223a7b226e756d626572223a31367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (18, 17, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31382e3030303030305a222c22626f6479223a7b226e756d626572223a31377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (19, 18, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a31392e3030303030305a222c22626f6479223a7b226e756d626572223a31387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (20, 19, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32302e3030303030305a222c22626f6479223a7b226e756d626572223a31397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (21, 20, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32312e3030303030305a222c22626f6479223a7b226e756d626572223a32307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (22, 21, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32322e3030303030305a222c22626f6479223a7b226e756d626572223a32317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (23, 22, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32332e3030303030305a222c22626f6479223a7b226e756d626572223a32327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (24, 23, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32342e3030303030305a222c22626f6479223a7b226e756d626572223a32337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (25, 24, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32352e3030303030305a222c22626f6479223a7b226e756d626572223a32347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (26, 25, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32362e3030303030305a222c22626f6479223a7b226e756d626572223a32357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (27, 26, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32372e3030303030305a222c22626f6479223a7b226e756d626572223a32367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (28, 27, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32382e3030303030305a222c22626f6479223a7b226e756d626572223a32377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (29, 28, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a32392e3030303030305a222c22626f6479223a7b226e756d626572223a32387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (30, 29, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33302e3030303030305a222c22626f6479223a7b226e756d626572223a32397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (31, 30, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33312e3030303030305a222c22626f6479223a7b226e756d626572223a33307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (32, 31, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33322e3030303030305a222c22626f6479223a7b226e756d626572223a33317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (33, 32, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33332e3030303030305a222c22626f6479223a7b226e756d626572223a33327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (34, 33, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33342e3030303030305a222c22626f6479223a7b226e756d626572223a33337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (35, 34, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33352e3030303030305a222c22626f6479223a7b226e756d626572223a33347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (36, 35, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33362e3030303030305a222c22626f6479223a7b226e756d626572223a33357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (37, 36, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33372e3030303030305a222c22626f6479223a7b226e756d626572223a33367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (38, 37, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33382e3030303030305a222c22626f6479223a7b226e756d626572223a33377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (39, 38, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a33392e3030303030305a222c22626f6479223a7b226e756d626572223a33387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (40, 39, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34302e3030303030305a222c22626f6479223a7b226e756d626572223a33397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (41, 40, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34312e3030303030305a222c22626f6479223a7b226e756d626572223a34307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (42, 41, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34322e3030303030305a222c22626f6479223a7b226e756d626572223a34317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (43, 42, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34332e3030303030305a222c22626f6479223a7b226e756d626572223a34327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (44, 43, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34342e3030303030305a222c22626f6479223a7b226e756d626572223a34337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (45, 44, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34352e3030303030305a222c22626f6479223a7b226e756d626572223a34347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (46, 45, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34362e3030303030305a222c22626f6479223a7b226e756d626572223a34357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (47, 46, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34372e3030303030305a222c22626f6479223a7b226e756d626572223a34367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (48, 47, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34382e3030303030305a222c22626f6479223a7b226e756d626572223a34377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (49, 48, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a34392e3030303030305a222c22626f6479223a7b226e756d626572223a34387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (50, 49, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35302e3030303030305a222c22626f6479223a7b226e756d626572223a34397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (51, 50, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35312e3030303030305a222c22626f6479223a7b226e756d626572223a35307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (52, 51, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35322e3030303030305a222c22626f6479223a7b226e756d626572223a35317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (53, 52, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35332e3030303030305a222c22626f6479223a7b226e756d626572223a35327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (54, 53, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35342e3030303030305a222c22626f6479223a7b226e756d626572223a35337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (55, 54, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35352e3030303030305a222c22626f6479223a7b226e756d626572223a35347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (56, 55, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35362e3030303030305a222c22626f6479223a7b226e756d626572223a35357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (57, 56, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35372e3030303030305a222c22626f6479223a7b226e756d626572223a35367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (58, 57, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35382e3030303030305a222c22626f6479223a7b226e756d626572223a35377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (59, 58, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30303a35392e3030303030305a222c22626f6479223a7b226e756d626572223a35387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (60, 59, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30302e3030303030305a222c22626f6479223a7b226e756d626572223a35397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (61, 60, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30312e3030303030305a222c22626f6479223a7b226e756d626572223a36307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (62, 61, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30322e3030303030305a222c22626f6479223a7b226e756d626572223a36317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (63, 62, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30332e3030303030305a222c22626f6479223a7b226e756d626572223a36327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (64, 63, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30342e3030303030305a222c22626f6479223a7b226e756d626572223a36337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (65, 64, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30352e3030303030305a222c22626f6479223a7b226e756d626572223a36347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (66, 65, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30362e3030303030305a222c22626f6479223a7b226e756d626572223a36357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (67, 66, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30372e3030303030305a222c22626f6479223a7b226e756d626572223a36367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (68, 67, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30382e3030303030305a222c22626f6479223a7b226e756d626572223a36377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (69, 68, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a30392e3030303030305a222c22626f6479223a7b226e756d626572223a36387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (70, 69, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31302e3030303030305a222c22626f6479223a7b226e756d626572223a36397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (71, 70, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31312e3030303030305a222c22626f6479223a7b226e756d626572223a37307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (72, 71, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31322e3030303030305a222c22626f6479223a7b226e756d626572223a37317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (73, 72, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31332e3030303030305a222c22626f6479223a7b226e756d626572223a37327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (74, 73, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31342e3030303030305a222c22626f6479223a7b226e756d626572223a37337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (75, 74, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31352e3030303030305a222c22626f6479223a7b226e756d626572223a37347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (76, 75, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31362e3030303030305a222c22626f6479223a7b226e756d626572223a37357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (77, 76, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31372e3030303030305a222c22626f6479223a7b226e756d626572223a37367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (78, 77, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31382e3030303030305a222c22626f6479223a7b226e756d626572223a37377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (79, 78, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a31392e3030303030305a222c22626f6479223a7b226e756d626572223a37387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (80, 79, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32302e3030303030305a222c22626f6479223a7b226e756d626572223a37397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (81, 80, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32312e3030303030305a222c22626f6479223a7b226e756d626572223a38307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (82, 81, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32322e3030303030305a222c22626f6479223a7b226e756d626572223a38317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (83, 82, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32332e3030303030305a222c22626f6479223a7b226e756d626572223a38327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (84, 83, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32342e3030303030305a222c22626f6479223a7b226e756d626572223a38337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (85, 84, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32352e3030303030305a222c22626f6479223a7b226e756d626572223a38347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (86, 85, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32362e3030303030305a222c22626f6479223a7b226e756d626572223a38357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (87, 86, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32372e3030303030305a222c22626f6479223a7b226e756d626572223a38367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (88, 87, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32382e3030303030305a222c22626f6479223a7b226e756d626572223a38377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (89, 88, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a32392e3030303030305a222c22626f6479223a7b226e756d626572223a38387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (90, 89, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33302e3030303030305a222c22626f6479223a7b226e756d626572223a38397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (91, 90, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33312e3030303030305a222c22626f6479223a7b226e756d626572223a39307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (92, 91, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33322e3030303030305a222c22626f6479223a7b226e756d626572223a39317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (93, 92, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33332e3030303030305a222c22626f6479223a7b226e756d626572223a39327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (94, 93, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33342e3030303030305a222c22626f6479223a7b226e756d626572223a39337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (95, 94, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33352e3030303030305a222c22626f6479223a7b226e756d626572223a39347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (96, 95, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33362e3030303030305a222c22626f6479223a7b226e756d626572223a39357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (97, 96, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33372e3030303030305a222c22626f6479223a7b226e756d626572223a39367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (98, 97, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33382e3030303030305a222c22626f6479223a7b226e756d626572223a39377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (99, 98, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a33392e3030303030305a222c22626f6479223a7b226e756d626572223a39387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (100, 99, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34302e3030303030305a222c22626f6479223a7b226e756d626572223a39397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (101, 100, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34312e3030303030305a222c22626f6479223a7b226e756d626572223a3130307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (102, 101, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34322e3030303030305a222c22626f6479223a7b226e756d626572223a3130317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (103, 102, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34332e3030303030305a222c22626f6479223a7b226e756d626572223a3130327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (104, 103, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34342e3030303030305a222c22626f6479223a7b226e756d626572223a3130337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (105, 104, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34352e3030303030305a222c22626f6479223a7b226e756d626572223a3130347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (106, 105, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34362e3030303030305a222c22626f6479223a7b226e756d626572223a3130357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (107, 106, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34372e3030303030305a222c22626f6479223a7b226e756d626572223a3130367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (108, 107, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34382e3030303030305a222c22626f6479223a7b226e756d626572223a3130377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (109, 108, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a34392e3030303030305a222c22626f6479223a7b226e756d626572223a3130387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (110, 109, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35302e3030303030305a222c22626f6479223a7b226e756d626572223a3130397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (111, 110, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35312e3030303030305a222c22626f6479223a7b226e756d626572223a3131307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (112, 111, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35322e3030303030305a222c22626f6479223a7b226e756d626572223a3131317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (113, 112, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35332e3030303030305a222c22626f6479223a7b226e756d626572223a3131327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (114, 113, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35342e3030303030305a222c22626f6479223a7b226e756d626572223a3131337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (115, 114, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35352e3030303030305a222c22626f6479223a7b226e756d626572223a3131347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (116, 115, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35362e3030303030305a222c22626f6479223a7b226e756d626572223a3131357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (117, 116, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35372e3030303030305a222c22626f6479223a7b226e756d626572223a3131367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (118, 117, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35382e3030303030305a222c22626f6479223a7b226e756d626572223a3131377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (119, 118, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30313a35392e3030303030305a222c22626f6479223a7b226e756d626572223a3131387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (120, 119, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30302e3030303030305a222c22626f6479223a7b226e756d626572223a3131397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (121, 120, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30312e3030303030305a222c22626f6479223a7b226e756d626572223a3132307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (122, 121, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30322e3030303030305a222c22626f6479223a7b226e756d626572223a3132317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (123, 122, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30332e3030303030305a222c22626f6479223a7b226e756d626572223a3132327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (124, 123, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30342e3030303030305a222c22626f6479223a7b226e756d626572223a3132337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (125, 124, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30352e3030303030305a222c22626f6479223a7b226e756d626572223a3132347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (126, 125, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30362e3030303030305a222c22626f6479223a7b226e756d626572223a3132357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (127, 126, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30372e3030303030305a222c22626f6479223a7b226e756d626572223a3132367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (128, 127, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30382e3030303030305a222c22626f6479223a7b226e756d626572223a3132377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (129, 128, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a30392e3030303030305a222c22626f6479223a7b226e756d626572223a3132387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (130, 129, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31302e3030303030305a222c22626f6479223a7b226e756d626572223a3132397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (131, 130, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31312e3030303030305a222c22626f6479223a7b226e756d626572223a3133307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (132, 131, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31322e3030303030305a222c22626f6479223a7b226e756d626572223a3133317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (133, 132, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31332e3030303030305a222c22626f6479223a7b226e756d626572223a3133327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (134, 133, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31342e3030303030305a222c22626f6479223a7b226e756d626572223a3133337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (135, 134, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31352e3030303030305a222c22626f6479223a7b226e756d626572223a3133347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (136, 135, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31362e3030303030305a222c22626f6479223a7b226e756d626572223a3133357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (137, 136, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31372e3030303030305a222c22626f6479223a7b226e756d626572223a3133367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (138, 137, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31382e3030303030305a222c22626f6479223a7b226e756d626572223a3133377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (139, 138, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a31392e3030303030305a222c22626f6479223a7b226e756d626572223a3133387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (140, 139, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32302e3030303030305a222c22626f6479223a7b226e756d626572223a3133397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (141, 140, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32312e3030303030305a222c22626f6479223a7b226e756d626572223a3134307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (142, 141, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32322e3030303030305a222c22626f6479223a7b226e756d626572223a3134317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (143, 142, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32332e3030303030305a222c22626f6479223a7b226e756d626572223a3134327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (144, 143, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32342e3030303030305a222c22626f6479223a7b226e756d626572223a3134337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (145, 144, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32352e3030303030305a222c22626f6479223a7b226e756d626572223a3134347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (146, 145, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32362e3030303030305a222c22626f6479223a7b226e756d626572223a3134357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (147, 146, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32372e3030303030305a222c22626f6479223a7b226e756d626572223a3134367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (148, 147, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32382e3030303030305a222c22626f6479223a7b226e756d626572223a3134377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (149, 148, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a32392e3030303030305a222c22626f6479223a7b226e756d626572223a3134387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (150, 149, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33302e3030303030305a222c22626f6479223a7b226e756d626572223a3134397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (151, 150, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33312e3030303030305a222c22626f6479223a7b226e756d626572223a3135307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (152, 151, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33322e3030303030305a222c22626f6479223a7b226e756d626572223a3135317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (153, 152, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33332e3030303030305a222c22626f6479223a7b226e756d626572223a3135327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (154, 153, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33342e3030303030305a222c22626f6479223a7b226e756d626572223a3135337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (155, 154, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33352e3030303030305a222c22626f6479223a7b226e756d626572223a3135347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (156, 155, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33362e3030303030305a222c22626f6479223a7b226e756d626572223a3135357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (157, 156, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33372e3030303030305a222c22626f6479223a7b226e756d626572223a3135367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (158, 157, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33382e3030303030305a222c22626f6479223a7b226e756d626572223a3135377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (159, 158, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a33392e3030303030305a222c22626f6479223a7b226e756d626572223a3135387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (160, 159, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34302e3030303030305a222c22626f6479223a7b226e756d626572223a3135397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (161, 160, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34312e3030303030305a222c22626f6479223a7b226e756d626572223a3136307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (162, 161, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34322e3030303030305a222c22626f6479223a7b226e756d626572223a3136317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (163, 162, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34332e3030303030305a222c22626f6479223a7b226e756d626572223a3136327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (164, 163, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34342e3030303030305a222c22626f6479223a7b226e756d626572223a3136337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (165, 164, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34352e3030303030305a222c22626f6479223a7b226e756d626572223a3136347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (166, 165, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34362e3030303030305a222c22626f6479223a7b226e756d626572223a3136357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (167, 166, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34372e3030303030305a222c22626f6479223a7b226e756d626572223a3136367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (168, 167, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34382e3030303030305a222c22626f6479223a7b226e756d626572223a3136377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (169, 168, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a34392e3030303030305a222c22626f6479223a7b226e756d626572223a3136387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (170, 169, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35302e3030303030305a222c22626f6479223a7b226e756d626572223a3136397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (171, 170, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35312e3030303030305a222c22626f6479223a7b226e756d626572223a3137307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (172, 171, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35322e3030303030305a222c22626f6479223a7b226e756d626572223a3137317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (173, 172, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35332e3030303030305a222c22626f6479223a7b226e756d626572223a3137327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (174, 173, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35342e3030303030305a222c22626f6479223a7b226e756d626572223a3137337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (175, 174, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35352e3030303030305a222c22626f6479223a7b226e756d626572223a3137347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (176, 175, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35362e3030303030305a222c22626f6479223a7b226e756d626572223a3137357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (177, 176, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35372e3030303030305a222c22626f6479223a7b226e756d626572223a3137367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (178, 177, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35382e3030303030305a222c22626f6479223a7b226e756d626572223a3137377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (179, 178, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30323a35392e3030303030305a222c22626f6479223a7b226e756d626572223a3137387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (180, 179, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30302e3030303030305a222c22626f6479223a7b226e756d626572223a3137397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (181, 180, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30312e3030303030305a222c22626f6479223a7b226e756d626572223a3138307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (182, 181, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30322e3030303030305a222c22626f6479223a7b226e756d626572223a3138317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (183, 182, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30332e3030303030305a222c22626f6479223a7b226e756d626572223a3138327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (184, 183, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30342e3030303030305a222c22626f6479223a7b226e756d626572223a3138337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (185, 184, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30352e3030303030305a222c22626f6479223a7b226e756d626572223a3138347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (186, 185, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30362e3030303030305a222c22626f6479223a7b226e756d626572223a3138357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (187, 186, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30372e3030303030305a222c22626f6479223a7b226e756d626572223a3138367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (188, 187, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30382e3030303030305a222c22626f6479223a7b226e756d626572223a3138377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (189, 188, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a30392e3030303030305a222c22626f6479223a7b226e756d626572223a3138387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (190, 189, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31302e3030303030305a222c22626f6479223a7b226e756d626572223a3138397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (191, 190, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31312e3030303030305a222c22626f6479223a7b226e756d626572223a3139307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (192, 191, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31322e3030303030305a222c22626f6479223a7b226e756d626572223a3139317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (193, 192, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31332e3030303030305a222c22626f6479223a7b226e756d626572223a3139327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (194, 193, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31342e3030303030305a222c22626f6479223a7b226e756d626572223a3139337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (195, 194, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31352e3030303030305a222c22626f6479223a7b226e756d626572223a3139347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (196, 195, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31362e3030303030305a222c22626f6479223a7b226e756d626572223a3139357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (197, 196, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31372e3030303030305a222c22626f6479223a7b226e756d626572223a3139367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (198, 197, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31382e3030303030305a222c22626f6479223a7b226e756d626572223a3139377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (199, 198, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a31392e3030303030305a222c22626f6479223a7b226e756d626572223a3139387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (200, 199, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32302e3030303030305a222c22626f6479223a7b226e756d626572223a3139397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (201, 200, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32312e3030303030305a222c22626f6479223a7b226e756d626572223a3230307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (202, 201, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32322e3030303030305a222c22626f6479223a7b226e756d626572223a3230317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (203, 202, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32332e3030303030305a222c22626f6479223a7b226e756d626572223a3230327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (204, 203, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32342e3030303030305a222c22626f6479223a7b226e756d626572223a3230337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (205, 204, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32352e3030303030305a222c22626f6479223a7b226e756d626572223a3230347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (206, 205, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32362e3030303030305a222c22626f6479223a7b226e756d626572223a3230357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (207, 206, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32372e3030303030305a222c22626f6479223a7b226e756d626572223a3230367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (208, 207, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32382e3030303030305a222c22626f6479223a7b226e756d626572223a3230377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (209, 208, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a32392e3030303030305a222c22626f6479223a7b226e756d626572223a3230387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (210, 209, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33302e3030303030305a222c22626f6479223a7b226e756d626572223a3230397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (211, 210, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33312e3030303030305a222c22626f6479223a7b226e756d626572223a3231307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (212, 211, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33322e3030303030305a222c22626f6479223a7b226e756d626572223a3231317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (213, 212, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33332e3030303030305a222c22626f6479223a7b226e756d626572223a3231327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (214, 213, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33342e3030303030305a222c22626f6479223a7b226e756d626572223a3231337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (215, 214, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33352e3030303030305a222c22626f6479223a7b226e756d626572223a3231347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (216, 215, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33362e3030303030305a222c22626f6479223a7b226e756d626572223a3231357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (217, 216, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33372e3030303030305a222c22626f6479223a7b226e756d626572223a3231367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (218, 217, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33382e3030303030305a222c22626f6479223a7b226e756d626572223a3231377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (219, 218, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a33392e3030303030305a222c22626f6479223a7b226e756d626572223a3231387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (220, 219, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34302e3030303030305a222c22626f6479223a7b226e756d626572223a3231397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (221, 220, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34312e3030303030305a222c22626f6479223a7b226e756d626572223a3232307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (222, 221, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34322e3030303030305a222c22626f6479223a7b226e756d626572223a3232317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (223, 222, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34332e3030303030305a222c22626f6479223a7b226e756d626572223a3232327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (224, 223, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34342e3030303030305a222c22626f6479223a7b226e756d626572223a3232337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (225, 224, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34352e3030303030305a222c22626f6479223a7b226e756d626572223a3232347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (226, 225, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34362e3030303030305a222c22626f6479223a7b226e756d626572223a3232357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (227, 226, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34372e3030303030305a222c22626f6479223a7b226e756d626572223a3232367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (228, 227, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34382e3030303030305a222c22626f6479223a7b226e756d626572223a3232377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (229, 228, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a34392e3030303030305a222c22626f6479223a7b226e756d626572223a3232387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (230, 229, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35302e3030303030305a222c22626f6479223a7b226e756d626572223a3232397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (231, 230, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35312e3030303030305a222c22626f6479223a7b226e756d626572223a3233307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (232, 231, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35322e3030303030305a222c22626f6479223a7b226e756d626572223a3233317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (233, 232, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35332e3030303030305a222c22626f6479223a7b226e756d626572223a3233327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (234, 233, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35342e3030303030305a222c22626f6479223a7b226e756d626572223a3233337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (235, 234, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35352e3030303030305a222c22626f6479223a7b226e756d626572223a3233347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (236, 235, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35362e3030303030305a222c22626f6479223a7b226e756d626572223a3233357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (237, 236, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35372e3030303030305a222c22626f6479223a7b226e756d626572223a3233367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (238, 237, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35382e3030303030305a222c22626f6479223a7b226e756d626572223a3233377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (239, 238, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30333a35392e3030303030305a222c22626f6479223a7b226e756d626572223a3233387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (240, 239, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30302e3030303030305a222c22626f6479223a7b226e756d626572223a3233397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (241, 240, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30312e3030303030305a222c22626f6479223a7b226e756d626572223a3234307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (242, 241, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30322e3030303030305a222c22626f6479223a7b226e756d626572223a3234317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (243, 242, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30332e3030303030305a222c22626f6479223a7b226e756d626572223a3234327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (244, 243, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30342e3030303030305a222c22626f6479223a7b226e756d626572223a3234337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (245, 244, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30352e3030303030305a222c22626f6479223a7b226e756d626572223a3234347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (246, 245, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30362e3030303030305a222c22626f6479223a7b226e756d626572223a3234357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (247, 246, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30372e3030303030305a222c22626f6479223a7b226e756d626572223a3234367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (248, 247, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30382e3030303030305a222c22626f6479223a7b226e756d626572223a3234377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (249, 248, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a30392e3030303030305a222c22626f6479223a7b226e756d626572223a3234387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (250, 249, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31302e3030303030305a222c22626f6479223a7b226e756d626572223a3234397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (251, 250, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31312e3030303030305a222c22626f6479223a7b226e756d626572223a3235307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (252, 251, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31322e3030303030305a222c22626f6479223a7b226e756d626572223a3235317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (253, 252, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31332e3030303030305a222c22626f6479223a7b226e756d626572223a3235327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (254, 253, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31342e3030303030305a222c22626f6479223a7b226e756d626572223a3235337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (255, 254, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31352e3030303030305a222c22626f6479223a7b226e756d626572223a3235347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (256, 255, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31362e3030303030305a222c22626f6479223a7b226e756d626572223a3235357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (257, 256, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31372e3030303030305a222c22626f6479223a7b226e756d626572223a3235367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (258, 257, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31382e3030303030305a222c22626f6479223a7b226e756d626572223a3235377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (259, 258, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a31392e3030303030305a222c22626f6479223a7b226e756d626572223a3235387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (260, 259, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32302e3030303030305a222c22626f6479223a7b226e756d626572223a3235397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (261, 260, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32312e3030303030305a222c22626f6479223a7b226e756d626572223a3236307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (262, 261, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32322e3030303030305a222c22626f6479223a7b226e756d626572223a3236317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (263, 262, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32332e3030303030305a222c22626f6479223a7b226e756d626572223a3236327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (264, 263, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32342e3030303030305a222c22626f6479223a7b226e756d626572223a3236337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (265, 264, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32352e3030303030305a222c22626f6479223a7b226e756d626572223a3236347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (266, 265, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32362e3030303030305a222c22626f6479223a7b226e756d626572223a3236357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (267, 266, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32372e3030303030305a222c22626f6479223a7b226e756d626572223a3236367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (268, 267, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32382e3030303030305a222c22626f6479223a7b226e756d626572223a3236377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (269, 268, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a32392e3030303030305a222c22626f6479223a7b226e756d626572223a3236387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (270, 269, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33302e3030303030305a222c22626f6479223a7b226e756d626572223a3236397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (271, 270, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33312e3030303030305a222c22626f6479223a7b226e756d626572223a3237307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (272, 271, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33322e3030303030305a222c22626f6479223a7b226e756d626572223a3237317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (273, 272, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33332e3030303030305a222c22626f6479223a7b226e756d626572223a3237327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (274, 273, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33342e3030303030305a222c22626f6479223a7b226e756d626572223a3237337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (275, 274, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33352e3030303030305a222c22626f6479223a7b226e756d626572223a3237347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (276, 275, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33362e3030303030305a222c22626f6479223a7b226e756d626572223a3237357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (277, 276, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33372e3030303030305a222c22626f6479223a7b226e756d626572223a3237367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (278, 277, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33382e3030303030305a222c22626f6479223a7b226e756d626572223a3237377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (279, 278, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a33392e3030303030305a222c22626f6479223a7b226e756d626572223a3237387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (280, 279, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34302e3030303030305a222c22626f6479223a7b226e756d626572223a3237397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (281, 280, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34312e3030303030305a222c22626f6479223a7b226e756d626572223a3238307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (282, 281, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34322e3030303030305a222c22626f6479223a7b226e756d626572223a3238317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (283, 282, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34332e3030303030305a222c22626f6479223a7b226e756d626572223a3238327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (284, 283, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34342e3030303030305a222c22626f6479223a7b226e756d626572223a3238337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (285, 284, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34352e3030303030305a222c22626f6479223a7b226e756d626572223a3238347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (286, 285, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34362e3030303030305a222c22626f6479223a7b226e756d626572223a3238357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (287, 286, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34372e3030303030305a222c22626f6479223a7b226e756d626572223a3238367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (288, 287, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34382e3030303030305a222c22626f6479223a7b226e756d626572223a3238377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (289, 288, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a34392e3030303030305a222c22626f6479223a7b226e756d626572223a3238387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (290, 289, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35302e3030303030305a222c22626f6479223a7b226e756d626572223a3238397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (291, 290, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35312e3030303030305a222c22626f6479223a7b226e756d626572223a3239307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (292, 291, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35322e3030303030305a222c22626f6479223a7b226e756d626572223a3239317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (293, 292, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35332e3030303030305a222c22626f6479223a7b226e756d626572223a3239327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (294, 293, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35342e3030303030305a222c22626f6479223a7b226e756d626572223a3239337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (295, 294, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35352e3030303030305a222c22626f6479223a7b226e756d626572223a3239347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (296, 295, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35362e3030303030305a222c22626f6479223a7b226e756d626572223a3239357d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (297, 296, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35372e3030303030305a222c22626f6479223a7b226e756d626572223a3239367d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (298, 297, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35382e3030303030305a222c22626f6479223a7b226e756d626572223a3239377d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (299, 298, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30343a35392e3030303030305a222c22626f6479223a7b226e756d626572223a3239387d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (300, 299, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30353a30302e3030303030305a222c22626f6479223a7b226e756d626572223a3239397d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (301, 300, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30353a30322e3030303030305a222c22626f6479223a7b226e756d626572223a307d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (302, 301, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30353a30332e3030303030305a222c22626f6479223a7b226e756d626572223a317d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (303, 302, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30353a30342e3030303030305a222c22626f6479223a7b226e756d626572223a327d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (304, 303, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30353a30352e3030303030305a222c22626f6479223a7b226e756d626572223a337d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');
INSERT INTO public.evidence_entry VALUES (305, 304, 'step-verified', 'R-2026-0001', false, '\x7b226174223a22323032362d30342d30315430393a30353a30362e3030303030305a222c22626f6479223a7b226e756d626572223a347d2c2263617365223a22522d323032362d30303031222c226472696c6c223a66616c73652c226b696e64223a22737465702d7665726966696564222c22736368656d61223a22757068656c642f656e7472792f31227d');

INSERT INTO public.evidence_sequencer VALUES (1, 2);

INSERT INTO public.evidence_tile VALUES (0, 0, '\xf571d7c4009c263c16ee60e09ce1d8ea52e46262abedb713ab43a4b2a1c1164c6600c80c40f005a5da677b72d1000d07eef76d647ae58a76d36f532cadbc9276bd1e4e1c7924fd065f2568d82da27e3b57e4f7378f1110b5ad01cf02cb4eb018942d12a4714a9441b03a2dbf566f7e2db512cca88893c9344f4472c468a74b9834439a53bb61fcf775df5aed5deedbb5585a61e626b0382d329ce7185991791721f0867fa4d391aa936d3d937ab3169c14bc11ce93b5ae4e3541322d18571921fc0de22c45046a8f2591be8bcc1c27d7a3141ca0a4a3bd97ef395e9c067e36575b19cd6592b5dcf66d21219f6c102cdba58650c23150e26252cf30435d30206ce275c2dd36313ee9c51d35a6956479fd4bb2951bf3a5735a8d29a3499052e9b39181e952ff899db388a3bd8cfdb1c555c697b02c85c609c7c0af2a2975fb5e981bf4881902b4e7ca966576bf8cac7fc1e955d79395e9bb26521ba27c416daf79f93bfc9a2bbcac76750aff5de220909db85370288cc48f656dcd191f4bafc3d355d892149ed4380cc5cdab3ab76aa5b2216bbda004037b4ac249dda41a6978cc27f589b43c7622c553e72dc2c2be8b6fd992a39ae8d3762239441806c47c80574f2fc7a13a48ff1d3c54de65eb13824286afea4c8334cc242519d4aa5b04f3d2fe8d88afe7306ea9ea2b6d1ec985edfb94d2e6605ddaf1f8b98614053a009a221c3e4deba5dfc500dd3743335cb88fb910884f87bb47fcaaae6bef38358bd7e186ce109edc14d4f291055b98b49119679c02938a35e892d1f5cc319d9e92db7a6467ba466dc70835e6687d39ace2b4e822e3d8b950e899b937a519aa9de0f49a558eb679093fe640e965ad62e4ff55493d68a7ee8e0eb9538cb6bd04b9373ae93bdf757cb5583b0b74cb3e8c7d33b8c6ca38a1b6bd1cbe40c76409aada6b50eee7571a097c263994246d270b930f05978f1da2401fe793c4488bb1ff5a90747b4661f39655fdce881ef43dbabf9922055e199fb1d12291273874d3a905df5b203f5b3feddf8e838bd68c4a8dff05256f63379341947f7c91eb0c5cc656a5f1217083398f9517d54c7b91eab6d17ee6bd2990e1a7af37539b0f55b1293e681c5b6ba6fd61c7db673d5f5ee125804a3ce7072cdd4c6ae33feb6f19c773f84056aa7e1cda6b48299d93fe8546b835b715370394fed11b8cfeb29a3b27b6b5a37a310bd72bf9b93909b4b32f02c73be3129476cf13e777838a9d19b9e33948d72103b0b2a0effaad996cf9baaa05f45b1247653fca639f8f68663a35e411415cc4e45eefdd6d7480297eb8daf47ed62517fe551ff004cc1834f0013a79ad8148178247b80f14887292f2f48cd3010a133b797b142e59e6687a1de346408ea0722cd9c00a3a5774f065d77e88c37d538177ee1ad4cbe05278a957453f872440ea7f247a045993634a99b5824774d13cf84fbf2d3c6f26f963c466e531bab28e46f2413c270eaf92d862e4b5b4fbf6118a16ce249d4fc3c3f2d46050d8c235b16615a477e540d52a738c37f8db7d683649855b7bddac30ff823eeab089c93f62ace18090667c8977a82a2a6e75ad2736d26691876b0bec1f2a3a9e26788fe14bcf9db80a25461e1031a37518074c26d32536bf19d6f2e50ac17d9f94add99d5982c34a58fb66cf33b2eb9e509bd7f5f54a41dbe0943eeeb8f2280639001256fac23fca7bdb21f93d5289128e1967fc0d1f0bb5f16ea72211905962e2b5b91faa190af6827f14874cbcf3c00fb942c5b78586649a391def021371538802fb8ea314921f1b89ca533ef107aa1f6bb9a8185418b199a2fcfe846b97509280b8613fe5b5effd5cc769ef5d6d727fcd8d50cce1bb18e5b58be6d0efa3c3d73017281b554c55fc651757079871a9e35a1aed5894d480eaa7716335b9bd51f778f42a130ce68e9ab714f692c73910d9e9260846c9fa898ab8ffd68da7f687386487e729eaa490c6b2d8b4b04bec02ecbdbbb86bafdef62e6e531667c5930cdbbea2a51debf7cf9eb7a56be8b13789b8ec9c90431aba0b103b83c8da4ff0d547ac754491af2039a06f6d2e13b00cb4b06b04fb6da0ec998af96ee1d44fdc58714651e6278e7224625cbd9b2c6f5d464c6986a2d4783b5eef07f2ac69400076f57090f9860cc2bb2acca7482049fa93bfc9d14225299eff15d27090a5f448e1307930b0a1429bf0bdcee81d9315344519c41f6ed9b63460d5867bc73805fb5a809e39ee784b1bb1a07f417ed3aead58aae13a4597ceaefda6cfcae48196b30e8ceba0a701bc66c2264d6cf176b1312a89e841571bda0d11dc818ee0d2f81b6624eb86f2e6b44e96a69c8c09f1fdbf07b94988c502c42b893bf84f0692e1a3c845503c34f45118fc23a1bb3d0bcc65771660ba06ca4bc38c321b833a16e3d96b0d5ae9e76659695f456d6278c5d4a79761067fa97c30971be271f179cf2e3806a8b13020449f23bfb4021068233e6013bde335904a37c2af1336bb2ed8c996af04005119bd4ac07424eea75e175d1413340be20ef672eff83f53571473ee65d8e592a3c3dd4343c304bd7d7b560aeba8624256c243109f363cd2d6e3e4d8597907373415d403ab73ba12b4ec08f6653a055a37ae4aa9c7065d08b9e29fa7080123477bf7f71ed72800bbdf8aebd74f979e78bed300b7f2091da87c1d88c9149efcd5f2fbee852846d0d105906e46ad56289e2b327524454ffb7262a306932e906bbe7036918ab2aec4a3a88eae179e69183e9e1557f7fc3b9a76de3b855fc0931631de4d017ffd54ca915d5765748dfdfdb4321fbe7b451625d1961c64c9c6d061ca4887f7938fb9eea801046d37f975a601480e98318c7c609e01826300d66c511d6926336cd30302b356d600cf086b23dad3086a7eb15eb5a4660a2e40e9f62ca7a21306a4bba91b607b47a6c91496fd9691b2eeb9c2ade2da653412dbf6d01c90eeb2a73f347908422479764ffcbcc8399fa8c4c7babfba57a51d5a0dcafdf26e591fe9b244ce71c903d1e3df578799d7191b2b36d7d4e939464a8b92743781d44d486ae6dedfe9ef6983640bda17f03898ac253a9b3051dae6edd984d850ae2927a4de20cdf8869fdfc9baba78a4c99539ba96665c53a14bbb8bed556e9403632176200aee203a8bcf33e059d7dea3d92ff1759916a615f92ce0ec3a58069f30ee0943524c29feab1cb1d3620ff0f394bde4379b9f4a20c971145ff397333845e0cad54a47c3d0f04ab1023ce045e11569887a85202105c5509475752e59555f75932149aa5de6be7d2c37cfc8a8b29133694dad0f458d8683807de2207d340ad703afce25908fc297dd057f7c76d0ff9ca67cd46fee0b1deae691507b57890cf80a550bed1ae868092d91f9a0bfab5aa1c46498e317f29d68cbfdc47e478cc9001b0ac078e8df1f300cbf2397e486e17c502422e0eb1af3481560c7fd9692eddb4f479d8253250defbb88a8a8cb5e83577d26e2a78cffcb3e784b16f24d29f20e11fc6ddcd45567438ef0e5319fc59f063016c31fef69413e2a9d821b66db40b0e8e718088b7382e7a4285226f0ee0d1d590efd9dd6b07a0dc968e78625306e4218353e1d5a5f40b100078d36909821eb0a308e85f308f79b4a9d2e3a495b269b12c1faa0a8cae29847fc29544da3bb83abb4f64bccf1299b2d3fc6f073d7525310248ed457f92c6f662d5c18c7787db66cea0fd516e7871029c515ca7169c75d4d14fb12c205464e1ef0492ca3d036841279642d2dff2e2c4bff5e9ee5fa8bc02640ffc1d2435782250c90da2f588d60ef5d829d1c27d498b18258417fb3af3cb8f3dfa40ba9041cc76fdaf456c6bf2a1ee8871ccc5450835fb34ec3b00292f408513865a50dd55d89ce8b613053cbe8366ec6c704bb7671befdca9087dd7cb34b1871b5296fa15abbf5503038fd0375112797f5287a38b57af13781777dc0f43c6cbe1e9026667178995049544a7f43f08d4a5cdb6f3062423f90f83897c2ed92ee30d08cabf23699df194c9e6508bda98903b044ad8caa8931873cc458df2d6009ae65c5bd446a333744810bf3f78965b8538b3712f87707ee1d9b684b8a457ce91d58a552c5efee310124b2a4e1a64d4a73af4f03ae22829b78c69b5bc2e90a28d73c0290515a64db210146b9336e195df26fcc78926ff75e4e6934588ff2a07d6881af355c39d0aff35643d4c64ccb09e5ae8efc0af91e0c421d3b671eace96bb08becc9b3afb263bca4edc7f96e67ccfea7bf1d5c6eba103a98124206d3d6697b7615e0aae3d83a51762bc2ba3a03425333c340e81c5368cfb68cdbf3d7ae139f976182aeb708b28d617ab32a971aa33fa09aa64212e05459ba98ffe835b7a55eac665e424727e04dcc44acd76d788683602244a89f70480f2c7e7fb5e3e930fc09d34a1aa5932db647d9369fd4b79c36a2a1aec19cf08305c717cad5f971ab7cfa1ed0351324276008cd102f9b47e85aa68598e303f9a50a78e1f5a2ec710bb0649f370f6cc374c253140a02b65e1ac037dc462a35f201539f66cd8c3d81b3fae53349c0f6b0d3c9f911190c2073030646fd05814fb1479e7c2d2a9405e59310a197059f26211aef2d374728322a27fa63b77213487360ed38d49c4081c61eb70f6738401e6320b44b940f3b94f058e79b6bd2c79ed81b7cab813a2b1a4b4f0c1e4bd161f918c7c24b2a2dc3b37484778ac587508195d42af4e95a875b2f735ec738bebf652751fefa1cd1a90ef3efbb26e9fa738a36268ead7084239ba3ae2111fbd4124436ab5a3b5fc074e28557fabfc3ae351f976fc3534804f4f8136a8051d750f27f4a124bce288982c8ee38454edc4fb9d83219a01bef5958231a61b07d98ca7c00ca3ac81dbf36b6fef3106d2b06cfbea7b9d51bbe7aeb13ef7714a07317441e28a69e7006444d531be7dd3fbc872308aea21423e05e6c1dbeddf36a108eb9e60d5976bb7fb1291a26bb1423fe74cfba8fb7c8caa779e87980cb732712eccbaaf03a7b00a725aa697a93665593ac3f8e3bc58b0e3cc6de22db60b1b4275253a2035083b4a29bac6e70bb07798bcd6e34acbd50e6da199f7f3712ba03818c66bc0fc75901138f22296d81d812b7a73222d269f7cd0bd9761a694822c417bbecdb31530bb4b562e8d838fd6ed271d45769d45a7231743d35dd690dfbbc6d385d930bc77308c7da22de1812312aa02db6a9af2ee7a61123b9ae6afb86deabf23222417d94d665c4da6659a09f993dc32a095ed994f187ec066b674ffac9526b5760f54396caf118d31e977ff71507662ac0dcd067adc66acc8bdcd260bd0db73886f59e7fd54c21e34648962795b49d678531cbed83399b843a783883d38da8c2c03ccfa9597b4d92a13bb4ede33db06aa53867964f2fce017ddcc6ceb785067f1be662ace276fdf94dde049d04fd835a995844c4465277c53a4ffe174dbcd2276e333fde3ae71c2396a41d29bcb60ae33e410e5f3985d9512b6c230433c5cff02f7d34ea5010077d1f79b9bdb938f8759bfd15b154c36b90495a3d7a1b9b23d602ea7ed1d16467643c1f22c79c673e78cdb9f3ab6b5b542e153ede37823e842ede3c26eaaa0a6f8be84b10f7b5fa00deddde21138e9abb1013242cc057696a64b0bc606f87042b484f447d63fcf27fbc3ea6a0ec5ef2d73888cf71e3a6feaaf880f02450a07c1f74415608899fd21594c538723c77667132259446380c28b6a0909452c971dca24387e1be3fb645f638b2cb27c650f27ccce2fcc2efc9326e2ae5a43e99dfd4bd9080e145c54f8ca3d7720ae3c66cef4e1b58549660b406d2b39e9d5497f12db687ab363d6e18a7663b565a2dc080d07578768e825bd4eb0c5e5f085ce12d04452bad056cdbb26316875eb3a9d5f4f5c923a4b2fa1e195f8e9f402e79d9b70a016a6880303dad408d0c81b6e70612ab6cceaee51785f3f10692bb720eb678de4186bbd5df97763b73f30cf94d828a57e4651f326d9fc265fbdc4407e3a5359088807ab85c0e30de2d1edbb5aad9339500edafbff43656c635c72bb22b701de606d19ad480651e66e720f96983e927d4b2807a5acf974423dd1eadca0e329cc9d9b90aa399c3bf71885f56366fa1c9dc99150347082b08b2c58337b083ced655a840ca11e3363e8288dc492048e0e97ae33b7aaf05c319c1f583cba4e98df98e5d578cfc981a1f94b7583ff77c7e27d309f9dfa7d3731b13cf46069cc3b9b86fd74fdf8ab557e9c0e3ac3f0299ce4fff030c15970fad4514cdf046d497b6029897aa0639e7812ecb9344a3701b31d82123d8a781abfad9d0670d6334c45ac005908ef32b30a9cfd99960280f8cdc7c8eb75114eea9d01357f9d0c6c67a2c6b075c4a5d82d2a7f7af223683f72491b6cf3ce9963f5c4d486809496f610b19e61a66a510c9252d21c7b2fae4d77abfaf803cf4af84c29a8e7b79be08481a3dd85983b192ca24437fa8899f28df18ffa9ab52ae7e0781e688a83b8019cf780ae4915e5fed326dec898905a865d01af2f5ffc89cf2ec59a2acf7e5b1b81cc26b3b0910a5e62bd337b8c69b76a2bb5218b71f5b8a1114dd84b9b707d4615c5965c07fc6a0b4ac2c4cd9c0be0d2c0b26ae9a755509fc3fa2496b01fd4f695b9949f20421c9de1863643c7fb2dc36cdb8d67171de4d6c7af7c00c27ae1ba7f6440974012e212119e1bb73796afd2d649de5d639e33d40fc7fe41ac474a67ac8ab0ad4704ef05773053966a338a99e1d2d7527593c278311070e0469b6e824502dabb91e81fac1164615e3cd1ac8da9ffb603455e835527dcb739be59fe399c0348e510931622aa2acace3c4b7378483b2d503ec1e39db69b5897eed9fa7362257f944277a76747782fe4fd77076e12ac5645ead380459e5a892d048a60e979562a6390e72fd2a9740121e50c0c5244a617682a01ad689e1fb9745936ad6b0b2a7c751d01a725c38640cbbfe9f06b6b063f3b5fce413fb544105ce7f0f094380e2329c783593d811707198c2b7bb48b60bdd5574390091f94b8a039a9e577702d77fdd0dceb1174c3ef4e74cfeaf8961234554c8fac9685f7c9455bb7755fca8b27c435083d59681666e293c64d3db3b10296e92c4674af33a9e7f246433611dcb3973909d0ceefb6f571f8f80e6001bbfffc9b77acc8e1586afc306636d1aeb82f9ee9953d6ddba84b92a798d1e09458ab0190133d04477649365659427102844e015353edf516c1eb68623d52b4433abea0ba16af6209f26a2e7dbefbbffddf986d280778f6328a1019a83336a9366b8dfbbad0ba70a8750182bd265588d149ea1cffcf70f3185cec7c1313aaa5b77095023c554078801365f67b1cdf097c311c24e70132dfec15d023787091e4d3e1e7bb347aec09d27694bacb1a56ed0640afa4a903d7a2e375ecc5794ebcb0d645de9f3f46563b33ca13c8de5ddb90813eccda47723150391988d877b7b721094b8b109db0f3aefb6ba7cdeb1793200a6b9493492e630072fb9ee73a1ee8c9c7f56c296a1ca026ace14f0ce54ae883f421537b02ecba4b0507fa9ba9f6b13ce45d3efe38adb4ce4a60fc640d46f6185a502e0837ae6c7734afdf2152f178b62cd1883f88c536ac1608949dfa49ba7c6104d48236108adfd81eaf374dc6153ac2367a809b278dfeb01cc25dc31c4d21c033c56155600980f5dd15c6bc8988b5a4b5ad9f27225d4a23bea66e7d673e9bb8cf2b83dab32c4b12e7899e9b59b4d2ddd30e2992290dde20ecaf1b7713b90338c42b06f006098c4efc86f3ddf70d89bbe2e8066a9e6d442c8d9a80fb84c5e954e258b6f96cd591205d27ff034f4fee135f2267f1635dbb64c0c4555d5b58eefc1a48456ff078dca08e9fe604fb2bacbcf78421b0a8ee7e67caf2b333ed8fa2438fe9c60eb514dcf4dffb2d40669e0ae9d50d73fe5eab53b3e598a4ac28b30253ebb9f7321d288092d046161f25082d5b43a5ee44898eabe230c492f967f628710f75e8ad6b8eb060c0bd3cb8e06fd41c207efbca263763521cd1dd34556d02708bf9136a2e0b89bcbcadcb8172e42275bb1a0c2f1513a5042837e225a2e59b66b2677829b296b3f22d83077ce7f542a50a335be57d63c9683026ccef18a286898a62214371593d3bc3032a8000c201f17f4bd0da828b380c6627ffdca216606d536a4de49f35d59459685a6c51a70271efa608e48dda804221073cf07d91682880e9105977d389b635040457e9e7b1b4e4099361c377ed9b617c976985eb8ef253f99d581b3aba1741089040c23cb8bf83a0e078e028635aefbc40735e1d7abf124054952eab40df2ea880eb06b84eeacae62b2a3fae3274835a47997919c931965530f81620f2f347c50c7bd3ff96f217761d96bb818d239ed6a4d3ede215bb1c280ee9e9bebebddf3c1d1e509335e4406bbf754aa11a6e49ab18046df69015532eb288e6491a0a26dd1b3ba117d7790473d7f50085eb8c7a5682f630f449a6be5a25b0065e0fc53c5b32aebe047387dd6bcd97be95ab61767ae16f45a0cb75dcb41d0065f83f7e773621f3637c61a00dd3f189a3d8dbf5d3f07835f3cf8902fb69a0d83b32fad64225bce2a40ac1f55bf351526e45d7a2cee149ea0eb0d56a045fd20859a0431a8cdd87863ed6469d007184d6551d02c3954d5664327c7cf79a48ec9bd852bf748ff8cb7a1bb75fe0e49cde32fa587d8fd92438e56ce179cb7f50d16fbbe1d5531d5d9873f2abdd571e61da6909aa284c85c2575d78fb990eff0eadf87d0c980ca20f22170fde52e1b834269db7cc34a95d0fcc6b60806b3a226bbbdecf16fd98e03a54e466549a238aaa7e6557a49558aebb3bcfe12c44bd3f46c17ac5dded61e7163c2f91f95c75a0edb8f05dec5de28cfc8010be9831d452c36775a8cf251bea855ecfad118d750ceb9d337e7d2f6c42569f86c94c2080e2a8d179ebc18e48f20b3673d2e9a186f3ef962460fa57df49cc64969645582f5e78581522b795da91a4f4338739ec74863581d6c88f112c83f268109180fb54aa4077fdfc9b458bd27f4c4209a6c775cb10e3f30f5c22b29fe988295c72e52f007a533d95ac2d533e93e6bf172c6c8bcdd4527977a0ac83908fccde87e6f9bd55842db00e88d5fca3a584f03439fb6dc1463d15bb70fce685b8190b3af6406ad9f76c9ed79d7a8ff359e36fc8b28979b96229c3a8211bf630078b6c1e130b5be7f792fc02546e90f5132abb004bc8f006cb57f65aa7d3f6726823de5b9ac6d4d25a55516e685abae95e629c475a67b8fdb4f180d8a1639ef15c45aa22665e887b2d3b1d713a7149b2e73f1b7fa6d32bee7e76f4d736e1a366c9e0543dd6e32f773fafc85dea016898c7dbd7f63404db03024461d6abb23ebf61fbcd960dd686c682dcdd9918b0862a97b7e5541950acdbd95588a3e3f168c598143b3115c49714dfb056779e5979b5600031ab0dbddcdf9950fa718d9144881a98b11edbb3f73255ef4c8df59e42ff4ca26982fe1f972b118b022900a18f9412aad6f61460fbf7d1f4e9b3f8751c65adc328357137bd00146c184996937ebe072c8281ad0c42b3efb2d3f6ffd5da0d252273bd73e4deaae539b45642bbd089a9a234029a44ca1755eafb3ed38cffcf3ebccf9d92bce2fb477203ccb989122847fe99a9436be65eb77337e4123603ff1ed30c310ad2613cf85287c52616a3f4199d47e603d14ef5bf96ad2f6054384f8b600486a86c04bd51b8a67be73f9d92da57f3537897675b7cec57b85c59b6075a8a3008be17153d4d5b92f5692ffcf396b990fda179d37499937d801a2f600fefb4db370feb4114b0ebfdc13c0ae1ce502847e37e15699a3e2c52cbd29420a08f42ecdf30010c9ed2c312fa8573812707dafd0b06e3da62745c42718b515c55903ce232b9fd08e3dcd336f6fe60391282d18bc3b980442b2f7df0e36014ed5fa40f17d55f89dd4303f5278ff61c8aab4490b8675dbccec97e42f2c4bfee8dacb6ad0a60b54ca034c7b9df1aa34ceef3f93092edd7e48e04533e563b2b4e3f93a2626a473a34d91663bffb5868121d52d747b45bae9a93f600c1d4448e708712870cdff52ad9e8ece7c75e2a1087866e0cf36eadeedd2682765b4269278b72306800d9284774590f5d2bb858560f9ae4de8ed68b869854a56d17f3afb549faa7612fe6793ce7cc2ac86aecdf5dbc2c5a9023e5dec008951e4daccd9d73ec77fd0b2b76778adec91fa0317b40a53f094aae3ca07b333e7e4337a46be7a22fe36bc37647d93aea5752772f13cf1d25dac5dcfaa0635c7815b1baf135e43ebd9ea8cd9faec60d5a90663ca7ef53fe351426c062ff2752531c18c3e827f5b81bc47a78c8de73e2837feb549bf31efdfa2dc79b40fbbf1ac1491272feb7632e8fbf3393bf090bdbfb6ad008cec92bee2b4267d8e9ae21a7aba3f7361f86b05e14640e859ee14f3430c2c7e3d8f2fa6eb615b4fd9b24bd98261992259e29b418ae2e75bc943a06a2c8ddc3f9aef3bfcc36430ca11bbc9519379dfe93be9fd9ee30be9ece0a85c2be1abeaf3891f9c162e3741010c3f9eb91e9759ddfedae1a1998a0df935c6bd0baae5b77a214059ae0983e03fe1f7b379d6b5e4a2434f55167a867cbef08dfb2a757af1878de8db6ac9875944c2b2fbd28456632801466efddf9e4cdd5a3d84c917a5e089c3c45487f427e50faa4c2185a3716fb29e02374667f1e5865e0d003b0c07bd4f2ce32c0999d53198794a8b2c6df3cd05ee09939c07b6b1cd66cf3a986c70e0eaa5a445023a3a788e6567d123eba60249a03c851f6dbdde31522e567135c547f1bd40d2e934be47d474b9e03c125f8f39e2f065687ba220a5d6aab36155c09623261da939d3dc709dfca918a07432886ba7ae2dc46a7341a0b2ad02fc6539abc20cf8676feb663ac858d28b7d409ec75c9d4df963015cd25135ed71701fee162155a50be64be9d806cebd1d34bb13b7829f04b561a071ce24d65325024e59a8df9716022612a1ceb90150d6fd43676ad54ebaee4469345102b075d1e6ed7252d3275aba5ab35075bd92a348f9a65cd8b09391318f679f7858ef80e43378f07a31cd28dde94e83cb90d5a3c505306f326098156214fd4bef1f93314d28cfd09891bfac882459afe5856d4f87174eb116e05ae98ad63ab2aa0eda268497470a479bef2d6fefa6a73b6a9c895f4fd0597a0c78d8900e48aa474532ddccaa5c56701b13a7699bf002a86f1c83bc47ce7afabdcc892ce3f34bf0118250a0833423d0b86c9f107908803c4e0888e9f13ce98128ff44a6df0ba365f2f2532b07f8a1fff43ba75e74d73ce0d244e6986a2f3e1e4a77ba41b08a155b1d2cd41c7188357552a049f1d528e69695ec5276da022cdda49aa6c7d9cd108b2281ca50a07c5145ae000a773109133995782c7fa0fd52ee6554e62f461cf430f1b305e8ce8006df8d97383ddc0dd70c4d844d1e9ada5c67a7010d284059c08458a1fb746f800dd40270bebe2398786d8420fe171923488a8044e7931674653f37ae69d92e233eb5fefdb7a97e3c3f94e25529e0b7');
INSERT INTO public.evidence_tile VALUES (0, 1, '\x6f2357194d9395937cd458d12954600f96ff3e16c952212bd052d6e23ac103e1288ed6db037a67bb354cd4ad7fb035a18d417d2deadc42e64e886de037043441690e45da1db97721a00b9e7d47aac245660d7264f042e794858db5ad623b97b23735177cd63b19abf73f19f85fbabb4ec6d63c6f6232985480d6038af290853d59429506c66e1cbb9b63788f6d9c287d9667c122ecd7ef43e6138d46a3847075c79711b91b909e1dad2ba4db1db6cf82a047efe29540e782f7dfbb42a02314411815cd30dc72e33c141c9fc5afab5db11965256e55be8d6ec942c340364c2e0470308c8edf7cfaa923efc2896fe05e71e4da52449e7fc8f3996ee9456a304ae7abd6b4ec244b6dc2d816e094ef7cf6c3e2a262637dc6729f3d1da439db17f1a779d1722515243039a3f4b54ff03994e09c3baac89c00445e94d317ab363180e7807f9254cbf01ea400dfd76a20e2601f97073f7780a1b66054f32a444a1dd54f56855f4c45302f2f6df3f4b3953d0db078e48c1e0cf61ffc60f89ef78750138ab39f4ebbab176ee121ebfe316db26dfed688d48cd3f3f7314ff37052604d284bd13bb713e3bd369fc70d5e5a97364d59118deac117aa2945f494ccfb5fc983666cc867b2ed621f65a8ab854ef217deafb8df64e354f3cb7bc29b42e2aaa5798a69273c20f9848150fa99262b0cc13b28876cb12218188d86f7d83ba4698dbfec723d0a1593150b297ef41cd6aef7c2cbd3d4f4208301938ed3c59e126e6c36f7f60a1bebd89bd1258f14394162cda9b99b2e9c76f3e1a766f4a5ce090fa8cb4bae1df5b462210ee8103a0aa4309b0265caab16e4295ea848a4248c290b7742f99a375e5170d8c024ee51bb65605babef65a2818b6e7c46b1c230dbce11445f6d6ab8b864f805d7cab736a492bd109552d3048e19f9fec5dcb1d76561e59f6c325c41410bd63e8a0241b5640a02e15731b6a4f90701bafc7a1ae46e6c5ac9ef78c1f3e9b03afd7fb9aee13987f596f7adf7f74f0cd6f0fc8402cb18bb03846a523bf8964b090068f24df1a85ae5c6a842b0283396e0391c4febcf23ef7ca7eb210361df5bcbaffd4de69089d53c36de3edddab22b1a3a1ea15a7cc79ec29b8020f79d98e76164fde4915487c6bfa1b99769d7145f15802213762344e94f1f6e1029f772ec987d15e0de4227c4bfcc2934cd77ead485ab34ccd3446c8bd18f5069e2bbb1eda58a72fa0fa692c3d6e3fa4e83f0224d4eb3b31ba125b7437d3fde1a1bb19cea88ba1dcc2b68569bc023e3a2f60ffe652a8740cdd4c7040c727e031337d5385bd793a6a799e8f0483adf767aab1e261fa1170940b88e8af5853f8f084b3f2137301044c72ab40fa12f5b92d7aa06849b8a11c5d5d91fbbe516979ccfaaed96e4f0870ddc0d5da7e5925f269e5ff4c0dc6da2689f19c6675e139e191a12cf5cf656871bd00b8075d65560e1befc34539ce440380cf3b332ddce1752fc6b0f2302821ec62d7336548ba9a46661cc7b481f6ac85447c2f34a438d4dcfb2c22273121ba8716a04186b48ac2d63e29ab0ab8c84926698ecce7f398ec7887bc527d221a5dfd2906e5bd53862fb94d274489128ecefa3f51552bd1a3d93da15bdcff2c6319578b0e79680e29cb4fabd4b3d8aae3b57906f116e730bb17f7b326f4e8182e6893d43a2054bf5468925ff7211a21a6ec3db2f82f9e7f334dca6db0b2f3fa6fe404a23467d041ccb974d16e3b45078881d4b82690462bbe811ae378a91bd67f0abc0c36325d4240d81e70edb0a26a7768f36d4f14d93eda9574fc5b4e6cad73cda539e148562d2e268aa0ecda5609515883a893cfc35841472b9953f361ddd32025f6b48c8d38e342d24ec1b954b4268578d4b1f3b20249db3aa639f0cd7d69ecdc09d20ac7d4cf301515c50e18427f8aca2a2025ce690ce73870e1c0f246390ef209e5efc1cfa899d6ca49827e5a34a84f5d8bf950ad631ca1fdee44ead0a2fca5f1997f3dd85ea9a7e797b1110f1aee43cfc3e879808e08ba982577a469a1cd0fa44fd6fa24c1b3194fd5e8367f1e5a5891b9a9c6dc21d5ff7f498d1befd73181a3b5cd0c62302459b1688abc8e999c69f3971276bf2735d06cb1b32b676c75fdd682ebc658e6b7901c1d319c22cc8e015d640a4db282ce4d498b98d060fde9d166d4b39ee1215c8067882d681635311e37eaff1f6eeb2b44ea8');
INSERT INTO public.evidence_tile VALUES (1, 0, '\xe874d24462959da0ab3d0558611480eea8f4120169042cf4d0b69a8d168b4e01');

INSERT INTO public.hold VALUES ('ref-1', 'clause-1', '2026-11-01', 'placed_by-1', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10', '2026-11-26 03:01:00+00');
INSERT INTO public.hold VALUES ('ref-2', 'clause-2', '2026-11-02', 'placed_by-2', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011', '2026-11-26 03:02:00+00');
INSERT INTO public.hold VALUES ('ref-3', 'clause-3', '2026-11-03', 'placed_by-3', '2026-11-26 03:03:00+00', NULL, NULL);

INSERT INTO public.plan VALUES ('unit-1', 'sha256-1', 'document-1', 'pins-1', 'refs-1', '2026-11-26 03:01:00+00', 'approved_by-1', '2026-11-26 03:01:00+00');
INSERT INTO public.plan VALUES ('unit-2', 'sha256-2', 'document-2', 'pins-2', 'refs-2', '2026-11-26 03:02:00+00', 'approved_by-2', '2026-11-26 03:02:00+00');
INSERT INTO public.plan VALUES ('unit-3', 'sha256-3', 'document-3', 'pins-3', 'refs-3', '2026-11-26 03:03:00+00', NULL, NULL);

INSERT INTO public.policy_acceptance VALUES (1, 'person-1', 'version-1', 'how-1', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.policy_acceptance VALUES (2, 'person-2', 'version-2', 'how-2', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.policy_acceptance VALUES (3, 'person-3', 'version-3', 'how-3', '2026-11-26 03:03:00+00', '\x030405060708090a0b0c0d0e0f101112');

INSERT INTO public.provision_declaration VALUES (1, '2026-11-01', '2026-11-01', 'owner-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.provision_declaration VALUES (2, '2026-11-02', '2026-11-02', 'owner-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.provision_declaration VALUES (3, '2026-11-03', '2026-11-03', 'owner-3', '2026-11-26 03:03:00+00', NULL);

INSERT INTO public.provision_person VALUES (1, 1, 'kind-1', 'digest-1');
INSERT INTO public.provision_person VALUES (2, 2, 'kind-2', 'digest-2');
INSERT INTO public.provision_person VALUES (3, 3, 'kind-3', 'digest-3');

INSERT INTO public.provision_record VALUES (1, '1', 'party-1', 'basis-1', 'form-1', '2026-11-01', '2026-11-01', '2026-11-01', '2026-11-26 03:01:00+00', 'fingerprint-1', '\x0102030405060708090a0b0c0d0e0f10', '2026-11-26 03:01:00+00');
INSERT INTO public.provision_record VALUES (2, '2', 'party-2', 'basis-2', 'form-2', '2026-11-02', '2026-11-02', '2026-11-02', '2026-11-26 03:02:00+00', 'fingerprint-2', '\x02030405060708090a0b0c0d0e0f1011', '2026-11-26 03:02:00+00');
INSERT INTO public.provision_record VALUES (3, '3', 'party-3', 'basis-3', 'form-3', '2026-11-03', '2026-11-03', '2026-11-03', '2026-11-26 03:03:00+00', NULL, NULL, NULL);

INSERT INTO public.received_before VALUES ('source-1', 'digest-1', '2026-11-26 03:01:00+00');
INSERT INTO public.received_before VALUES ('source-2', 'digest-2', '2026-11-26 03:02:00+00');
INSERT INTO public.received_before VALUES ('source-3', 'digest-3', '2026-11-26 03:03:00+00');

INSERT INTO public.request VALUES ('ref-1', 'batch-1', 1, 'right_-1', 'state-1', 'found-1', 'absence-1', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10', 'salt-1', 'report-1', 'receipt-1', '2026-11-26 03:01:00+00');
INSERT INTO public.request VALUES ('ref-2', 'batch-2', 2, 'right_-2', 'state-2', 'found-2', 'absence-2', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011', 'salt-2', 'report-2', 'receipt-2', '2026-11-26 03:02:00+00');
INSERT INTO public.request VALUES ('ref-3', NULL, 3, 'right_-3', 'state-3', NULL, NULL, '2026-11-26 03:03:00+00', NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.retention_run VALUES ('ref-1', 'state-1', 'sha256-1', 'document-1', 'pins-1', '2026-11-26 03:01:00+00', 'approved_by-1', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10', 'report-1');
INSERT INTO public.retention_run VALUES ('ref-2', 'state-2', 'sha256-2', 'document-2', 'pins-2', '2026-11-26 03:02:00+00', 'approved_by-2', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011', 'report-2');
INSERT INTO public.retention_run VALUES ('ref-3', 'state-3', 'sha256-3', 'document-3', 'pins-3', '2026-11-26 03:03:00+00', NULL, NULL, NULL, NULL);

INSERT INTO public.screening_key VALUES ('id-1', 'digest-1', 'tenant-1', 'purpose-1', 'role-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.screening_key VALUES ('id-2', 'digest-2', 'tenant-2', 'purpose-2', 'role-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.screening_key VALUES ('id-3', 'digest-3', 'tenant-3', 'purpose-3', 'role-3', '2026-11-26 03:03:00+00', NULL);

INSERT INTO public.screening_map VALUES ('handle-1', 'tenant-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10');
INSERT INTO public.screening_map VALUES ('handle-2', 'tenant-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011');
INSERT INTO public.screening_map VALUES ('handle-3', 'tenant-3', '2026-11-26 03:03:00+00', '2026-11-26 03:03:00+00', '\x030405060708090a0b0c0d0e0f101112');

INSERT INTO public.screening_map_value VALUES ('handle-1', 'digest-1');
INSERT INTO public.screening_map_value VALUES ('handle-2', 'digest-2');
INSERT INTO public.screening_map_value VALUES ('handle-3', 'digest-3');

INSERT INTO public.screening_owned VALUES ('id-1', 'tenant-1', 'what-1', 'handle-1', '2026-11-26 03:01:00+00');
INSERT INTO public.screening_owned VALUES ('id-2', 'tenant-2', 'what-2', 'handle-2', '2026-11-26 03:02:00+00');
INSERT INTO public.screening_owned VALUES ('id-3', 'tenant-3', 'what-3', 'handle-3', '2026-11-26 03:03:00+00');

INSERT INTO public.screening_suspension VALUES (1, 'tenant-1', 'who-1', 'case_ref-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.screening_suspension VALUES (2, 'tenant-2', 'who-2', 'case_ref-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.screening_suspension VALUES (3, 'tenant-3', 'who-3', NULL, '2026-11-26 03:03:00+00', NULL);

INSERT INTO public.screening_switch VALUES (1, 'tenant-1', 'setting-1', 'value-1', 'by_key-1', '2026-11-26 03:01:00+00');
INSERT INTO public.screening_switch VALUES (2, 'tenant-2', 'setting-2', 'value-2', 'by_key-2', '2026-11-26 03:02:00+00');
INSERT INTO public.screening_switch VALUES (3, 'tenant-3', 'setting-3', 'value-3', 'by_key-3', '2026-11-26 03:03:00+00');

INSERT INTO public.staff VALUES ('id-1', 'name-1', 'address-1', 'address_key-1', 'roles-1', 'password_hash-1', 1, '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', 'oidc_issuer-1', 'oidc_subject-1');
INSERT INTO public.staff VALUES ('id-2', 'name-2', 'address-2', 'address_key-2', 'roles-2', 'password_hash-2', 2, '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', 'oidc_issuer-2', 'oidc_subject-2');
INSERT INTO public.staff VALUES ('id-3', 'name-3', 'address-3', 'address_key-3', 'roles-3', NULL, 3, NULL, NULL, '2026-11-26 03:03:00+00', NULL, NULL);

INSERT INTO public.staff_challenge VALUES ('token_hash-1', 'kind-1', 'staff_id-1', 'content-1', '2026-11-26 03:01:00+00');
INSERT INTO public.staff_challenge VALUES ('token_hash-2', 'kind-2', 'staff_id-2', 'content-2', '2026-11-26 03:02:00+00');
INSERT INTO public.staff_challenge VALUES ('token_hash-3', 'kind-3', NULL, 'content-3', '2026-11-26 03:03:00+00');

INSERT INTO public.staff_link VALUES ('token_hash-1', 'kind-1', 'staff_id-1', 'made_by-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.staff_link VALUES ('token_hash-2', 'kind-2', 'staff_id-2', 'made_by-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.staff_link VALUES ('token_hash-3', 'kind-3', NULL, NULL, '2026-11-26 03:03:00+00', NULL);

INSERT INTO public.staff_passkey VALUES ('credential-1', 'staff_id-1', '\x0102030405060708090a0b0c0d0e0f10', 1, 'label-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.staff_passkey VALUES ('credential-2', 'staff_id-2', '\x02030405060708090a0b0c0d0e0f1011', 2, 'label-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.staff_passkey VALUES ('credential-3', 'staff_id-3', '\x030405060708090a0b0c0d0e0f101112', 3, 'label-3', '2026-11-26 03:03:00+00', NULL);

INSERT INTO public.staff_session VALUES ('token_hash-1', 'handle-1', 'staff_id-1', 'method-1', 'browser-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00');
INSERT INTO public.staff_session VALUES ('token_hash-2', 'handle-2', 'staff_id-2', 'method-2', 'browser-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00');
INSERT INTO public.staff_session VALUES ('token_hash-3', 'handle-3', 'staff_id-3', 'method-3', 'browser-3', '2026-11-26 03:03:00+00', '2026-11-26 03:03:00+00', '2026-11-26 03:03:00+00', '2026-11-26 03:03:00+00');

INSERT INTO public.upheld_schema VALUES ('0025');

INSERT INTO public.upload VALUES ('name-1', 'owner-1', 'media_type-1', 1, 'digest-1', '2026-11-26 03:01:00+00', '2026-11-26 03:01:00+00', '\x0102030405060708090a0b0c0d0e0f10', '2026-11-26 03:01:00+00');
INSERT INTO public.upload VALUES ('name-2', 'owner-2', 'media_type-2', 2, 'digest-2', '2026-11-26 03:02:00+00', '2026-11-26 03:02:00+00', '\x02030405060708090a0b0c0d0e0f1011', '2026-11-26 03:02:00+00');
INSERT INTO public.upload VALUES ('name-3', 'owner-3', 'media_type-3', 3, 'digest-3', '2026-11-26 03:03:00+00', '2026-11-26 03:03:00+00', NULL, NULL);

SELECT pg_catalog.setval('public.desk_answer_id_seq', 1, false);

SELECT pg_catalog.setval('public.desk_code_id_seq', 1, false);

SELECT pg_catalog.setval('public.desk_decision_id_seq', 1, false);

SELECT pg_catalog.setval('public.desk_fee_line_id_seq', 1, false);

SELECT pg_catalog.setval('public.desk_letter_id_seq', 1, false);

SELECT pg_catalog.setval('public.desk_outbox_id_seq', 1, false);

SELECT pg_catalog.setval('public.desk_restriction_id_seq', 1, false);

SELECT pg_catalog.setval('public.desk_signal_id_seq', 1, false);

SELECT pg_catalog.setval('public.due_id_seq', 1, false);

SELECT pg_catalog.setval('public.evidence_anchor_id_seq', 1, true);

SELECT pg_catalog.setval('public.evidence_entry_id_seq', 305, true);

SELECT pg_catalog.setval('public.policy_acceptance_id_seq', 1, false);

SELECT pg_catalog.setval('public.provision_declaration_id_seq', 1, false);

SELECT pg_catalog.setval('public.provision_person_id_seq', 1, false);

SELECT pg_catalog.setval('public.provision_record_id_seq', 1, false);

SELECT pg_catalog.setval('public.screening_suspension_id_seq', 1, false);

SELECT pg_catalog.setval('public.screening_switch_id_seq', 1, false);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.closed_system
    ADD CONSTRAINT closed_system_pkey PRIMARY KEY (system);

ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.desk_answer
    ADD CONSTRAINT desk_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_answer
    ADD CONSTRAINT desk_answer_reference_key UNIQUE (reference);

ALTER TABLE ONLY public.desk_case
    ADD CONSTRAINT desk_case_pkey PRIMARY KEY (reference);

ALTER TABLE ONLY public.desk_code
    ADD CONSTRAINT desk_code_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_decision
    ADD CONSTRAINT desk_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_fee_line
    ADD CONSTRAINT desk_fee_line_outside_key UNIQUE (outside);

ALTER TABLE ONLY public.desk_fee_line
    ADD CONSTRAINT desk_fee_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_fee_line
    ADD CONSTRAINT desk_fee_line_receipt_key UNIQUE (receipt);

ALTER TABLE ONLY public.desk_letter
    ADD CONSTRAINT desk_letter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_letter
    ADD CONSTRAINT desk_letter_reference_occasion_key UNIQUE (reference, occasion);

ALTER TABLE ONLY public.desk_link
    ADD CONSTRAINT desk_link_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.desk_lookup
    ADD CONSTRAINT desk_lookup_pkey PRIMARY KEY (digest, reference, what);

ALTER TABLE ONLY public.desk_mail
    ADD CONSTRAINT desk_mail_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.desk_mailbox
    ADD CONSTRAINT desk_mailbox_pkey PRIMARY KEY (mailbox);

ALTER TABLE ONLY public.desk_outbox
    ADD CONSTRAINT desk_outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_party_task
    ADD CONSTRAINT desk_party_task_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_party_task
    ADD CONSTRAINT desk_party_task_reference_party_key UNIQUE (reference, party);

ALTER TABLE ONLY public.desk_payment_page
    ADD CONSTRAINT desk_payment_page_pkey PRIMARY KEY (checkout);

ALTER TABLE ONLY public.desk_profile_change
    ADD CONSTRAINT desk_profile_change_pkey PRIMARY KEY (reference);

ALTER TABLE ONLY public.desk_profile_change
    ADD CONSTRAINT desk_profile_change_undoes_key UNIQUE (undoes);

ALTER TABLE ONLY public.desk_profile_person
    ADD CONSTRAINT desk_profile_person_pkey PRIMARY KEY (digest, reference);

ALTER TABLE ONLY public.desk_profile_visit
    ADD CONSTRAINT desk_profile_visit_pkey PRIMARY KEY (reference);

ALTER TABLE ONLY public.desk_proof
    ADD CONSTRAINT desk_proof_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_restriction
    ADD CONSTRAINT desk_restriction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_schedule
    ADD CONSTRAINT desk_schedule_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.desk_signal
    ADD CONSTRAINT desk_signal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_step
    ADD CONSTRAINT desk_step_pkey PRIMARY KEY (key, number);

ALTER TABLE ONLY public.desk_submission
    ADD CONSTRAINT desk_submission_pkey PRIMARY KEY (digest);

ALTER TABLE ONLY public.desk_used_link
    ADD CONSTRAINT desk_used_link_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.desk_work
    ADD CONSTRAINT desk_work_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.due
    ADD CONSTRAINT due_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.erased_key
    ADD CONSTRAINT erased_key_pkey PRIMARY KEY (ref, system, kind, digest);

ALTER TABLE ONLY public.evidence_anchor
    ADD CONSTRAINT evidence_anchor_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence_checkpoint
    ADD CONSTRAINT evidence_checkpoint_pkey PRIMARY KEY (size);

ALTER TABLE ONLY public.evidence_entry
    ADD CONSTRAINT evidence_entry_idx_key UNIQUE (idx);

ALTER TABLE ONLY public.evidence_entry
    ADD CONSTRAINT evidence_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evidence_sequencer
    ADD CONSTRAINT evidence_sequencer_pkey PRIMARY KEY (one);

ALTER TABLE ONLY public.evidence_tile
    ADD CONSTRAINT evidence_tile_pkey PRIMARY KEY (level, number);

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (ref);

ALTER TABLE ONLY public.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (unit);

ALTER TABLE ONLY public.policy_acceptance
    ADD CONSTRAINT policy_acceptance_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.provision_declaration
    ADD CONSTRAINT provision_declaration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.provision_person
    ADD CONSTRAINT provision_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.provision_person
    ADD CONSTRAINT provision_person_record_kind_key UNIQUE (record, kind);

ALTER TABLE ONLY public.provision_record
    ADD CONSTRAINT provision_record_fingerprint_key UNIQUE (fingerprint);

ALTER TABLE ONLY public.provision_record
    ADD CONSTRAINT provision_record_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.received_before
    ADD CONSTRAINT received_before_pkey PRIMARY KEY (source, digest);

ALTER TABLE ONLY public.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (ref);

ALTER TABLE ONLY public.retention_run
    ADD CONSTRAINT retention_run_pkey PRIMARY KEY (ref);

ALTER TABLE ONLY public.screening_key
    ADD CONSTRAINT screening_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.screening_map
    ADD CONSTRAINT screening_map_pkey PRIMARY KEY (handle);

ALTER TABLE ONLY public.screening_map_value
    ADD CONSTRAINT screening_map_value_pkey PRIMARY KEY (handle, digest);

ALTER TABLE ONLY public.screening_owned
    ADD CONSTRAINT screening_owned_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.screening_suspension
    ADD CONSTRAINT screening_suspension_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.screening_switch
    ADD CONSTRAINT screening_switch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_address_key_key UNIQUE (address_key);

ALTER TABLE ONLY public.staff_challenge
    ADD CONSTRAINT staff_challenge_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.staff_link
    ADD CONSTRAINT staff_link_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.staff_passkey
    ADD CONSTRAINT staff_passkey_pkey PRIMARY KEY (credential);

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_handle_key UNIQUE (handle);

ALTER TABLE ONLY public.staff_session
    ADD CONSTRAINT staff_session_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.upheld_schema
    ADD CONSTRAINT upheld_schema_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY public.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (name);

CREATE INDEX desk_case_answered ON public.desk_case USING btree (answered_at);

CREATE INDEX desk_case_queue ON public.desk_case USING btree (is_open, due_at, reference);

CREATE INDEX desk_case_received ON public.desk_case USING btree (received_at, reference);

CREATE INDEX desk_case_state ON public.desk_case USING btree (state, due_at, reference);

CREATE INDEX desk_code_case ON public.desk_code USING btree (reference, purpose, id);

CREATE INDEX desk_fee_line_case ON public.desk_fee_line USING btree (reference, id);

CREATE INDEX desk_lookup_case ON public.desk_lookup USING btree (reference);

CREATE INDEX desk_mail_reference ON public.desk_mail USING btree (reference);

CREATE INDEX desk_mail_waiting ON public.desk_mail USING btree (became, seen_at, received_at);

CREATE INDEX desk_outbox_claimed ON public.desk_outbox USING btree (claimed_by) WHERE (claimed_by IS NOT NULL);

CREATE INDEX desk_outbox_due ON public.desk_outbox USING btree (at, id) WHERE ((done_at IS NULL) AND (stuck_at IS NULL));

CREATE INDEX desk_outbox_stuck ON public.desk_outbox USING btree (stuck_at) WHERE ((done_at IS NULL) AND (stuck_at IS NOT NULL));

CREATE INDEX desk_proof_added ON public.desk_proof USING btree (added_at, id);

CREATE INDEX desk_proof_waiting ON public.desk_proof USING btree (added_at, id) WHERE (outcome IS NULL);

CREATE INDEX desk_restriction_asked ON public.desk_restriction USING btree (who, stops, lifted_at);

CREATE INDEX erased_key_system ON public.erased_key USING btree (system, kind);

CREATE INDEX evidence_entry_case ON public.evidence_entry USING btree (case_ref, kind);

CREATE INDEX evidence_entry_waiting ON public.evidence_entry USING btree (id) WHERE (idx IS NULL);

CREATE INDEX ix_api_token_parent ON public.api_token USING btree (parent);

CREATE INDEX ix_desk_decision_reference ON public.desk_decision USING btree (reference);

CREATE INDEX ix_desk_link_answer ON public.desk_link USING btree (answer);

CREATE INDEX ix_desk_outbox_key ON public.desk_outbox USING btree (key);

CREATE INDEX ix_desk_payment_page_reference ON public.desk_payment_page USING btree (reference);

CREATE INDEX ix_desk_profile_person_reference ON public.desk_profile_person USING btree (reference);

CREATE INDEX ix_desk_profile_visit_address ON public.desk_profile_visit USING btree (address);

CREATE INDEX ix_desk_proof_reference ON public.desk_proof USING btree (reference);

CREATE INDEX ix_desk_restriction_reference ON public.desk_restriction USING btree (reference);

CREATE INDEX ix_desk_signal_key ON public.desk_signal USING btree (key);

CREATE INDEX ix_desk_submission_at ON public.desk_submission USING btree (at);

CREATE INDEX ix_desk_used_link_expires_at ON public.desk_used_link USING btree (expires_at);

CREATE INDEX ix_desk_work_state ON public.desk_work USING btree (state);

CREATE INDEX ix_due_at ON public.due USING btree (at);

CREATE INDEX ix_provision_person_digest ON public.provision_person USING btree (digest);

CREATE INDEX ix_provision_person_record ON public.provision_person USING btree (record);

CREATE INDEX ix_request_batch ON public.request USING btree (batch);

CREATE INDEX ix_request_state ON public.request USING btree (state);

CREATE INDEX ix_retention_run_state ON public.retention_run USING btree (state);

CREATE INDEX ix_staff_challenge_ends_at ON public.staff_challenge USING btree (ends_at);

CREATE INDEX ix_staff_passkey_staff_id ON public.staff_passkey USING btree (staff_id);

CREATE INDEX ix_staff_session_staff_id ON public.staff_session USING btree (staff_id);

CREATE UNIQUE INDEX policy_acceptance_person ON public.policy_acceptance USING btree (person, version, how);

CREATE INDEX provision_record_direction ON public.provision_record USING btree (direction, id, first_on, last_on, erased_at) WHERE (erased_at IS NULL);

CREATE INDEX provision_record_party ON public.provision_record USING btree (party, id, direction, first_on, last_on, erased_at) WHERE (erased_at IS NULL);

CREATE INDEX provision_record_standing ON public.provision_record USING btree (id, direction, first_on, last_on, erased_at) WHERE (erased_at IS NULL);

CREATE INDEX received_before_forget_at ON public.received_before USING btree (forget_at);

CREATE INDEX screening_map_until ON public.screening_map USING btree (until);

CREATE INDEX screening_map_value_digest ON public.screening_map_value USING btree (digest);

CREATE INDEX screening_owned_tenant ON public.screening_owned USING btree (tenant, what);

CREATE INDEX screening_suspension_who ON public.screening_suspension USING btree (tenant, who);

CREATE INDEX screening_switch_newest ON public.screening_switch USING btree (tenant, setting, id);

CREATE UNIQUE INDEX staff_oidc ON public.staff USING btree (oidc_issuer, oidc_subject);

CREATE INDEX upload_expires_at ON public.upload USING btree (expires_at);

CREATE INDEX upload_owner ON public.upload USING btree (owner);

ALTER TABLE ONLY public.provision_person
    ADD CONSTRAINT provision_person_record_fkey FOREIGN KEY (record) REFERENCES public.provision_record(id);
