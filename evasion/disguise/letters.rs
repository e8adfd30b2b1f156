//! Other letters for `a` to `z`, in order; a dot where there is none.

pub(super) const SMALL_CAPITALS: &str = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ";
pub(super) const SUPERSCRIPT: &str = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ.ʳˢᵗᵘᵛʷˣʸᶻ";
pub(super) const BRAILLE: &str = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵";
pub(super) const CYRILLIC: &str = "а.сԁе..һіјк.м.орԛгѕт.ѵԝху.";
pub(super) const GREEK: &str = "α...ε...ι.κ...ορ...τυνωχγ.";
pub(super) const CURRENCY: &str = ".฿¢₫€₣₲.....₥₦.₱...₮..₩.¥.";
pub(super) const ACCENTED: &str = "á.çďé.ĝĥíĵķľ.ñóṕ.řšťúṽŵẍýž";
pub(super) const TURNED: &str = "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz";
pub(super) const LEET: &str = "4...3...1.....0...5.......";
/// What generators of "fancy text" make.
pub(super) const FANCY: &[&str] = &[
    "ค๒ς๔єŦﻮђเןкɭ๓ภ๏קợгรՇยשฬאץչ",
    "卂乃匚ᗪ乇千Ꮆ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙",
    "ᗩᗷᑕᗪEᖴGᕼIᒍKᒪᗰᑎOᑭᑫᖇᔕTᑌᐯᗯ᙭Yᘔ",
    "αв¢∂єƒgнιנкℓмησρqяѕтυνωχуz",
    "ąҍçժҽƒցհìʝҟӀʍղօքզɾʂէմѵաӾվՀ",
    "ꍏꌃꉓꀸꍟꎇꁅꃅꀤꀭꀘ꒒ꂵꈤꂦꉣꆰꋪꌗ꓄ꀎꃴꅏꊼꌩꁴ",
    "ǟɮƈɖɛʄɢɦɨʝӄʟʍռօքզʀֆȶʊʋաӼʏʐ",
    "ΛBᄃDΣFGΉIJKᄂMПӨPQЯƧƬЦVЩXYZ",
];
