//! A title and a remedy for every refusal, doubt and fault.

use crate::holder::CheckError;
use crate::trust::UpdateError;
use crate::ui::words::Language;
use crate::verifier::{Doubt, Refusal};
use crate::web::camera::CameraFault;
use crate::web::lists::ListsFault;
use crate::web::reader::ImageFault;
use crate::web::store::StoreFault;
use crate::web::vault::VaultFault;

/// What happened, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What happened.
    pub title: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

impl Language {
    const fn advice(self, english: [&'static str; 2], chinese: [&'static str; 2]) -> Advice {
        let [title, remedy] = match self {
            Self::English => english,
            Self::Chinese => chinese,
        };
        Advice { title, remedy }
    }

    /// Why a shop refuses: the class of the reason, never more.
    pub const fn refusal(self, refusal: Refusal) -> Advice {
        match refusal {
            Refusal::Damaged => self.advice(
                ["The code is damaged", "Ask the visitor to show the code again in their own app."],
                ["二维码已损坏", "请访客在自己的应用中重新出示。"],
            ),
            Refusal::UnknownIssuer => self.advice(
                ["Unknown issuer", "No listed health office may sign this pass. Ask for another proof."],
                ["签发机构不明", "名单中没有可签发此通行证的机构，请访客出示其他证明。"],
            ),
            Refusal::Forged => self.advice(
                ["The signature is false", "This pass was not signed by the office it names. Do not let in."],
                ["签名无效", "此通行证并非由所称机构签发，请勿放行。"],
            ),
            Refusal::KeyCompromised => self.advice(
                [
                    "Signed with a stolen key",
                    "The office's key was in other hands by then. The visitor can get a new pass from the office.",
                ],
                ["签名密钥已失窃", "签名时该机构的密钥已被盗用，请访客向卫生部门换领新的通行证。"],
            ),
            Refusal::Revoked => self.advice(
                ["Called back", "The office has revoked this pass. The visitor can ask the office why."],
                ["已被撤销", "卫生部门已撤销此通行证，访客可向其询问原因。"],
            ),
            Refusal::NoSuchStatus => self.advice(
                ["Not in its status list", "The pass names a place that its list does not have. Do not let in on it."],
                ["不在状态名单中", "通行证所指位置不在其状态名单内，请勿凭此放行。"],
            ),
            Refusal::NotYetValid => self.advice(
                ["Not valid yet", "The pass begins later. Ask for one that is valid now."],
                ["尚未生效", "通行证还未到生效时间，请出示当前有效的通行证。"],
            ),
            Refusal::Expired => self.advice(
                ["Expired", "The visitor can get a new pass from the health office."],
                ["已过期", "访客可向卫生部门申请新的通行证。"],
            ),
            Refusal::NotLive => self.advice(
                ["Not a live code", "Ask the visitor to open their own app and show the code there."],
                ["不是实时二维码", "请访客打开自己的应用并出示其中的二维码。"],
            ),
            Refusal::OtherPhone => self.advice(
                ["From another phone", "The pass belongs to another phone. Ask for the original."],
                ["来自其他手机", "此通行证属于另一部手机，请出示原件。"],
            ),
            Refusal::OldCode => self.advice(
                [
                    "Not a live code",
                    "The code is too old: a picture, or a screen that stood still. Ask for the app itself.",
                ],
                ["不是实时二维码", "二维码已过时，可能是截图。请访客打开应用出示。"],
            ),
            Refusal::ClocksDiffer => self.advice(
                ["The clocks differ", "Set both phones to automatic time, then scan again."],
                ["两部手机时间不一致", "请将两部手机都设为自动时间，然后重新扫描。"],
            ),
            Refusal::OtherDoor => self.advice(
                ["Meant for another door", "Ask the visitor to show their pass for this door."],
                ["用于其他门口", "请访客为此门口重新出示。"],
            ),
            Refusal::OtherChallenge => self.advice(
                ["Answer to another question", "Ask the visitor to scan this shop's question again."],
                ["回答的不是本次提问", "请访客重新扫描本店的提问码。"],
            ),
            Refusal::Paper => self.advice(
                ["Paper is not accepted here", "This door asks for a live code from a phone."],
                ["此处不接受纸质通行证", "请出示手机上的实时二维码。"],
            ),
            Refusal::Specimen => self.advice(
                ["A specimen", "This is a demonstration pass and proves nothing."],
                ["样本", "这是演示用通行证，不能证明任何事情。"],
            ),
            Refusal::NotGreen => self.advice(
                ["Not green", "The pass is genuine, but its colour is not let in here. Follow the house rules."],
                ["非绿码", "通行证真实，但不符合放行规则，请按规定处理。"],
            ),
        }
    }

