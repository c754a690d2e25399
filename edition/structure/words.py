"""3. Structure. The words that say what a line is, in the languages that the rules know: English, French, German, Spanish, Italian.

Forms of address, months, names of parts: such words belong to a kind of document, never to one document.
"""

from __future__ import annotations

import re

SMALL = frozenset("""
a an the of and or in on at to for from by with as but nor so yet into over under off is are its
de la el los las y o en del por para con un una unos unas al su que se no
le les des du et à au aux une sur dans pour par ou en
der die das den dem des und im am von vom zu zum zur ein eine oder mit für auf bei
il lo gli i di da che per e nel nella del della dei
""".split())  # words that need no capital in a heading
MONTHS = (
    "jan(?:uary|v?ier|uar|ero)?|january|february|f[ée]v(?:rier)?|feb(?:ruary|ruar|rero|braio)?|mar(?:ch|s|zo)?|m[äa]rz|apr(?:il|ile)?|avr(?:il)?|abril|may|mai|mayo|maggio|"
    "jun[ei]?|juin|junio|giugno|jul[yi]?|juil(?:let)?|julio|luglio|aug(?:ust)?|ao[uû]t|agosto|sept?(?:ember|embre|tembre)?|septiembre|settembre|"
    "oct(?:ober|obre|ubre)?|okt(?:ober)?|ottobre|nov(?:ember|embre|iembre)?|dec(?:ember)?|d[ée]c(?:embre)?|dez(?:ember)?|dic(?:iembre|embre)?|janv(?:ier)?|enero|gennaio"
)
WEEKDAYS = {
    name: number for number, names in enumerate((
        "monday lundi montag lunes lunedì", "tuesday mardi dienstag martes martedì", "wednesday mercredi mittwoch miércoles mercoledì",
        "thursday jeudi donnerstag jueves giovedì", "friday vendredi freitag viernes venerdì", "saturday samedi samstag sonnabend sábado sabato",
        "sunday dimanche sonntag domingo domenica",
    )) for name in names.split()
}  # fmt: skip
ORDINAL = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
DATE = re.compile(
    rf"\b(?:(?P<m1>{MONTHS})\.? (?P<d1>{ORDINAL})(?:,? (?P<y1>\d{{4}}))?|(?P<d2>{ORDINAL})(?: of| de| di)? (?P<m2>{MONTHS})\.?(?:,?(?: de)? (?P<y2>\d{{4}}))?|(?P<iso>\d{{4}}-\d\d-\d\d))(?!\w)",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b1[0-9]{3}\b|\b20[0-9]{2}\b")
SALUTE = re.compile(r"(My |Ma |Mon |Mein[e]? )?(Dear|Dearest|Sir|Sirs|Madam|Gentlemen|Ch[eè]re?s?|Monsieur|Madame|Liebe[rs]?|Sehr geehrte[rs]?|Querid[oa]s?|Estimad[oa]s?|Car[oiae]|Gentile|Egregio)\b.{0,60}[,:!.]?$")
VOCATIVE = re.compile(r"(?:(?:Mr|Mrs|Madam|My|Your|Dear|Herr|Frau|Monsieur|Señor(?:es|as)?|Signor[ie])\b.{0,40}|.{0,60}\b)(?:[Ll]adies and [Gg]entlemen|[Gg]entlemen|[Ff]riends|[Cc]omrades|[Cc]olleagues|[Mm]ayor|[Pp]resident|[Cc]hairman|Mesdames|Messieurs|[Cc]amarades|[Aa]mis|Damen und Herren|Freunde|Genoss(?:inn)?en|[Cc]ompañer[oa]s|[Aa]migos|[Ss]eñor[ae]s|[Aa]mici|[Cc]ompagni)[,:!]$")
CLOSE = re.compile(r"(Yours|Your (\w+ ){0,2}(brother|sister|son|daughter|mother|father|cousin|uncle|aunt|niece|nephew|friend|wife|husband|servant)\b|Your (most |obedient|affectionate|humble|loving|faithful|sincere)|Sincerely|Faithfully|Truly|(With )?(love|kind|best|warm)(est)? (regards|wishes)|With (love|thanks|kind|best|warm)|Regards|Love,|Believe me|I remain|I am,|Veuillez|Votre|Cordialement|Bien à (vous|toi)|Hochachtungsvoll|Ihr[e]?,|Dein[e]?\b|(Mit |Viele |Herzliche |Beste |Liebe )(\w+ )?Gr[üu][ßs]|Atentamente|Un abrazo|Su (segur|afectísim)|Saludos|Cordiali saluti|Distinti saluti)", re.IGNORECASE)
POSTSCRIPT = re.compile(r"(P\. ?S\.|PS[.:]|N\. ?B\.|P\. ?D\.)")
MAIL = re.compile(r"(From|To|Date|Subject|Cc|Bcc|Sent|Reply-To|De|À|A|Objet|Envoyé|Von|An|Betreff|Gesendet|Datum|Para|Asunto|Fecha|Enviado|Da|Oggetto|Inviato|Data): \S")
BY = re.compile(r"(By|Posted by|Written by|Translated by|Par|Von|Por|Di|Publié par|Publicado por) [\w“\"]", re.UNICODE)
GENRE = re.compile(r"(?:An? )?(?:\w+ )?(Leaflet|Statement|Speech|Address|Lecture|Sermon|Letter|Pamphlet|Declaration|Discours|Déclaration|Tract|Rede|Ansprache|Flugblatt|Erklärung|Discurso|Declaración|Panfleto|Discorso|Volantino|Play|Piece|Comedy|Tragedy|Farce|Drama|Pièce|Comédie|Tragédie|Stück|Lustspiel|Trauerspiel|Comedia|Tragedia|Commedia)\b(?! (?:of|for|on) [A-Z]\w+ [A-Z])")
COMMENTS = re.compile(r"(\d+ )?(Comments?|Responses?|Replies|Reader comments|Commentaires?|Kommentare?|Comentarios?|Commenti)( \(\d+\))?:?$", re.IGNORECASE)
NOTES = re.compile(r"(Notes|Footnotes|Endnotes|Anmerkungen|Fußnoten|Notas|Note|Remarques)[.:]?$", re.IGNORECASE)
PICTURE = re.compile(r"(?:(?:The|A|An|Le|La|Une?|Das|Die|Der|Ein|El|Una?) )?(?:\w+ ){0,2}?(logo|photo(?:graph)?|picture|image|cover|portrait|drawing|poster|map|couverture|affiche|dessin|foto|bild|zeichnung|imagen|cartel|dibujo|mapa)\b(?: (?:of|de|der|des|von|d’|showing)\b|$)", re.IGNORECASE)
COVER = re.compile(r"(?:\w+ ){1,6}(cover|logo|poster|photo|portrait|masthead)$", re.IGNORECASE)
CONTACT = re.compile(r"(?:\b(?:tel(?:ephone|éfono|\.)?|phone|fax|e-?mail|contact)\b|\+?\d[\d ()/-]{6,40}\d|\S@[^\s@]+\.\w|https?://)", re.IGNORECASE)
IMPRINT = re.compile(r"(?:Printed|Published|Imprimé|Imprimerie|Édité|Gedruckt|Druck|Herausgegeben|Verlag|Impreso|Publicado|Editado|Stampato|Pubblicato|©|Copyright|All rights reserved|Tous droits)\b|(?:is|are) the (?:official )?(?:publication|newspaper|magazine|journal|organ) of", re.IGNORECASE)
PART = re.compile(r"(?:(?P<act>ACT|ACTE|AKT|AUFZUG|ACTO|ATTO|JORNADA)|(?P<scene>SCENE|SCÈNE|SZENE|AUFTRITT|ESCENA|SCENA|TABLEAU)|PROLOGUE|PROLOG|EPILOGUE|EPILOG|ÉPILOGUE)\b.{0,40}$|(?:(?:ERSTER|ZWEITER|DRITTER|VIERTER|FÜNFTER) (?P<act2>AKT|AUFZUG)|(?:\w+ )(?P<scene2>SZENE|AUFTRITT))\.?$", re.IGNORECASE)
CAST = re.compile(r"(Persons|Characters|Cast|Dramatis Person(?:ae|æ)|The Persons( of the Play)?|Personnages|Personen|Personajes|Personaggi)[.:]?$", re.IGNORECASE)
ENTERS = re.compile(r"(?:Re-?enter|Enter|Exit|Exeunt)\b(?=[^.]*(?:\b[A-ZÀ-Þ]{2,}|\ball\b|\.$)).{0,80}$")
MINUTES = re.compile(r"\b(Minutes|Procès-verbal|Compte rendu|Protokoll|Niederschrift|Acta|Verbale)\b", re.IGNORECASE)
ROLL = re.compile(r"(Present|In attendance|Apologies|Absent|Chair|Présents|Excusés|Anwesend|Entschuldigt|Presentes|Ausentes|Presenti|Assenti)\b[^.]{0,30}:", re.IGNORECASE)
MOTION = re.compile(r"(Resolved|Agreed|Moved|Carried|Motion|Action|Résolu|Décidé|Beschluss|Beschlossen|Se acuerda|Acuerdo|Deliberato)\b", re.IGNORECASE)
REACTION = re.compile(r"[(\[][^()\[\]]*\b(applause|laughter|cheers|hear,? hear|interruption|applaudissements|rires|bravos?|beifall|heiterkeit|zuruf|aplausos|risas|applausi|risa)\b[^()\[\]]*[)\]]", re.IGNORECASE)
ABOUT = re.compile(r"(?:(?:The|Le|La|Les|Die|Das|Der|El|Los|Il) )?(?:[A-ZÀ-Þ][\w’'-]+ ){1,6}(?:is|are|was founded|est|sont|ist|sind|es|son|è|sono) (?:an? |the |une? |le |la |eine? |die |der |das |una? |el |written|published|made|run|publié|édité|geschrieben|herausgegeben|publicad|editad|scritt|pubblicat)")
