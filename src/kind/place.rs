//! `place`: a service point.

use super::{KindDefinition, OnHomePage, Start, coordinates, fields};
use crate::base::PageId;
use crate::document::{CommonFields, Kind, KindFields};
use crate::theme::ViewInputs;
use crate::theme::json_ld;
use crate::theme::view::{OwnView, PageView, SiteView};
use crate::yaml::Fields;
use serde::Serialize;
use serde_json::Value as Json;

/// A service point.
pub(super) static KIND: KindDefinition = KindDefinition {
    kind: Kind::new("place", "服务点"),
    read,
    view,
    home: Some(OnHomePage {
        name: "places",
        choose: |_, pages| pages,
    }),
    proposed: 0,
    start: Start {
        folder: "services",
        text: START,
    },
};

const START: &str = r##"---
title: %标题%
%种类%
#category: 暖心家园                # 暖心家园、优生优育指导中心……
#address: 某某路1号
#phones: ["12345"]
#hours: 工作日 9:00—17:00
#coordinates: 31.23, 121.47      # 纬度, 经度
#date: %日期%
%通用%
---

<!-- 写在这里：提供什么服务、来之前要准备什么。不写，页面上就空着 -->
"##;

fn read(fields: &mut Fields, _: &CommonFields) -> KindFields {
    let mut kind_fields = KindFields::default();
    let said = &mut kind_fields.properties;
    fields::text(fields, "category", "类别", said);
    fields::text(fields, "address", "地址", said);
    fields::texts(fields, "phones", "电话", said);
    fields::text(fields, "hours", "开放时间", said);
    coordinates::read(fields, said);
    kind_fields
}

/// A service point's own fields.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceView {
    /// 暖心家园, 优生优育指导中心, …
    pub category: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Telephones.
    pub phones: Vec<String>,
    /// Opening hours.
    pub hours: Option<String>,
    /// Latitude and longitude in degrees, north and east above zero: `31.23, 121.47`.
    pub coordinates: Option<String>,
}

impl OwnView for PlaceView {
    fn structured_data(&self, page: &PageView, site: &SiteView) -> Vec<Json> {
        vec![json_ld::thing([
            ("@type", "Place".into()),
            ("name", page.title.as_str().into()),
            ("url", json_ld::url(site, &page.href)),
            ("address", self.address.clone().into()),
            ("telephone", self.phones.clone().into()),
        ])]
    }
}

fn view(inputs: &ViewInputs<'_>, page: PageId) -> Option<Box<dyn OwnView>> {
    let kind_fields = &inputs.site.pages[page].document.kind_fields;
    let said = |name: &str| kind_fields.text(name).first().cloned();
    Some(Box::new(PlaceView {
        category: said("category"),
        address: said("address"),
        phones: kind_fields.text("phones").to_vec(),
        hours: said("hours"),
        coordinates: said("coordinates"),
    }))
}