    /// Why a shop cannot tell.
    pub const fn doubt(self, doubt: Doubt) -> Advice {
        match doubt {
            Doubt::ClockBehind => self.advice(
                ["This device's clock is wrong", "Set the date and time to automatic, then scan again."],
                ["本机时间有误", "请将日期和时间设为自动，然后重新扫描。"],
            ),
            Doubt::ClockAhead => self.advice(
                ["This device's clock is ahead", "Set the date and time to automatic, then scan again."],
                ["本机时间超前", "请将日期和时间设为自动，然后重新扫描。"],
            ),
            Doubt::ListsStale => self.advice(
                [
                    "The lists are too old",
                    "Connect this device to a network once, or take lists from another shop, then scan again.",
                ],
                ["名单已过期", "请将本机联网一次，或从其他商户获取名单，然后重新扫描。"],
            ),
            Doubt::StatusUnknown => self.advice(
                ["The pass's standing is not known", "Connect this device to a network once, then scan again."],
                ["无法确认通行证状态", "请将本机联网一次，然后重新扫描。"],
            ),
        }
    }

    /// Why a wallet does not keep what it was given.
    pub const fn check_error(self, error: CheckError) -> Advice {
        match error {
            CheckError::Damaged => self.advice(
                ["This is not a pass, or it is damaged", "Copy or scan it again, all of it."],
                ["不是通行证，或已损坏", "请重新完整地复制或扫描。"],
            ),
            CheckError::NotADelivery => self.advice(
                [
                    "This is not a pass to keep",
                    "It is a code that somebody shows. Use the one your health office gave you.",
                ],
                ["这不是可保存的通行证", "这是他人出示的二维码，请使用卫生部门提供给您的通行证。"],
            ),
            CheckError::UnknownIssuer => self.advice(
                ["Unknown issuer", "No listed health office may sign this pass. Ask where it came from."],
                ["签发机构不明", "名单中没有可签发此通行证的机构，请确认来源。"],
            ),
            CheckError::Forged => self.advice(
                ["The signature is false", "It was not signed by the office it names. Ask the office itself."],
                ["签名无效", "并非由所称机构签发，请直接联系该机构。"],
            ),
            CheckError::NotForThisWallet => self.advice(
                ["Made for another phone", "Make a request on this phone and give that one to the office."],
                ["为其他手机签发", "请在这部手机上生成申请，再交给卫生部门。"],
            ),
            CheckError::Expired => self.advice(
                ["It has expired", "Ask your health office for a new one."],
                ["已过期", "请向卫生部门申请新的通行证。"],
            ),
        }
    }

