//! Why something was not done at the desk: the status and the words, as JSON in the shape that all commands have.

use crate::base::message::Locale;
use crate::base::{Fault, Message};
use crate::cli::json;
use crate::serve::Reply;

/// What is not done, and why.
#[derive(Debug)]
pub struct Refusal {
    status: u16,
    fault: Fault,
}

impl Refusal {
    /// Who asks was not let in.
    pub fn stranger() -> Self {
        let fault = Fault::new(Message::new(
            "还没有从打印出来的网址进来",
            "nobody came in by the printed address here",
        ));
        Self::new(
            403,
            fault.hint(Message::new(
                "打开终端里 wanjia desk 最后打印的网址",
                "open the address that `wanjia desk` printed last in its terminal",
            )),
        )
    }

    /// The page that asks is not the desk's own.
    pub fn foreign() -> Self {
        let fault = Fault::new(Message::new(
            "只有书桌自己的网页可以写",
            "only the desk's own page may write",
        ));
        Self::new(403, fault)
    }

    /// There is nothing at an address.
    pub fn absent(fault: Fault) -> Self {
        Self::new(404, fault)
    }

    /// The request makes no sense.
    pub fn unclear(fault: Fault) -> Self {
        Self::new(400, fault)
    }

    /// It must not be done.
    pub fn forbidden(fault: Fault) -> Self {
        Self::new(403, fault)
    }

    /// Something else is being done.
    pub fn busy() -> Self {
        let fault = Fault::new(Message::new(
            "正在检查、生成或导入，一次只做一件",
            "something is being inspected, built or imported: one thing at a time",
        ));
        Self::new(
            503,
            fault.hint(Message::new("等一等再试", "wait a moment and try again")),
        )
    }

    fn new(status: u16, fault: Fault) -> Self {
        Self { status, fault }
    }

    /// What is said to people who look at it in a browser.
    pub fn words(&self, locale: Locale) -> String {
        let hint = self.fault.hint.as_ref().map_or("", |hint| hint.to(locale));
        format!("{}\n{hint}\n", self.fault.message.to(locale))
    }

    /// The answer.
    pub fn reply(&self, locale: Locale) -> Reply {
        json_reply(self.status, json::fault(&self.fault, locale))
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::new(500, fault)
    }
}

/// An answer in JSON.
pub fn json_reply(status: u16, text: String) -> Reply {
    Reply::bytes(status, "application/json; charset=utf-8", text.into_bytes())
}
