use crate::platform::words::words;

words! {
    /// A role held in an acting capacity (person, role, department, region).
    Role {
        Clerk = "clerk", "综合窗口人员", "Front-desk clerk";
        Dispatcher = "dispatcher", "分流岗", "Dispatcher";
        Handler = "handler", "承办人", "Handler";
        Mediator = "mediator", "调解员", "Mediator";
        Supervisor = "supervisor", "督办岗", "Supervisor";
        CenterDirector = "center_director", "综治中心主任", "Centre director";
        Leader = "leader", "县乡领导", "Leader";
        VillageOfficer = "village_officer", "村（社区）网格人员", "Village officer";
        SystemAdmin = "system_admin", "系统管理员", "System administrator";
        SecurityAdmin = "security_admin", "安全管理员", "Security administrator";
        Auditor = "auditor", "审计员", "Auditor";
    }
}

impl Role {
    /// The three administrator roles (三员), of which a person may hold only one
    /// (GB/T 22239-2019, level 3, separation of duties).
    pub const fn is_separated(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::Auditor)
    }
}
