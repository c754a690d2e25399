"""3. Structure: the commonest little words of some languages, and the signs that one language alone writes. Data of `language.py`.

The lists are our own: articles, pronouns, prepositions, conjunctions, forms of the commonest verbs, about sixty a language. A word may stand in
several; it then counts less for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, frozenset[str]] = MappingProxyType({name: frozenset(words.split()) for name, words in {
    "en": """the of and to in a is that it was for on are as with his they at be this have from or had by but not what all were we when your can there an which
        their if will each about how up out them then she many some so these would into has more her him could been who its now than our no my may such""",
    "fr": """le la les l de des du d et à en un une que qui est dans pour pas sur au aux ce se s il elle ils elles nous vous je n ne par avec plus mais ou où son sa ses
        leur leurs cette ces sont été être ont avait fait tout tous comme si même sans sous entre après très y on lui dont""",
    "de": """der die das den dem des und in zu von mit ist im nicht ein eine einer eines einem einen auf für als auch an es sich sie er wir ich ihr wie war hat haben
        werden wird sind bei aus nach über um noch nur oder aber zum zur durch wenn vor kann so dass daß bis gegen unter sein seine ihre uns was mehr""",
    "es": """el la los las de del y en que a un una unos unas es se no por con para su sus al lo como más pero le les ya o este esta estos estas sí porque entre cuando muy
        sin sobre también me hasta hay donde quien desde todo todos todas nos durante uno ni contra otros fue son era ha han ser está nuestro nuestra""",
    "it": """il lo la i gli le di del della dei degli delle e in che a un una uno è per non con si da dal dalla nel nella sul sulla al alla ai come più ma anche o se sono
        stato ha hanno era questo questa questi queste ci mi ne suo sua loro tutto tutti dopo quando dove chi cui tra fra""",
    "pt": """o a os as de do da dos das e em no na nos nas que um uma uns umas é se não por com para ao à aos às mais mas como foi ele ela eles elas seu sua seus suas ou ser
        quando muito há já está eu também só pelo pela até isso entre era depois sem mesmo ter são nem""",
    "nl": """de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij uit door naar over zo ze hij wij we ik je hun haar deze dit die wat werd
        worden was waren heeft hebben had kan nog al wel geen meer of toen tot onder tegen na veel onze""",
    "la": """et in est non ad ut cum sed ex ab de quod qui quae quam si per esse sunt hoc enim etiam nec neque atque ac autem eius eum ea id se sibi suis suo sua pro
        inter ante post sine sub nam tamen ita quoque vel aut erat fuit nos tibi mihi te me quidem ipse quo""",
    "pl": """i w na z że się nie do to jest o jak ale po co tak za od jego jej ich przez tym tego był była było były są dla ze ma już tylko czy przed może aby
        oraz lub gdy który która które których ten ta te my wy on ona oni bez pod nad między także bardzo""",
    "cs": """a v na se je že s z do o to i k ve pro za by ale jako po jsem jsou byl byla bylo byli jeho její jejich který která které ten ta tak už nebo když od při
        aby co jak si pod nad před mezi bez také jen než však není může být jsme""",
    "ru": """и в не на что с по как это он она они мы вы я к но из у за от то о же для был была было были его её их бы так только или при до если когда
        который которая которые уже все всё ещё есть нет чтобы под над между после также может быть этот эта эти""",
    "el": """και το η ο τα οι της του των τον την στο στη στην στον με για από που να είναι δεν θα σε ως αλλά αυτό αυτή αυτά ένα μια ένας τους τις μας σας κατά μετά
        πριν όταν αν ή όπως πολύ μόνο ήταν έχει έχουν κάθε ότι πως μου σου""",
    "grc": """καὶ τὸ ἡ ὁ τὰ οἱ τῆς τοῦ τῶν τὸν τὴν τῷ τῇ τοῖς ταῖς τοὺς τὰς δὲ γὰρ μὲν οὐ οὐκ μὴ ἐν εἰς ἐκ ἐξ ἀπὸ πρὸς ἐπὶ κατὰ περὶ διὰ ὡς ὅτι ἐστὶν ἐστι ἦν αὐτοῦ
        αὐτὸν αὐτῷ τε ἀλλὰ εἰ ἐὰν ἵνα οὖν ὃς ἣ ὃ τις τι ταῦτα τοῦτο σὺν μετὰ""",
    "he": """של את על לא הוא היא זה זאת אני אתה הם כי אם גם או אל עם כל מה יש אין היה היתה היו אשר כמו רק עוד אבל אך לפני אחרי בין עד מן כן לו לה להם אנו
        אנחנו שלו שלה שלהם כאשר אחד אחת הזה הזאת""",
    "ar": """في من على إلى أن إن لا ما هو هي هذا هذه ذلك التي الذي الذين كان كانت قد عن مع كل بعد قبل بين أو ثم لم لن هم نحن أنا أنت كما حتى إذا بل غير عند
        منذ أي فيه فيها به بها له لها لهم وهو وهي""",
    "sv": """och i att det som en på är av för med den till inte om ett har de han hon jag vi du var men sig från så kan när nu ska skulle alla eller man där här
        över efter under vid mot mycket bara utan också hade blev varit sin sina sitt dem oss vad""",
    "da": """og i at det som en på er af for med den til ikke om et har de han hun jeg vi du var men sig fra så kan når nu skal skulle alle eller man der her over efter
        under ved mod meget kun uden også havde blev været sin sine sit dem os hvad""",
    "no": """og i at det som en på er av for med den til ikke om et har de han hun jeg vi du var men seg fra så kan når nå skal skulle alle eller man der her over etter
        under ved mot mye bare uten også hadde ble vært sin sine sitt dem oss hva""",
}.items()})  # fmt: skip
SIGNS: Mapping[str, str] = MappingProxyType({  # each says as much as one little word
    "es": "¡¿ñ", "de": "ß", "pt": "ãõ", "pl": "łąęśźżćń", "cs": "řěůž", "fr": "œêçù", "sv": "", "da": "æø", "no": "æø", "it": "ìò", "he": "", "ar": "",
})  # fmt: skip
SCRIPTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (  # first and last letter, the script's name, the languages that write it
    ("\u0370", "\u03ff", "Grek", ("el", "grc")), ("\u1f00", "\u1fff", "Grek", ("grc", "el")), ("\u0400", "\u052f", "Cyrl", ("ru", "uk", "be", "bg", "sr", "mk", "cu")),
    ("\u0590", "\u05ff", "Hebr", ("he", "yi", "lad", "hbo", "arc")), ("\u0600", "\u06ff", "Arab", ("ar", "fa", "ur", "ota", "ps")), ("\u0530", "\u058f", "Armn", ("hy",)),
    ("\u10a0", "\u10ff", "Geor", ("ka",)), ("\u0900", "\u097f", "Deva", ("hi", "sa", "mr", "ne")), ("\u3040", "\u30ff", "Jpan", ("ja",)), ("\uac00", "\ud7af", "Kore", ("ko",)),
    ("\u4e00", "\u9fff", "Hani", ("zh", "ja", "lzh")), ("\u0e00", "\u0e7f", "Thai", ("th",)),
)  # fmt: skip
