use sea_orm::entity::prelude::*;

/// One entry of a department's duty list (职责事项清单): a case type it is competent for.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "department_duties")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub department_id: Uuid,
    pub case_type_code: String,
}

impl ActiveModelBehavior for ActiveModel {}
