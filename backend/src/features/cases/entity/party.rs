use sea_orm::entity::prelude::*;

/// 当事人.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_parties")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub party_no: i32,
    pub role: String,
    pub kind: String,
    pub name: String,
    pub id_type: Option<String>,
    pub id_number: Option<String>,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub gender: Option<String>,
    /// 民族.
    pub ethnicity: Option<String>,
    /// 年龄, when it was registered.
    pub age: Option<i32>,
    /// 职业或职务.
    pub occupation: Option<String>,
    pub represents_party_no: Option<i32>,
}

impl ActiveModelBehavior for ActiveModel {}