    /// Why there are no newer lists. Whatever it is, those in force stay in force.
    const fn lists_fault(self, fault: ListsFault) -> Advice {
        match fault {
            ListsFault::Network => self.advice(
                ["The lists could not be fetched", "Nothing was changed. Connect to a network and try again."],
                ["无法获取名单", "未作任何改动，请联网后重试。"],
            ),
            ListsFault::Host => self.advice(
                ["The host gave no lists", "Try again later. If it lasts, tell whoever runs this site."],
                ["服务器未提供名单", "请稍后重试；如持续出现，请联系网站管理者。"],
            ),
            ListsFault::TooLarge => self.advice(
                ["Too large to be lists", "Nothing was changed. If it lasts, tell whoever runs this site."],
                ["文件过大，不是名单", "未作任何改动；如持续出现，请联系网站管理者。"],
            ),
            ListsFault::PutOff => self.advice(
                ["Put off during the scan", "The lists are fetched once scanning is over."],
                ["扫描期间暂缓", "扫描结束后将获取名单。"],
            ),
            ListsFault::Refused(UpdateError::Malformed) => self.advice(
                [
                    "Damaged, or not lists at all",
                    "Nothing was changed. Try again; a public network may want you to sign in there first.",
                ],
                ["已损坏，或不是名单", "未作任何改动。请重试；公共网络可能需要先登录。"],
            ),
            ListsFault::Refused(UpdateError::Incomplete) => self.advice(
                ["A part of the lists is missing", "Nothing was changed. Try again in a few minutes."],
                ["名单不完整", "未作任何改动，请过几分钟重试。"],
            ),
            ListsFault::Refused(UpdateError::NotSigned) => self.advice(
                [
                    "The lists are not signed as they must be",
                    "Nothing was changed. Do not use them, and tell whoever gave them to you.",
                ],
                ["名单签名不符合要求", "未作任何改动。请勿使用，并告知提供者。"],
            ),
            ListsFault::Refused(UpdateError::Mixed) => self.advice(
                ["The lists do not belong together", "Nothing was changed. Try again later."],
                ["名单内容不匹配", "未作任何改动，请稍后重试。"],
            ),
            ListsFault::Refused(UpdateError::RolledBack) => self.advice(
                ["Older than the present lists", "Nothing was changed: the present lists are better."],
                ["比现有名单旧", "未作任何改动，现有名单更新。"],
            ),
            ListsFault::Refused(UpdateError::Expired) => self.advice(
                ["These lists have expired", "Nothing was changed. Get newer ones from a network or another shop."],
                ["名单已失效", "未作任何改动，请联网或从其他商户获取较新的名单。"],
            ),
            ListsFault::Refused(UpdateError::NothingNew) => self.advice(
                ["There is nothing newer", "The present lists are the newest that there are."],
                ["没有更新的名单", "现有名单已是最新。"],
            ),
        }
    }

