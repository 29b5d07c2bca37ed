//! How to ask for each endpoint. A new one gets a line in [`ask`]; a page without parameters needs
//! none.

use super::scene::{Scene, State};
use crate::support::server::{Browser, with_file};
use lishu::server::access::{Entry, Kind};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

/// A request that is answered as it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    path: String,
    body: Body,
    /// The status where it is done.
    pub answers: u16,
    /// The status where the record's state or version is not the one that it is for.
    pub misses: u16,
    works_in: Vec<State>,
    /// Sent twice, it is done twice, and that is right.
    pub repeats: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Body {
    None,
    Form(Vec<(&'static str, String)>),
    /// A file, as a form sends it
    File(&'static str),
    Json(Value),
}

/// `later`: how much later than the record's own is the version that the request speaks of.
pub fn ask(entry: &Entry, scene: &Scene, later: i64) -> Option<Ask> {
    let (id, batch) = (scene.application, scene.batch);
    let version = scene.version + later;
    let (method, path) = (entry.method.as_str(), entry.path);
    let of_case = || path.replace("{id}", &id.to_string());
    let of_batch = || path.replace("{id}", &batch.to_string());
    let of_unit = || path.replace("{id}", &scene.unit.to_string());
    let of_proposal = || path.replace("{id}", &scene.proposal.to_string());
    let of_operator = || path.replace("{id}", &scene.operator.to_string());
    let case = || {
        vec![
            ("application", id.to_string()),
            ("version", version.to_string()),
        ]
    };
    let resubmission = || {
        let mut fields = profile(1);
        fields.push(("application", id.to_string()));
        fields.push(("case_version", version.to_string()));
        fields
    };
    let form = |fields| Ask::form(path.to_owned(), fields);
    let call = |arguments| Ask::call(path, arguments);
    Some(match (method, path) {
        ("POST", "/login") => form(vec![("panel", "operator".into())]).answers(422),
        // Nobody waits for their second step.
        ("POST", "/login/code") => form(vec![("code", "000000".into())]).answers(401),
        ("POST", "/admin/login" | "/account" | "/account/sessions") => form(vec![]).answers(422),
        ("POST", "/logout" | "/enter" | "/account/second-factor") => form(vec![]),
        ("POST", "/workbench") => form(profile(1 + later)),
        ("POST", "/bind") => form(vec![("code", scene.code.clone())]),
        ("POST", "/withdraw") => form(case()).works_in(&[State::Pending, State::Returned]),
        ("POST", "/resubmit") => form(resubmission()).works_in(&[State::Returned]),
        // What is empty is told at the field.
        ("POST", "/unbind" | "/move" | "/invite") => form(vec![]).answers(422),
        // Nobody waits for somebody, and a case that is new is not urged.
        ("POST", "/invite/withdraw") => form(vec![]),
        ("POST", "/urge") => form(vec![("application", id.to_string())])
            .answers(429)
            .works_in(&[State::Pending]),
        ("POST", "/delegation") => form(vec![]).answers(422),
        ("POST", "/api/board" | "/api/delegations") => call(json!({})),
        ("POST", "/api/delegate") => call(json!({ "draft": {} })).answers(422),
        ("POST", "/leaving") => form(vec![("go", "consent".into())]).answers(404),
        ("POST", "/verification") => form(vec![]),
        // What is empty is told at the field.
        ("POST", "/register" | "/ask" | "/recover" | "/people") => form(vec![]).answers(422),
        // A link that does not work leads to the page that says so.
        ("POST", "/reset/{token}") => Ask::form(path.replace("{token}", "none"), vec![]),
        ("GET", "/reset/{token}") => Ask::get(path.replace("{token}", "none")),
        ("POST", "/join/{token}") => Ask::form(path.replace("{token}", "none"), vec![]),
        ("GET", "/join/{token}") => Ask::get(path.replace("{token}", "none")),
        ("POST", "/api/offer") => call(json!({ "token": "none" })),
        ("POST", "/api/accept_offer") => call(json!({ "draft": {} })).answers(410),
        ("POST", "/people/unit/{id}") => Ask::form(of_unit(), vec![]).answers(422),
        ("GET", "/people/unit/{id}") => Ask::get(of_unit()),
        ("POST", "/people/{id}") => Ask::form(of_operator(), roles(1 + later)),
        ("GET", "/people/{id}") => Ask::get(of_operator()),
        // Of themselves nobody has another unit.
        ("POST", "/switch") => form(vec![("operator", "0".into())]).answers(404),
        ("GET", "/admin/units/{id}") => Ask::get(of_unit()),
        ("POST", "/admin/units/{id}") => Ask::form(of_unit(), vec![]).answers(422),
        ("POST", "/admin/operators/{id}") => Ask::form(of_operator(), roles(1 + later)),
        ("GET", "/admin/operators/{id}") => Ask::get(of_operator()),
        ("GET", "/admin/announcements/{id}") => Ask::get(path.replace("{id}", "new")),
        ("GET", "/admin/rounds/{id}") => Ask::get(path.replace("{id}", "new")),
        ("POST", "/admin/rounds/{id}") => {
            Ask::form(path.replace("{id}", "new"), vec![]).answers(422)
        }
        ("POST", "/admin/rules" | "/admin/calendar" | "/appeals" | "/appeal") => {
            form(vec![]).answers(422)
        }
        // There is none.
        ("POST", "/appeal/withdraw") => form(vec![("appeal", "0".into())]).answers(404),
        ("POST", "/api/admin_rounds" | "/api/admin_round" | "/api/admin_rules") => call(json!({})),
        ("POST", "/api/admin_calendar") => call(json!({ "year": "" })),
        (
            "POST",
            "/api/save_round" | "/api/change_rules" | "/api/set_calendar" | "/api/settle_appeal",
        ) => call(json!({ "draft": {} })).answers(422),
        ("POST", "/api/appeals") => call(json!({ "settled": false })),
        ("POST", "/api/appeal") => call(json!({ "body": "" })).answers(422),
        ("POST", "/api/withdraw_appeal") => call(json!({ "appeal": 0 })).answers(404),
        ("POST", "/admin/announcements/{id}") => {
            Ask::form(path.replace("{id}", "new"), vec![]).answers(422)
        }
        (
            "POST",
            "/admin/modules"
            | "/admin/codes"
            | "/admin/policy"
            | "/admin/sessions"
            | "/admin/sessions/factor"
            | "/admin/locks",
        ) => form(vec![]).answers(422),
        // Each look is on record.
        ("POST", "/people/reveal" | "/admin/reveal") => form(reveal(scene)).answers(200).repeats(),
        ("POST", "/api/reveal" | "/api/admin_reveal") => {
            let mut draft = object(reveal(scene));
            draft["operator"] = scene.operator.into();
            call(json!({ "draft": draft })).repeats()
        }
        ("POST", "/messages") => form(vec![]),
        // Nobody has the message 0, and without mail nobody chooses when it comes.
        ("POST", "/api/read_message") => call(json!({ "message": 0 })).answers(404),
        ("POST", "/account/mail") => form(vec![]).answers(404),
        ("POST", "/api/save_mail") => call(json!({ "draft": {} })).answers(404),
        ("POST", "/api/messages" | "/api/admin_webhooks") => call(json!({ "before": null })),
        ("POST", "/api/unread" | "/api/read_messages" | "/api/mail_choice") => call(json!({})),
        ("POST", "/mail/{token}") => Ask::form(path.replace("{token}", "none"), vec![]),
        ("GET", "/mail/{token}") => Ask::get(path.replace("{token}", "none")),
        ("POST", "/api/mail_link") => call(json!({ "token": "none" })),
        ("POST", "/api/prove_mail") => call(json!({ "token": "none" })).answers(410),
        ("POST", "/admin/webhooks") => form(vec![]).answers(422),
        ("POST", "/api/press_webhook") => call(json!({ "draft": {} })).answers(422),
        ("POST", "/expected") => form(vec![("go", "remind-all".into())]).answers(200),
        ("POST", "/expected/import") => form(vec![("mode", "replace".into())]),
        ("POST", "/expected/upload") => Ask::file(
            path,
            "统一社会信用代码,单位名称\r\n12220000MB9000023N,松江中学\r\n",
        ),
        // Nothing was uploaded.
        ("GET", "/expected/errors.xlsx") => Ask::get(path.to_owned()).answers(404),
        ("POST", "/api/expected") => call(json!({ "query": "" })),
        ("POST", "/api/upload" | "/api/drop_upload") => call(json!({})),
        ("POST", "/api/import_expected") => call(json!({ "draft": {} })).answers(422),
        ("POST", "/api/change_expected") => call(json!({ "draft": { "go": "remind-all" } })),
        ("POST", "/review") => form(vec![]),
        ("POST", "/review/batch") => form(order(scene)),
        ("POST", "/review/batch/{id}") => Ask::form(of_batch(), vec![]).answers(200),
        ("POST", "/review/{id}") => {
            Ask::form(of_case(), decision(version)).works_in(&[State::Pending])
        }
        ("POST", "/review/{id}/here") => Ask::signal(of_case()).answers(200),
        ("POST", "/review/{id}/leave") => Ask::signal(of_case()).answers(204),
        ("GET", "/review/batch") => {
            Ask::get(format!("{path}?outcome=approve&sel={}", scene.selection))
        }
        ("GET", "/review/batch/running") => Ask::get(format!("{path}?key=none")),
        ("GET", "/review/batch/{id}") => Ask::get(of_batch()),
        ("GET", "/review/{id}") => Ask::get(of_case()),
        ("POST", "/api/sign_in" | "/api/sign_in_administrator" | "/api/change_password") => {
            call(json!({ "draft": {} })).answers(422)
        }
        ("POST", "/api/prove") => call(json!({ "draft": { "code": "000000" } })).answers(401),
        ("POST", "/api/end_sessions") => call(json!({ "draft": {} })).answers(422),
        ("POST", "/api/change_factor") => call(json!({ "draft": {} })),
        (
            "POST",
            "/api/home" | "/api/announcements" | "/api/sign_out" | "/api/workbench" | "/api/enter"
            | "/api/account" | "/api/factor",
        ) => call(json!({})),
        ("POST", "/api/save_profile") => call(json!({ "draft": object(profile(1 + later)) })),
        ("POST", "/api/search_superior" | "/api/apply") => {
            call(json!({ "draft": { "code": scene.code } }))
        }
        ("POST", "/api/withdraw") => call(json!({ "application": id, "version": version }))
            .works_in(&[State::Pending, State::Returned]),
        ("POST", "/api/resubmit") => {
            let case = json!({ "application": id, "case_version": version });
            call(json!({ "case": case, "profile": object(profile(1)) }))
                .works_in(&[State::Returned])
        }
        ("POST", "/api/unbind" | "/api/move_unit" | "/api/invite") => {
            call(json!({ "draft": {} })).answers(422)
        }
        ("POST", "/api/tie" | "/api/withdraw_invitation") => call(json!({})),
        ("POST", "/api/preview_unbinding") => call(json!({})),
        ("POST", "/api/preview_move") => call(json!({ "code": "" })),
        ("POST", "/api/urge") => call(json!({ "application": id }))
            .answers(429)
            .works_in(&[State::Pending]),
        ("POST", "/api/invitation") => call(json!({ "code": "" })),
        ("POST", "/api/leaving") => call(json!({ "after": 0 })),
        ("POST", "/api/answer_leaving") => {
            call(json!({ "draft": { "go": "consent" } })).answers(404)
        }
        ("POST", "/api/register_form" | "/api/other_units" | "/api/ask_verification") => {
            call(json!({}))
        }
        ("POST", "/api/register" | "/api/ask_to_act" | "/api/forgot") => {
            call(json!({ "draft": {} })).answers(422)
        }
        ("POST", "/api/recover") => call(json!({ "code": "" })),
        ("POST", "/api/reset_link") => call(json!({ "token": "none" })),
        ("POST", "/api/reset_password") => call(json!({ "draft": {} })).answers(410),
        ("POST", "/api/people") => call(json!({ "unit": scene.unit, "below": "" })),
        ("POST", "/api/add_operator") => {
            call(json!({ "unit": scene.unit, "draft": {} })).answers(422)
        }
        ("POST", "/api/operator" | "/api/admin_operator") => {
            call(json!({ "operator": scene.operator }))
        }
        ("POST", "/api/change_operator" | "/api/change_operator_of_anybody") => {
            let version = 1 + later;
            let draft = json!({ "go": "roles", "version": version, "roles": ["applies"] });
            call(json!({ "operator": scene.operator, "draft": draft }))
        }
        ("POST", "/api/switch_unit") => call(json!({ "operator": 0 })).answers(404),
        (
            "POST",
            "/api/admin"
            | "/api/admin_announcements"
            | "/api/admin_announcement"
            | "/api/admin_services"
            | "/api/admin_policy"
            | "/api/admin_locks",
        ) => call(json!({})),
        // Each reading is on record.
        ("POST", "/api/trail") => call(json!({ "draft": {} })).repeats(),
        ("POST", "/api/admin_units") => call(json!({ "draft": {} })),
        ("POST", "/api/admin_unit") => call(json!({ "id": scene.unit })),
        ("POST", "/api/act_on_unit") => call(json!({ "id": scene.unit, "draft": {} })).answers(422),
        ("POST", "/api/admin_codes") => call(json!({ "after": "" })),
        ("POST", "/api/admin_sessions") => call(json!({ "search": {} })),
        (
            "POST",
            "/api/preview_announcement"
            | "/api/save_announcement"
            | "/api/save_service"
            | "/api/save_code"
            | "/api/change_policy"
            | "/api/end_sessions_of_operator"
            | "/api/drop_factor_of_operator"
            | "/api/unlock",
        ) => call(json!({ "draft": {} })).answers(422),
        ("POST", "/api/queue") => call(json!({ "query": "" })),
        ("POST", "/api/press") => call(json!({ "draft": {} })),
        ("POST", "/api/plan_batch") => {
            call(json!({ "outcome": "approve", "selection": scene.selection }))
        }
        ("POST", "/api/order_batch") => call(json!({ "draft": object(order(scene)) })),
        ("POST", "/api/batch_progress") => call(json!({ "key": "none" })),
        ("POST", "/api/batch" | "/api/undo_batch") => call(json!({ "id": batch })),
        ("POST", "/api/case") => call(json!({ "application": id, "walk": {} })),
        ("POST", "/api/decide") => {
            let mut draft = object(decision(version));
            draft["application"] = id.into();
            call(json!({ "draft": draft, "walk": {} })).works_in(&[State::Pending])
        }
        ("POST", "/api/undo") => call(json!({ "application": id, "version": version }))
            .works_in(&[State::Returned, State::Approved]),
        ("POST", "/api/done") => call(json!({ "application": id })),
        ("POST", "/api/forget_canned") => call(json!({ "canned": 0 })),
        ("GET", "/units" | "/units.xlsx") => Ask::get(format!("{path}?open={}", scene.unit)),
        ("POST", "/api/tree") => call(json!({ "query": format!("open={}", scene.unit) })),
        ("GET", "/units/{id}") => Ask::get(of_unit()),
        ("POST", "/units/{id}") => Ask::form(of_unit(), vec![("why", "机构改革".into())]),
        ("POST", "/api/below") => call(json!({ "unit": scene.unit })),
        ("POST", "/api/release_below") => {
            call(json!({ "unit": scene.unit, "draft": { "why": "机构改革" } }))
        }
        ("POST", "/units/reorganize") => form(vec![]).answers(422),
        ("POST", "/api/proposals") => call(json!({ "before": null })),
        ("POST", "/api/propose") => call(json!({ "draft": {} })).answers(422),
        ("GET", "/units/reorganize/{id}") => Ask::get(of_proposal()),
        ("POST", "/units/reorganize/{id}") => Ask::form(of_proposal(), agreement(scene, later)),
        ("POST", "/api/proposal") => call(json!({ "id": scene.proposal })),
        ("POST", "/api/settle_proposal") => {
            let draft = object(agreement(scene, later));
            call(json!({ "id": scene.proposal, "draft": draft }))
        }
        ("GET", path) if !path.contains('{') => Ask::get(path.to_owned()),
        _ => return None,
    })
}

fn roles(version: i64) -> Vec<(&'static str, String)> {
    vec![
        ("go", "roles".into()),
        ("version", version.to_string()),
        ("roles", "applies".into()),
    ]
}

/// Of a proposal's first version, or of another.
fn agreement(scene: &Scene, later: i64) -> Vec<(&'static str, String)> {
    vec![
        ("go", "agree".into()),
        ("version", (1 + later).to_string()),
        ("seen", scene.digest.clone()),
    ]
}

fn profile(version: i64) -> Vec<(&'static str, String)> {
    vec![
        ("version", version.to_string()),
        ("name", "示例单位".into()),
        ("region", "220102".into()),
        ("industry", "P".into()),
        ("address", "示例路1号".into()),
    ]
}

fn reveal(scene: &Scene) -> Vec<(&'static str, String)> {
    vec![
        ("operator", scene.operator.to_string()),
        ("what", "mobile".into()),
        ("why", "核对报送人员".into()),
        ("back", "/announcements".into()),
    ]
}

fn decision(version: i64) -> Vec<(&'static str, String)> {
    vec![
        ("version", version.to_string()),
        ("faulty", "no".into()),
        ("outcome", "approve".into()),
    ]
}

fn order(scene: &Scene) -> Vec<(&'static str, String)> {
    vec![
        ("key", "now".into()),
        ("outcome", "approve".into()),
        ("selection", scene.selection.clone()),
        ("asked", "1".into()),
    ]
}

/// A form's fields as a draft in JSON. A version is a number.
fn object(fields: Vec<(&'static str, String)>) -> Value {
    let value = |name: &str, text: String| match name {
        "version" => text.parse::<i64>().expect("a number").into(),
        _ => Value::from(text),
    };
    let fields = fields.into_iter();
    fields
        .map(|(name, text)| (name.to_owned(), value(name, text)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

impl Ask {
    fn new(path: String, body: Body, answers: u16) -> Self {
        Self {
            path,
            body,
            answers,
            misses: 409,
            works_in: State::ALL.to_vec(),
            repeats: false,
        }
    }

    pub fn get(path: String) -> Self {
        Self::new(path, Body::None, 200)
    }

    pub fn form(path: String, fields: Vec<(&'static str, String)>) -> Self {
        Self::new(path, Body::Form(fields), 303)
    }

    pub fn call(path: &str, arguments: Value) -> Self {
        Self::new(path.to_owned(), Body::Json(arguments), 200)
    }

    pub fn file(path: &str, text: &'static str) -> Self {
        Self::new(path.to_owned(), Body::File(text), 303)
    }

    pub fn signal(path: String) -> Self {
        Self::new(path, Body::None, 204)
    }

    pub fn answers(self, answers: u16) -> Self {
        Self { answers, ..self }
    }

    pub fn repeats(self) -> Self {
        Self {
            repeats: true,
            ..self
        }
    }

    pub fn works_in(self, states: &[State]) -> Self {
        let works_in = states.to_vec();
        Self { works_in, ..self }
    }

    pub fn works(&self, state: State) -> bool {
        self.works_in.contains(&state)
    }

    pub fn first_state(&self) -> State {
        self.works_in[0]
    }

    /// As our own pages send it.
    pub fn request(&self, browser: &Browser, entry: &Entry) -> RequestBuilder {
        self.without_origin(browser, entry)
            .header("sec-fetch-site", "same-origin")
    }

    /// Without a word of where it comes from.
    pub fn without_origin(&self, browser: &Browser, entry: &Entry) -> RequestBuilder {
        let address = format!("{}{}", browser.origin, self.path);
        let request = browser.client.request(entry.method.clone(), address);
        let request = match entry.kind {
            Kind::Page | Kind::Form | Kind::Upload => request.header("accept", "text/html"),
            _ => request,
        };
        match &self.body {
            Body::None => request,
            Body::Form(fields) => request.form(fields),
            Body::File(text) => with_file(request, text.as_bytes()),
            Body::Json(value) => request
                .header("content-type", "application/json")
                .body(value.to_string()),
        }
    }

    /// The same as text/plain, which any site can send without asking.
    pub fn as_text(&self, browser: &Browser, entry: &Entry) -> RequestBuilder {
        let plain = Self {
            body: Body::None,
            ..self.clone()
        };
        let text = match &self.body {
            Body::None => String::new(),
            Body::Form(fields) => serde_html_form::to_string(fields).expect("a form"),
            Body::Json(value) => value.to_string(),
            Body::File(text) => (*text).to_owned(),
        };
        let request = plain.request(browser, entry);
        request.header("content-type", "text/plain").body(text)
    }

    /// The same address by GET, with the form's fields in its query.
    pub fn as_get(&self, browser: &Browser) -> RequestBuilder {
        let query = match &self.body {
            Body::Form(fields) => serde_html_form::to_string(fields).expect("a form"),
            _ => String::new(),
        };
        let sign = if self.path.contains('?') { '&' } else { '?' };
        let address = format!("{}{}{sign}{query}", browser.origin, self.path);
        let request = browser.client.get(address);
        request.header("sec-fetch-site", "same-origin")
    }
}
