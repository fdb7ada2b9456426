//! `q=` finds exactly what looking for the text in lower case finds, on both databases.

use std::collections::BTreeSet;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use zongzhi_tests::app::TestApp;
use zongzhi_tests::builders::Case;
use zongzhi_tests::clients::Client;

use super::kit::{copies, ids, percent};

/// Letters that repeat, nest, change case, break tokenizers and mean something in queries.
const LETTERS: &str =
    "物业管理费停车乱收ABab0 1２%_\\'\"*():-+^~&|!<>.,，。、《》？　😀𠮷éÉßΣσςİıﬁ\u{301}\t\n";

fn text(random: &mut StdRng, least: usize, most: usize) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    let length = random.random_range(least..=most);
    (0..length).map(|_| letters[random.random_range(0..letters.len())]).collect()
}

/// As the index folds: letter by letter.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// A case and the texts it is searched by.
struct Known {
    id: String,
    texts: Vec<String>,
}

impl Known {
    fn contains(&self, query: &str) -> bool {
        let query = lower(query.trim());
        self.texts.iter().any(|text| lower(text).contains(&query))
    }
}

async fn register(app: &TestApp, title: &str, narrative: &str, demand: Option<&str>) -> Known {
    let case = app.case().with("title", title).with("narrative", narrative).with("demand", demand);
    let case = case.registered().await;
    let texts = ["title", "narrative", "demand"];
    let texts = texts.iter().filter_map(|name| case.view[name].as_str().map(ToOwned::to_owned));
    Known { id: case.id.clone(), texts: texts.collect() }
}

async fn differs(app: &TestApp, client: &Client, corpus: &[Known], query: &str) -> Option<String> {
    let path = format!("/api/v1/cases?limit=200&q={}", percent(query));
    let answer = app.get(path).as_(client).send().await;
    if answer.status != 200 {
        return Some(format!("{query:?}: {answer}"));
    }
    let found: BTreeSet<_> = ids(&answer.json()).into_iter().collect();
    let naive: BTreeSet<_> =
        corpus.iter().filter(|known| known.contains(query)).map(|known| known.id.clone()).collect();
    if found == naive {
        return None;
    }
    let texts = |ids: Vec<&String>| {
        let of =
            |id: &&String| corpus.iter().find(|known| known.id == **id).map(|k| k.texts.clone());
        ids.iter().map(|id| format!("{:?}", of(id))).collect::<Vec<_>>().join(" ")
    };
    Some(format!(
        "{query:?}: too many {} too few {}",
        texts(found.difference(&naive).collect()),
        texts(naive.difference(&found).collect()),
    ))
}

#[actix_web::test]
async fn random_substrings_are_found_exactly_where_they_stand() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let mut random = StdRng::seed_from_u64(20_260_302);
    let mut corpus = Vec::new();
    while corpus.len() < 60 {
        let (title, narrative) = (text(&mut random, 1, 12), text(&mut random, 1, 80));
        if title.trim().is_empty() || narrative.trim().is_empty() {
            continue;
        }
        let demand = random.random_bool(0.5).then(|| text(&mut random, 0, 20));
        corpus.push(register(&app, &title, &narrative, demand.as_deref()).await);
    }
    let mut queries: Vec<String> = LETTERS.chars().map(String::from).collect();
    for round in 0..300 {
        let length = 1 + round % 8;
        if round % 3 == 0 {
            queries.push(text(&mut random, length, length));
            continue;
        }
        let known = &corpus[random.random_range(0..corpus.len())];
        let letters: Vec<char> =
            known.texts[random.random_range(0..known.texts.len())].chars().collect();
        let from = random.random_range(0..letters.len().max(1));
        let mut part: String = letters.iter().skip(from).take(length).collect();
        if round % 5 == 0 {
            part = part.to_uppercase();
        }
        queries.push(part);
    }
    let mut wrong = Vec::new();
    for query in queries.iter().filter(|query| !query.trim().is_empty()) {
        wrong.extend(differs(&app, &clerk, &corpus, query).await);
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), queries.len(), wrong.join("\n"));
}

