//! The organisation: regions (行政区划), departments (单位) with their duty lists, centres (综治中心).

pub mod directory;
pub mod entity;
