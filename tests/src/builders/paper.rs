//! Papers of a case, brought in the two steps of the API, and the dossier they make.

use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::builders::Case;
use crate::clients::Client;

/// The documents of a people's mediation volume that must be there.
pub const REQUIRED: [&str; 6] = ["01", "02", "03", "07", "08", "13"];

impl TestApp {
    /// Announces a file; one without a place is said to name nobody.
    pub async fn announce(
        &self,
        client: &Client,
        case: &Case,
        name: &str,
        size: usize,
        document: Option<&str>,
    ) -> Answer {
        let mut body = json!({ "file_name": name, "size_bytes": size });
        match document {
            Some(document) => body["document_code"] = json!(document),
            None => body["is_identity"] = json!(false),
        }
        let path = format!("{}/attachments", case.path());
        self.post(path).as_(client).json(&body).send().await
    }

    /// Puts the content of what was announced.
    pub async fn put_content(&self, client: &Client, announced: &Value, content: &[u8]) -> Answer {
        let url = announced["upload"]["url"].as_str().unwrap_or_default();
        let asking = self.put(url).as_(client).header("content-type", "application/octet-stream");
        asking.body(content).send().await
    }

    /// Both steps, which must succeed; answers the attachment.
    pub async fn attach(
        &self,
        client: &Client,
        case: &Case,
        name: &str,
        content: &[u8],
        document: Option<&str>,
    ) -> Value {
        let announced =
            self.announce(client, case, name, content.len(), document).await.expect(201);
        self.put_content(client, &announced, content).await.expect(200)
    }

    /// Brings every document that must be in the dossier of a mediated case.
    pub async fn file_required(&self, case: &Case) {
        let clerk = self.as_clerk().await;
        for code in REQUIRED {
            let name = format!("{code}.txt");
            self.attach(&clerk, case, &name, name.as_bytes(), Some(code)).await;
        }
    }

    /// The dossier as `client` sees it.
    pub async fn dossier(&self, client: &Client, case: &Case) -> Value {
        self.get(format!("{}/dossier", case.path())).as_(client).send().await.expect(200)
    }

    /// Asks for the seal of the dossier as it is now.
    pub async fn seal(&self, client: &Client, case: &Case) -> Answer {
        let version = self.dossier(client, case).await["version"].as_i64().unwrap_or(0);
        let path = format!("{}/dossier/actions/seal", case.path());
        let body = json!({ "case_no": case.number() });
        self.post(path).as_(client).if_match(version).json(&body).send().await
    }

    /// Puts the dossier of a closed case together and seals it, where a rule wants that; answers the
    /// case as it is then.
    pub async fn seal_where_required(&self, case: &Case) -> Case {
        let clerk = self.as_clerk().await;
        if self.dossier(&clerk, case).await["is_seal_required"] != true {
            return case.clone();
        }
        self.file_required(case).await;
        self.seal(&clerk, case).await.expect(200);
        self.see(&clerk, case).await
    }
}
