//! Labels, headings and sentences.

use crate::ui::words::Language;

macro_rules! phrases {
    ($($name:ident: $english:literal, $chinese:literal;)*) => {
        /// A text without parts that change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Phrase {
            $(#[doc = $english] $name,)*
        }

        impl Phrase {
            /// Every phrase.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The text in a language.
            pub const fn text(self, language: Language) -> &'static str {
                match self {
                    $(Self::$name => language.pick($english, $chinese),)*
                }
            }
        }
    };
}

phrases! {
    Loading: "Opening…", "正在打开…";
    Back: "Back", "返回";
    Close: "Close", "关闭";
    Cancel: "Cancel", "取消";
    TryAgain: "Try again", "重试";
    Copy: "Copy", "复制";
    Copied: "Copied", "已复制";
    Share: "Share link", "分享链接";
    Undo: "Undo", "撤销";
    Skip: "Skip to content", "跳到正文";
    MainMenu: "Main menu", "主菜单";
    NotFound: "There is no such page", "没有这个页面";
    ToWallet: "Go to my pass", "前往我的通行证";

    MyPass: "My pass", "我的通行证";
    MyPasses: "My passes", "我的通行证";
    Add: "Add", "添加";
    More: "More", "更多";
    ForShops: "For shops", "商户入口";
    ForResidents: "My pass", "我的通行证";

    NoPass: "No pass yet", "还没有通行证";
    NoPassBody: "A pass is signed by your health office and kept only on this phone. Nobody can look it up.", "通行证由卫生部门签发，只保存在这部手机里，任何人都无法查询。";
    GetAPass: "Get a pass", "申请通行证";
    HaveAPass: "I was given a pass", "我已有通行证";

    CodeLabel: "QR code of your pass, for scanning at a door", "您的通行证二维码，供门口扫描";
    CodeHidden: "The code is hidden while this page is in the background.", "页面在后台时，二维码已隐藏。";
    LiveHint: "Signed anew every 15 seconds. A picture of it stops working.", "每 15 秒重新签名，截图会失效。";
    PaperHint: "A paper pass. The shop will compare it with your ID card.", "纸质通行证。商户会核对您的身份证件。";
    HardToScan: "Hard to scan?", "扫不出来？";
    LargerHint: "Turn your screen's brightness up and hold the phone still.", "请调高屏幕亮度，并拿稳手机。";
    WhatTheyLearn: "What they will learn", "对方会看到什么";
    NothingElse: "Nothing else is in the code.", "二维码中没有其他信息。";
    Initials: "Initials", "姓名缩写";
    BirthYear: "Birth year", "出生年份";
    Name: "Name", "姓名";
    BirthDate: "Date of birth", "出生日期";
    Status: "Status", "状态";
    Issuer: "Signed by", "签发机构";
    Region: "Region", "地区";
    ValidFrom: "Valid from", "生效时间";
    ValidUntil: "Valid until", "有效期至";
    ShownBy: "Shown by", "出示人";
    Guardian: "A guardian, for somebody in their care", "监护人代为出示";
    Kind: "Kind", "类型";
    LivePass: "Live pass, bound to a phone", "实时通行证，与手机绑定";
    PaperPass: "Paper pass", "纸质通行证";
    Specimen: "Specimen: not a real pass", "样本：不是真实通行证";
    NotDisclosed: "Not disclosed", "未出示";
    ExpiredTitle: "This pass has expired", "通行证已过期";
    ExpiredBody: "Ask your health office for a new one.", "请向卫生部门申请新的通行证。";
    NotYetTitle: "This pass is not valid yet", "通行证尚未生效";
    NotYetBody: "You may keep it. Shops will refuse it until then.", "您可以先保存，生效前商户会拒绝。";
    ExpiresSoon: "Expires in", "距离过期";
    Remove: "Remove this pass", "移除此通行证";
    Removed: "Pass removed", "通行证已移除";
    Closed: "A stored pass does not open on this phone any more", "有已保存的通行证无法在这部手机上打开";
    ClosedBody: "It was left as it is. Ask your health office for a new one.", "原数据未改动。请向卫生部门申请新的通行证。";

    RequestTitle: "Get a pass", "申请通行证";
    RequestLead: "Show this request to your health office. It holds a key made on this phone and nothing about you.", "请向卫生部门出示此申请。其中只有本机生成的密钥，没有您的个人信息。";
    RequestLabel: "QR code of your request", "您的申请二维码";
    RequestText: "The request as text", "申请文本";
    RequestNext: "The office answers with a pass that works on this phone only.", "卫生部门会签发只能在这部手机上使用的通行证。";
    RequestValid: "The request is good for one day.", "申请一天内有效。";
    AddTheAnswer: "Add the answer", "添加收到的通行证";
    RequestForOffice: "A wallet's request", "通行证申请";
    RequestForOfficeLead: "Give this text to the office's tool. It answers with a pass for that wallet.", "请将此文本交给签发工具，它会为该手机签发通行证。";
    AskAgain: "Ask for the link again, and open all of it.", "请重新索取完整链接并打开。";
    NoRequest: "There is no request in this link.", "此链接中没有申请。";

    AddTitle: "Add a pass", "添加通行证";
    AddLead: "Use the code, picture, file, text or link that your health office gave you.", "请使用卫生部门提供的二维码、图片、文件、文本或链接。";
    UseCamera: "Scan with the camera", "用相机扫描";
    UseImage: "Picture or file", "图片或文件";
    UseText: "Paste the text or link", "粘贴文本或链接";
    PasteLabel: "Text or link of the pass", "通行证文本或链接";
    Check: "Check it", "检查";
    Reading: "Reading…", "正在读取…";
    CheckTitle: "Check before you keep it", "保存前请核对";
    CheckLead: "Its signature is good. This is what it says:", "签名有效。内容如下：";
    Keep: "Keep it", "保存";
    DoNotKeep: "Do not keep it", "不保存";
    AlreadyKept: "You have this pass already", "您已保存此通行证";
    NothingKept: "Nothing was kept.", "没有保存任何内容。";

    Shop: "Shop", "商户";
    ShopLead: "Check a visitor's pass on this phone. Nobody is asked and nothing is stored.", "在本机核验访客的通行证，无需联网查询，也不保存任何信息。";
    StartScanning: "Start scanning", "开始扫描";
    HowItWorks: "How it works", "使用方法";
    HowOne: "Scan the code on the visitor's phone or paper.", "扫描访客手机或纸上的二维码。";
    HowTwo: "Compare the initials and birth year with an ID card.", "与身份证件核对姓名缩写和出生年份。";
    HowThree: "Let in, or not: the colour, the shape and the word say it.", "根据颜色、形状和文字决定是否放行。";
    PolicyDoor: "Rule: green passes only", "规则：仅限绿码";
    PolicyDemonstration: "Demonstration: specimens are let in, marked", "演示模式：样本可通过，但会标明";
    ListsFresh: "Ready to check offline", "可离线核验";
    ListsAgeing: "The lists are about to run out. Connect to a network soon.", "名单即将失效，请尽快联网。";
    ListsStale: "The lists are too old. Connect to a network, or take lists from another shop.", "名单已过期，请联网更新，或从其他商户获取。";
    ListsMissing: "There are no lists yet. Connect to a network.", "尚无名单，请联网。";
    GoodFor: "Good for another", "还可使用";
    ListsMore: "Lists: update, pass on, take", "名单：更新、转交、获取";
    UpdateNow: "Update now", "立即更新";
    Updating: "Fetching the lists…", "正在获取名单…";
    Updated: "The lists were updated", "名单已更新";
    UpdatedBody: "They are checked and in force.", "已核验并生效。";
    ListsLead: "Who may sign passes, and which passes were called back. The health office signs the lists, so any way to get them will do.", "名单说明谁可签发通行证、哪些已被撤销。名单由卫生部门签名，可通过任何途径获取。";
    ListsNumber: "Number", "编号";
    ListsIssued: "Issued", "签发时间";
    ListsIssuers: "Health offices", "签发机构";
    ListsStatuses: "Lists of called-back passes", "撤销名单";
    ListsSize: "Size", "大小";
    ListsCarry: "Without a network", "没有网络时";
    ListsCarryBody: "Pass the lists on to a shop that has no network, or take them from one.", "可将名单转交给没有网络的商户，或从其他商户获取。";
    ListsExport: "Pass on as a file", "转交名单文件";
    ListsImport: "Take from a file", "读取名单文件";
    ListsOffered: "Newer lists", "较新的名单";
    ListsOfferedBody: "They are signed as they must be.", "签名有效。";
    ListsTake: "Use these lists", "使用此名单";
    ListsTaken: "The new lists are in force", "新名单已生效";
    NothingStored: "Nothing about visitors is stored or sent.", "不保存也不发送任何访客信息。";

    ScanTitle: "Scan a pass", "扫描通行证";
    PointCamera: "Point the camera at the code", "请将相机对准二维码";
    CameraStarting: "Starting the camera…", "正在启动相机…";
    CameraExplain: "The camera is used to read codes. Pictures never leave this page.", "相机仅用于读取二维码，画面不会离开本页面。";
    TurnCameraOn: "Turn the camera on", "打开相机";
    Foreign: "This code is not a pass. Ask the visitor to show their pass.", "这不是通行证二维码，请访客出示通行证。";
    Torch: "Torch", "手电筒";
    SwitchCamera: "Switch camera", "切换相机";
    OtherWays: "No camera?", "没有相机？";
    CompareTitle: "Compare with the ID card", "请与身份证件核对";
    Matches: "Matches the ID", "与证件一致";
    DoesNotMatch: "Does not match", "不一致";
    VerdictAccept: "Let in", "放行";
    VerdictRefuse: "Do not let in", "不予放行";
    VerdictUndetermined: "Cannot tell", "无法判断";
    AcceptBody: "The pass is genuine and valid.", "通行证真实有效。";
    AcceptSpecimen: "In a demonstration this would be let in. It proves nothing.", "演示中可放行，但不能证明任何事情。";
    ScanNext: "Scan the next one", "扫描下一位";
    HoldToPause: "Hold to keep on screen", "按住可停留";

    ListsShowTitle: "Show the lists", "出示名单";
    ListsShowLead: "Another shop films these codes and then has the same lists, without a network. Only signed lists are in them, nothing about visitors.", "其他商户拍摄这些二维码后，无需联网即可获得相同的名单。其中只有已签名的名单，没有访客信息。";
    ListsCodeLabel: "Moving QR code of the lists, for another shop's camera", "名单的动态二维码，供其他商户拍摄";
    ListsPause: "Pause", "暂停";
    ListsGoOn: "Go on", "继续";
    ListsShowNext: "On the other phone: Shop, Lists, “Film the lists”. Show the codes until it is done there.", "在另一部手机上：打开“商户”，选择“名单”，再点“拍摄名单”。请一直出示，直到对方完成。";
    ListsSlower: "The codes change because they carry the lists; your device asks for less motion, so they change slowly. Pause stops them.", "名单靠变化的二维码传递；由于设备设为减少动态效果，变化速度已放慢，可随时暂停。";
    ListsTooLarge: "The lists are too large for this way", "名单过大，无法用此方式传递";
    ListsTooLargeBody: "Pass them on as a file instead.", "请改为以文件形式传递。";
    ListsFilmTitle: "Film the lists", "拍摄名单";
    ListsFilmLead: "Film the moving code on another shop's screen. The lists are checked before they replace yours.", "请拍摄其他商户屏幕上的动态二维码。名单通过核验后才会替换现有名单。";
    ListsPoint: "Point the camera at the moving code", "请将相机对准动态二维码";
    ListsForeign: "This code is not of the lists. On the other phone: Shop, Lists, “Show the lists”.", "这不是名单的二维码。请在另一部手机上打开“商户”，选择“名单”，再点“出示名单”。";
    ListsProgress: "Received", "已接收";
    ListsNothingYet: "Nothing received yet", "尚未收到";
    ListsIdle: "No code is being read", "没有读到二维码";
    ListsIdleBody: "Hold the phone still, with the whole code in the picture. Turn the other screen's brightness up, and avoid reflections.", "请拿稳手机，让整个二维码位于画面内；调高对方屏幕亮度，并避免反光。";
    ListsOther: "The other screen shows other lists now", "对方屏幕现在显示另一份名单";
    ListsBroken: "Some codes did not belong together", "部分二维码不属于同一份名单";
    ListsStartsOver: "It starts over; keep filming.", "已重新开始，请继续拍摄。";
    ListsChecking: "All received. Checking…", "已全部接收，正在核验…";
    ListsTakenBody: "They are genuine and newer than what you had.", "名单真实有效，且比原有名单更新。";
    ListsFilmAgain: "Film again", "重新拍摄";
    ListsSeen: "These are lists, not a pass", "这是名单，不是通行证";
    ListsSeenBody: "Another shop is passing on its lists. You can film them here:", "其他商户正在传递名单，可在此拍摄：";

    MoreTitle: "More", "更多";
    LanguageLabel: "Language", "语言";
    AboutTitle: "What Tessera does", "关于 Tessera";
    AboutBody: "Your pass stays with you. A shop checks the office's signature on its own phone. No server is asked about anybody.", "通行证由您自己保管。商户在自己的手机上核验签名，无需向任何服务器查询。";
    LimitsTitle: "What it does not do", "它不能做什么";
    LimitsBody: "It cannot see who holds the phone, so shops compare the ID card. It cannot protect a phone that others have taken over.", "它无法识别持手机的人，因此商户需要核对证件；也无法保护已被他人控制的手机。";
    ListsTitle: "Lists", "名单";
    StorageTitle: "Storage", "存储";
    StorageKept: "This browser has agreed to keep your passes.", "浏览器已同意长期保存您的通行证。";
    StorageAsk: "Keep my passes safe", "请求长期保存";
    StorageMay: "This browser may clear passes by itself when the site is not used for a while. Install the app to prevent it.", "如果长时间不使用，浏览器可能自行清除通行证。安装到主屏幕可避免。";
    EraseTitle: "Erase everything", "清除全部";
    EraseBody: "Removes every pass and every key from this phone. The office has to issue them again.", "将从本机移除所有通行证和密钥，之后需要重新签发。";
    EraseDo: "Erase every pass and key", "清除所有通行证和密钥";
    Erased: "Everything was erased", "已全部清除";
    UpdateReady: "A new version is ready", "新版本已就绪";
    UpdateApply: "Update", "更新";
    Later: "Later", "以后";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_says_something_in_every_language_and_chinese_is_written_in_chinese() {
        for phrase in Phrase::ALL {
            assert!(Language::ALL.into_iter().all(|language| !phrase.text(language).is_empty()), "{phrase:?}");
            let is_chinese = phrase.text(Language::Chinese).chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(is_chinese, "{phrase:?}");
        }
    }
}