#[actix_web::test]
async fn the_ends_and_the_seams_of_texts_are_found_and_nothing_across_them() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let corpus = [
        register(&app, "甲", "乙", Some("丙")).await,
        register(&app, "漏水", "渗漏", None).await,
        register(&app, "ab", "control", Some("b")).await,
        register(&app, "  前后空格  ", "  里面 也有  ", Some(" ")).await,
        register(&app, "字", &"水".repeat(10_000), Some("尾")).await,
        register(&app, "Straße STRASSE", "ΟΔΥΣΣΕΥΣ", Some("İstanbul")).await,
    ];
    for query in [
        "甲",
        "乙",
        "丙",
        "甲乙",
        "乙丙",
        "水",
        "漏",
        "水渗",
        "渗漏",
        "a\u{1}",
        "\u{1}",
        "l\u{1}",
        "b\u{1}",
        "甲\u{1}",
        "格",
        "空格",
        " 里",
        "面 也",
        "也有 ",
        "水水水水水水水水",
        "水尾",
        "尾",
        "ss",
        "SS",
        "ß",
        "Σ",
        "ς",
        "ευσ",
        "i\u{307}s",
        "İS",
        "\u{307}",
        "aaaa",
        "aaaa*",
        "body",
        "title",
        "AND",
        "NOT",
        "NEAR(",
        "\"\"",
        "'",
        "\\",
        ":*",
        "<->",
        "(",
        "()",
        "&",
        "!a",
    ] {
        let wrong = differs(&app, &clerk, &corpus, query).await;
        assert_eq!(wrong, None);
    }
}

#[actix_web::test]
async fn what_stands_often_and_late_in_a_long_text_is_found() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    // More than 256 of the same pair, then what is looked for, at the end of the longest texts.
    let narrative = format!("{}停车费", "物业—".repeat(3_332));
    let corpus = [
        register(&app, "长", &narrative, Some(&format!("{}末尾", "诉".repeat(1_998)))).await,
        register(&app, "短", "物业停车费", None).await,
    ];
    for query in [
        "停车费",
        "末尾",
        "诉末尾",
        "业停车",
        "—停车",
        "业—停车费",
        "物业—停车",
        "—物业—停",
        "诉诉末",
    ] {
        let wrong = differs(&app, &clerk, &corpus, query).await;
        assert_eq!(wrong.map(|text| text.chars().take(200).collect::<String>()), None);
    }
}

#[actix_web::test]
async fn a_search_finds_within_the_scope_and_with_the_other_filters() {
    let app = TestApp::new().await;
    let (clerk, other) = (app.as_clerk().await, app.as_other_clerk().await);
    let ours = register(&app, "同一句话", "同样的内容", None).await;
    let theirs = app.case().by(&other).with("title", "同一句话").registered().await;
    for (client, id) in [(&clerk, &ours.id), (&other, &theirs.id)] {
        let page = app.get(format!("/api/v1/cases?q={}&count=exact", percent("一句"))).as_(client);
        let page = page.send().await.expect(200);
        assert_eq!((ids(&page), page["total"].as_i64()), (vec![id.clone()], Some(1)));
    }
    let path = format!("/api/v1/cases?q={}&status=closed", percent("一句"));
    assert!(ids(&app.get(path).as_(&clerk).send().await.expect(200)).is_empty());
}

/// Rare words are looked up, common ones looked for in the newest cases: the same is found.
#[actix_web::test]
async fn a_word_in_a_few_in_many_and_in_nearly_all_cases_is_found_in_all_of_them() {
    let app = TestApp::new().await;
    let clerk = app.as_clerk().await;
    let first = app.case().with("title", "井盖松动").with("narrative", "无").registered().await;
    let has = |number: usize, word: &str| match word {
        "路灯" => number.is_multiple_of(150),
        "噪声" => number.is_multiple_of(2),
        "100%_\\" => number % 2 == 1,
        _ => !number.is_multiple_of(10),
    };
    let words = ["路灯", "噪声", "100%_\\", "油烟"];
    copies(&app, 1..601, |number, copy| {
        let has = words.iter().filter(|word| has(number, word)).copied();
        copy.title = format!("井盖{}", has.collect::<Vec<_>>().join("、"));
        copy.registered_at +=
            chrono::Duration::seconds(i64::try_from(number).expect("a small number"));
    })
    .await;
    for word in words {
        let (mut found, mut after) = (BTreeSet::new(), String::new());
        loop {
            let path = format!("/api/v1/cases?limit=200&q={}{after}", percent(word));
            let page = app.get(path).as_(&clerk).send().await.expect(200);
            found.extend(ids(&page));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            after = format!("&cursor={cursor}");
        }
        let of = |number| uuid::Uuid::from_u128(id(&first).as_u128() + number as u128).to_string();
        let wanted: BTreeSet<_> = (1..601).filter(|n| has(*n, word)).map(of).collect();
        assert_eq!(found, wanted, "{word}");
        let path = format!("/api/v1/cases?limit=1&count=exact&q={}", percent(word));
        let page = app.get(path).as_(&clerk).send().await.expect(200);
        assert_eq!(page["total"], wanted.len(), "{word}");
    }
}

fn id(case: &Case) -> uuid::Uuid {
    case.id.parse().expect("an id")
}