    /// Faults of this device and this site.
    pub const fn trouble(self, trouble: Trouble) -> Advice {
        match trouble {
            Trouble::NoConfig => self.advice(
                ["The app is not set up", "Reload the page. If that does not help, tell whoever runs this site."],
                ["应用未正确配置", "请刷新页面；如仍无效，请联系网站管理者。"],
            ),
            Trouble::NoLists => self.advice(
                [
                    "There are no lists yet",
                    "Connect to a network and try again. Nothing can be checked without them.",
                ],
                ["尚无名单", "请联网后重试，没有名单无法核验。"],
            ),
            Trouble::Vault(VaultFault::Store(StoreFault::Unavailable)) => self.advice(
                [
                    "This browser does not let the app store anything",
                    "Leave the private window, or allow storage for this site.",
                ],
                ["浏览器不允许本应用存储数据", "请退出无痕模式，或允许本网站存储数据。"],
            ),
            Trouble::Vault(VaultFault::Store(StoreFault::Full)) => self.advice(
                ["The phone's storage is full", "Free some space and try again. Your stored passes are untouched."],
                ["手机存储空间已满", "请清理空间后重试，已保存的通行证不受影响。"],
            ),
            Trouble::Vault(VaultFault::Store(StoreFault::Failed)) => self.advice(
                ["The browser's storage failed", "Try again. Your stored passes are untouched."],
                ["浏览器存储出错", "请重试，已保存的通行证不受影响。"],
            ),
            Trouble::Vault(VaultFault::Seal) => self.advice(
                ["This browser cannot seal passes", "Open this page over HTTPS in an up-to-date browser."],
                ["浏览器无法加密保存", "请使用最新浏览器并通过 HTTPS 打开本页面。"],
            ),
            Trouble::Camera(CameraFault::Unsupported) => self.advice(
                ["This browser gives no camera to pages", "Use a picture, a file or the text instead."],
                ["浏览器不支持相机", "请改用图片、文件或文本。"],
            ),
            Trouble::Camera(CameraFault::Denied) => self.advice(
                [
                    "The camera is not allowed",
                    "Allow it in the browser's site settings, beside the address, and try again.",
                ],
                ["未允许使用相机", "请在地址栏旁的网站设置中允许使用相机，然后重试。"],
            ),
            Trouble::Camera(CameraFault::None) => self.advice(
                ["No camera was found", "Use a picture, a file or the text instead."],
                ["没有找到相机", "请改用图片、文件或文本。"],
            ),
            Trouble::Camera(CameraFault::Busy) => self.advice(
                ["Another app is using the camera", "Close it there and try again."],
                ["相机正被其他应用占用", "请关闭该应用后重试。"],
            ),
            Trouble::Camera(CameraFault::Other) => self.advice(
                ["The camera did not start", "Try again, or use a picture instead."],
                ["相机无法启动", "请重试，或改用图片。"],
            ),
            Trouble::Image(ImageFault::NotAnImage) => self.advice(
                [
                    "This file cannot be read",
                    "Choose a picture of the code, or the text file that the office gave you.",
                ],
                ["无法读取该文件", "请选择二维码图片或卫生部门提供的文本文件。"],
            ),
            Trouble::Image(ImageFault::NoCode) => self.advice(
                ["No code was found in the picture", "Choose a sharper picture that shows the whole code."],
                ["图片中没有找到二维码", "请选择更清晰、包含完整二维码的图片。"],
            ),
            Trouble::Image(ImageFault::TooLarge) => self.advice(
                ["The file is too large", "Choose a picture of less than 50 MB, or take a picture of the code alone."],
                ["文件过大", "请选择小于 50 MB 的图片，或只拍摄二维码。"],
            ),
            Trouble::Image(ImageFault::Broken) => self.advice(
                ["The reader did not start", "Reload the page and try again."],
                ["读码组件无法启动", "请刷新页面后重试。"],
            ),
            Trouble::Lists(fault) => self.lists_fault(fault),
            Trouble::NotKept(StoreFault::Full) => self.advice(
                [
                    "The phone's storage is full",
                    "The new lists serve until this page is closed. Free some space, then update again. Your passes are untouched.",
                ],
                ["手机存储空间已满", "新名单在关闭本页前有效。请清理空间后再次更新，通行证不受影响。"],
            ),
            Trouble::NotKept(StoreFault::Unavailable | StoreFault::Failed) => self.advice(
                [
                    "The new lists could not be stored",
                    "They serve until this page is closed; then those from before are in force again. Your passes are untouched.",
                ],
                ["新名单无法保存", "新名单在关闭本页前有效，之后恢复使用原有名单，通行证不受影响。"],
            ),
            Trouble::NotTheSame => self.advice(
                ["Not the same person", "The ID card and the pass do not match. Do not let in on this pass."],
                ["人证不符", "身份证件与通行证不一致，请勿凭此放行。"],
            ),
            Trouble::NotOurs => self.advice(
                ["There is no pass in this", "A pass begins with HP1: or is a link that ends with it. Copy all of it."],
                ["其中没有通行证", "通行证以 HP1: 开头，或是以其结尾的链接，请完整复制。"],
            ),
        }
    }
}

/// A fault of this device, this site, or what a person gave to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The configuration is missing.
    NoConfig,
    /// There is no authentic trust list.
    NoLists,
    /// Storage or sealing.
    Vault(VaultFault),
    /// The camera.
    Camera(CameraFault),
    /// A picture or a file.
    Image(ImageFault),
    /// No newer lists.
    Lists(ListsFault),
    /// Newer lists that are in force and not stored.
    NotKept(StoreFault),
    /// The ID card is of somebody else.
    NotTheSame,
    /// A text or link without a pass.
    NotOurs,
}

impl From<VaultFault> for Trouble {
    fn from(fault: VaultFault) -> Self {
        Self::Vault(fault)
    }
}

impl From<CameraFault> for Trouble {
    fn from(fault: CameraFault) -> Self {
        Self::Camera(fault)
    }
}

impl From<ImageFault> for Trouble {
    fn from(fault: ImageFault) -> Self {
        Self::Image(fault)
    }
}
