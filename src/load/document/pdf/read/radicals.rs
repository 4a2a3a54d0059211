//! Characters that a font's table names as radicals or as compatibility forms, and that a reader sees as plain Chinese
//! characters: ⾼ is 高. Programs that print to PDF pick any of the code points that share a glyph. Nothing else is folded:
//! full-width forms stay as they are.

/// What U+2F00 to U+2FD5 (Kangxi radicals) look like. ⼾ is 户, not 戶: the shape in simplified Chinese fonts.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳\
     心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
     缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音\
     頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黄黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
/// What U+2E80 to U+2EF3 (supplementary radicals) look like; a radical that is no character stands for itself.
const SUPPLEMENT: &str = "⺀厂⺂乚乙亻冂几刀刂卜㔾小小兀尣尢尢巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒罓网罒羊羊羊耂肀聿\
     肉臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";
/// What U+F900 to U+FA6D (compatibility ideographs) are.
const COMPATIBILITY: &str = "豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌\
     祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮\
     兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈\
     領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘\
     藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀﨎﨏塚﨑晴﨓﨔凞猪益礼神祥福靖精羽﨟蘒﨡諸﨣﨤逸都﨧﨨﨩飯飼\
     館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸\
     難響頻恵𤋮舘";

/// The plain character that looks like `c`.
pub fn plain(c: char) -> char {
    let (table, first) = match c {
        '\u{2e80}'..='\u{2ef3}' => (SUPPLEMENT, 0x2e80),
        '\u{2f00}'..='\u{2fd5}' => (KANGXI, 0x2f00),
        '\u{f900}'..='\u{fa6d}' => (COMPATIBILITY, 0xf900),
        '\u{2329}' => return '〈',
        '\u{232a}' => return '〉',
        _ => return c,
    };
    table.chars().nth((u32::from(c) - first) as usize).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_the_characters_that_they_look_like() {
        let folded: String = "⾼⼾⺠⻔⻅⻛⻩⻣⼀⼆⾏⾯⽅⼈⻓⻋⿕\u{fa08}\u{2329}".chars().map(plain).collect();
        assert_eq!(folded, "高户民门见风黄骨一二行面方人长车龠行〈");
    }

    #[test]
    fn the_tables_are_whole() {
        for (table, length) in [(KANGXI, 214), (SUPPLEMENT, 116), (COMPATIBILITY, 366)] {
            assert_eq!(table.chars().count(), length);
        }
    }

    #[test]
    fn full_width_forms_stay() {
        assert_eq!("（１，Ａ）".chars().map(plain).collect::<String>(), "（１，Ａ）");
    }
}
