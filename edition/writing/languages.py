"""What some languages look like, for telling encodings apart: how often each letter beyond ASCII stands in them, and their commonest words.

A letter's figure is its rarity in bits among such letters of running text (é2 is a quarter of them, ï9 one in five hundred). Counted in
translated manuals and messages; the words are those of any text, not of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType


@dataclass(frozen=True)
class Language:
    """`letters`: lower case, with their rarity in bits. `words`: lower case; of languages written without spaces, pairs of signs."""

    script: str  # Latin, Cyrillic, Greek, Hebrew, Japanese, Chinese, Korean
    letters: Mapping[str, int]
    words: frozenset[str]


TABLE = """
en Latin é2 è4 ê5 ç5 ï4 ö4 ü4 ä4 à5 â6 ô6 ñ6 á5 í6 ó5 æ6 œ7 ë6 î7
the of and to in is that it was for on are with as his they be at have from this not but by he she which or an were had all we there their been has when who will no more if would what so said out up into her him i my you me do than then them its about could only some time other very over after before because where such these two one people man any may our upon must should can did how your like made men first last day years many much
de Latin ü1 ä2 ö3 ß4
der die und das den von mit nicht ist des dem ein eine sich auf zu als auch es werden aus hat dass daß nach wird bei einer um am sind noch wie einem einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich er sie wir ihr ihm ihn war hatte sagte für über würde würden können könnte müssen während gegen später zurück schön größe große großen fünf früher jahr jahre natürlich möglich hätte hätten wäre wären dafür darüber weiß muß müßte läßt außer außerdem straße groß höhe stück tür gehört männer frühling grüße
fr Latin é1 à4 è4 ê4 ô6 î6 ç6 â7 œ8 û8 ù7 ë11 ï10 ü12
le la les des et est une du que qui dans pour pas sur au avec ce il plus vous nous elle son cet ses mais leur cette de un en ne se par on je lui sont comme tout fait aux sa ou si bien sans était étaient été à où même très après être déjà là voilà peut deux encore ces moi dit avait quand fut elles ils celle celui monde temps homme jour père mère frère première dernière âge tête côté état année années façon français française près derrière lumière manière écrit répondit presque aussi donc rien avez êtes peuple société république liberté égalité vérité
es Latin ó1 á2 í2 ú4 ñ4 é3 ü9 ª9 º9
el la los las que una un por con del para como su al lo pero este esta fue ser son muy ya cuando sin sobre de y en se no es más también él sí está están había todo entre hasta desde nos ha le sus porque hay donde quien año años así después día días qué cómo quién según mí tú aquí ahí allí mujer hombre dos tiene tienen eran era cada mañana señor señora además todavía aún sólo país pueblo estaba habían tenía hacia mientras aunque país niño niños corazón canción razón nación unión revolución dijo ella ellos
pt Latin ã2 ç2 á3 í3 é3 ó4 õ5 ú5 ê5 â6 à5 ô7 º9 ü11
os as um uma que não com para por dos das em ao mais como foi ser são pelo pela mas seu sua quando muito de a o e do da no na se é já está também até só às à depois há entre era tem ele ela eles nos sem mesmo aos seus quem nas me esse eles você essa num nem suas meu minha têm então três você país anos após pai mãe irmã irmão mulher homem estão tinha coração nação canção povo ainda onde
it Latin è1 à2 ò3 ù3 é4 ì5 í9 ó10 î10
il lo gli che di una per non con del della dei nel nella sono anche come più dal alla questo era delle la e è un i le a da in si al ma se o ha io mi lui loro suo sua cui quando tutto tutti perché così però già cioè fu aveva essere stato dove città può sarà né sé ciò là lì giù società libertà verità università metà poiché finché quest quella quello nell dell sull all molto ancora prima dopo ogni sempre
nl Latin é1 ë2 ï3 ó4 ö5 ü6 è5 ê6 á6 à6 ç7 í8 ô8 û8 â8 ä7 î7 ú8 ù9 ò9
de het een en van dat die niet is te zijn op aan met voor er maar om ook als dan nog naar ik zij door wel in hij was je ze of bij had hem haar uit tot over zo mijn werd geen deze dit wat kan wij heeft waren worden onder zich veel tegen één vóór hun man mij heb daar nu hier toen ons moet zou geïnteresseerd ideeën België drieën tweeën financiële
ca Latin ó2 à2 é2 í3 è3 ç4 ò4 ú4 ï5 ü7
el els les que una un amb del dels per a al més però com aquest aquesta va ser seva de la i en es no ha és són també sense què està només això aquests fins entre quan tot molt on si ho hi se on seu seus ja perquè després així té d l
da Latin ø2 å2 æ2 é6 ö9
og det at den til som med ikke der af for har han var et en jeg fra om men på hun sig blev kan i er de så når også være før efter hvor hvis meget ud op over år få gå må må stå nå får går både første både andre ved vil skal ville havde nu du vi man ham hende mig sin selv alle blive mod gør større største øje dør sø bøger mænd være været
nb Latin å1 ø2 æ5 é7 ò9
og det at den til som med ikke av for har han var et en jeg fra om men på hun seg ble kan i er de så når også være før etter hvor hvis mye ut opp over år få gå må stå nå får går både første andre ved vil skal ville hadde nå du vi man ham henne meg sin selv alle bli mot gjør større største øye dør sjø bøker menn vært
sv Latin ä1 ö2 å2 é8 à9
och det att den till som med inte av för har han var ett en jag från om men på hon sig så kan är i de där när då här sedan efter också får går må även över under något någon före år upp ut vara blev skulle hade vi du man honom henne mig sin själv alla bli mot gör större största öga dörr sjö böcker män många år två åt på ännu
fi Latin ä1 ö3 å9 š11
ja on ei että se oli hän mutta kun niin ovat joka tämä sen ole mukaan myös kuin voi mitä nyt vain sekä kaikki siitä jos hänen minä sinä he me te olen olla olivat ollut tässä sitä näin tämän täällä siellä vielä jälkeen päivä päivän myöskään eikä hyvä mies äiti isä yö työ enää missä niitä näitä eivät
is Latin ð2 á2 æ3 í3 þ4 ó4 ö4 ú4 ý5 é5
að ekki er á í til sem með og fyrir við eða þetta vera þú hefur þegar verður frá það þar þess sé af en um svo hann hún þeir þá var voru ég mér sér hans hennar allt eftir upp út yfir þeim þeirra þann því nú maður menn sagði
pl Latin ł2 ż3 ą3 ę3 ś3 ó3 ć3 ń5 ź6
nie w jest do z na i się dla lub to o być są a tylko czy przez jako może po od za że jak ale ten tego już tak jego był była było były który która które jeszcze przy więc tym co go mnie bardzo także także również między więcej można jeśli będzie kiedy gdy też ich jej tu tam pod nad bez oraz człowiek ludzie życie świat dzień wśród później przed ponieważ aż żeby ją mówić
cs Latin í2 á2 ř3 č4 ý4 é4 ž4 ě3 š4 ů5 ú6 ó8 ň8 ť9 ď9
je na v pro se a s nebo při z do jako k o být li pokud ze by ale to že jsem jsou byl byla bylo není když jen po už tak si který která které ještě však nad pod za mezi více před podle také až něco někdo než má může všechny všech přes příliš nás tě svůj svou člověk lidé život svět den dnes byli ho mu jeho její ve od co jak kde věděli
sk Latin á3 í3 č3 ú3 ť4 é3 ý3 ž4 ľ4 š4 ó7 ň6 ô6 ä7 ĺ9 ď7 ŕ10
je sa v na nie pre a s alebo pri ako ak do z o po že ale to som sú bol bola bolo keď len už tak si ktorý ktorá ktoré ešte však nad pod za medzi viac pred podľa tiež až niečo niekto než má môže všetky všetkých cez ho mu jeho jej vo od čo kde byť aj veľmi
hu Latin á1 é2 ó3 í4 ö3 ő3 ü4 ú5 ű6
a az nem és egy ha meg hogy van csak lehet ez minden akkor kell ki el be is de volt már még ne mint után vagy mert sem pedig azt ezt aki ami olyan így több között előtt alatt által való első két fel ember nagy szerint sok amely lesz volna nélkül volt óta új őt ő fölött előtt során én te mi ti nekem
hr Latin č2 š2 ć3 ž2 đ4
je za u se nije i na s ili ne ako od kao može biti a su samo iz da o pri bez sa između koji koja koje će već što više također još jer ga mu nam vam oni ona ono ali tako sve bio bila bilo nego prema kako gdje kad dok pod nad znači čovjek život godine ljudi naš vaš njegov uz kući vrh četiri
sl Latin č1 š2 ž2 ć8
je v ni za ali na se z in ki ne s če kot naj da so pri bo brez od iz ta pa lahko več to po še že tudi med kar bil bila bilo smo sem si jih njegov vse zelo kako kje ko nad pod pred ker kakor človek življenje leta ljudje
ro Latin ă1 ț3 ș3 î2 â4 ţ3 ş3
de nu în a este pentru la se cu o un și şi să dacă poate sau fi care din ca sunt pe al mai lui ei lor prin după când până fără între despre această acest aceasta către decât numai era fost erau am ai au însă chiar încă ani viață om oameni ce asta pământ ţară țară două în ca noi voi nici într dintr
lt Latin š2 ė2 ų3 į4 ą4 ž3 č4 ū4 ę6
ir į iš kad tai buvo ar yra su o kaip bet ne dar jau už prie po nuo iki jo jos jie mes jūs aš tu savo labai šis ši šio šią kai tik gali būti daug apie per pat taip žmonės metų dėl pagal todėl čia
lv Latin ā2 ē3 ī3 š3 ļ5 ū5 ņ5 ķ6 ž6 ģ7 č7
un ir ar uz no ka kas lai par kā pie ja bet nav bija es tu viņš viņa mēs jūs šis šo šī tas tā tās to arī kad vai pēc pa līdz tikai vēl savu būt ļoti gan pirms jau tāpēc kur cilvēki gadu četros ap pār
et Latin ä1 õ2 ü2 ö4 š9 ž9
ja on ei et see ta kui oli mis aga ka või siis ma nii oma mida kes selle veel välja üle ära pärast järgi kõik nüüd juba mitte nad me te sa olla ole olid tema ning väga küll võib üks mõne vaid kuid peale
tr Latin ı1 ş3 ç3 ü2 ğ3 ö4 â8 î9 û10
bir ve bu için ile da de ne o daha çok gibi var kadar ama olarak olan sonra her ki mi yok değil ben sen biz siz onlar en şey şu diye nasıl üzerine önce göre iki büyük küçük aynı başka bütün gün yıl içinde dedi vardı zaman kendi böyle şimdi artık ancak hiç
ru Cyrillic о3 е3 а4 и4 н4 т4 р4 с4 л4 в5 п5 к5 д5 м5 у5 з6 я6 ь6 ы6 б6 й6 ч6 г6 ж7 ф9 ц8 ю7 х7 ш7 щ8 э8 ё9 ъ11
и в не на с что он как это а по но из у за от так же к его то все она бы было мы для вы был о ещё еще или уже ли если только когда даже быть чтобы меня мне себя до нет во при под нас вас них их ее её ни где кто есть очень через между более после над том этот этого лет время была были этой человек люди который которые жизни можно тоже теперь без сам
uk Cyrillic о3 а4 н4 и4 в4 е4 т4 р4 і4 к5 с5 д5 п5 л5 у5 м5 з5 я5 б6 ч6 й6 ь6 г6 ж7 ц7 є7 ф9 х7 ю7 ш7 ї7 щ8 ґ12
і в не на що він як це а по але із у за від так же до його все вона було ми для ви був про ще або вже чи якщо тільки коли навіть бути щоб мене мені себе та є з нас вас них їх її ні де хто дуже через між більше після над цей цього час була були який які також тепер без сам років життя людей під
bg Cyrillic а3 е3 н4 о4 и4 т4 р4 в5 с5 д5 п5 з5 л5 к5 м5 ъ6 я6 б6 у6 ч6 ж7 г6 й7 ф9 ц7 щ7 ш7 х7 ю9 ь10
и в не на за да се от с по са е че но като или той тя то те аз ти ние вие си ли към при до без само още беше бяха който която което които има няма този тази това тези всички много след преди между през когато където как какво защо ще бъде са във със под над тъй така вече година хора човек живот
sr Cyrillic а3 е3 и4 о4 н4 р4 т4 с4 у5 п5 к5 д5 в5 м5 з5 ј5 л5 б6 г6 њ7 ч7 ш7 ц7 љ7 ћ7 ж7 х8 ф9 ђ8 џ10
и у је се да на не за са од као али или који која које што су би био била било сам си смо сте ће из по до о при без само још јер га му их он она оно они ми ви те тако све више већ између када где како код пре после под над година људи човек живот има нема овај та то
el Greek α3 ο4 ε4 τ4 ι4 ν4 ρ5 σ4 μ5 η5 π5 κ5 υ5 ς5 ί5 λ5 δ6 γ6 ή6 έ6 ό6 ά6 χ6 ω6 θ6 ύ7 φ7 ώ8 β7 ξ8 ζ9 ψ10 ϊ10 ϋ12 ΐ12 ΰ13
το δεν η του για να είναι την της από σε αν με στο και θα που μη ή ο τα των στην ήταν έχει τη οι τον ένα μια στη αυτό ως μόνο τις μπορεί αλλά όταν προς στον χωρίς όπως μας σας τους δύο πολύ ότι κατά μετά πριν εδώ εκεί όλα όλοι κάθε έναν στις στα τότε αυτός αυτή άνθρωπος ζωή
he Hebrew י3 ו3 ת4 ל4 ה3 מ4 ר4 נ4 א4 ב4 ש4 ק5 ם5 ד5 ע5 פ5 ח5 כ5 ס6 ג6 צ6 ן6 ט6 ז7 ץ8 ך7 ף8
את לא של עם כדי יש ללא או על אין הוא היא זה זו להיות כל גם כי אם אני אתה הם היה הייתה היו אבל רק עוד מה מי בין לפני אחרי אל לו לה לי בו בה אשר כמו כך שם פה יותר מאוד עד לכל ישראל שלום
ja Japanese 日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古歌買悪図
ます する ませ せん され した して てい でき りま きま いま ない です れて あり この とし こと から には れた れる ため だっ った って いう もの それ これ その ある よう まで など たち でし まし られ
zh Chinese 的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运
我们 他们 这个 没有 可以 一个 自己 不是 就是 什么 因为 所以 如果 但是 已经 这样 时候 人们 知道 现在 起来 这些 那个 还是 只有 只好 也不 不能 所有 不知 中国 社会 生活 工作 问题 她的 他的 我的 的人 是一 了一 在这 上的 中的 的是 有一 的时 个人 之后 以及 或者 进行 使用 需要 必须
zh-Hant Chinese 的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運
我們 他們 這個 沒有 可以 一個 自己 不是 就是 什麼 因為 所以 如果 但是 已經 這樣 時候 人們 知道 現在 起來 這些 那個 還是 只有 只好 也不 不能 所有 不知 中國 社會 生活 工作 問題 她的 他的 我的 的人 是一 了一 在這 上的 中的 的是 有一 的時 個人 之後 以及 或者 進行 使用 需要 必須
ko Korean 다이니을지에하는로를수시습정용합일서가자의스사기은파할없한리션음않있인으트터해제대옵면만어나그오값보문력위경작상명고행입함설전프모과출부실데도치여아름형식업표버되령소세요록거변동바적들크내패야우때원구중장호당본와조십개비분반체재주현려라단미계추했결류안축페번우리사람때문말날집길손눈물마음생각
니다 습니 합니 에서 으로 하지 하는 있는 그리 것이 것은 에게 까지 부터 처럼 우리 사람 그는 이다 했다 었다 았다 한다 였다 하고 하여 에는 들이 들은 그의 나는 것을 수가 있다 없다 있었
"""


@cache
def languages() -> Mapping[str, Language]:
    """The table, by language tag."""
    found: dict[str, Language] = {}
    lines = TABLE.strip().split("\n")
    for said, words in zip(lines[::2], lines[1::2], strict=True):
        name, script, *rest = said.split(" ")
        letters = dict.fromkeys(rest[0], 8) if len(rest) == 1 and len(rest[0]) > 9 else {each[0]: int(each[1:]) for each in rest}
        found[name] = Language(script, MappingProxyType(letters), frozenset(words.split()))
    return MappingProxyType(found)


SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Cyrillic", re.compile("[\u0400-\u04ff]")),
    ("Greek", re.compile("[\u0370-\u03ff]")),
    ("Hebrew", re.compile("[\u05d0-\u05ea]")),
    ("Japanese", re.compile("[\u3041-\u30ff]")),
    ("Korean", re.compile("[\uac00-\ud7af]")),
    ("Chinese", re.compile("[\u4e00-\u9fff]")),
    ("Latin", re.compile("[\u00aa-\u024f]")),
)
