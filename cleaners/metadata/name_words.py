"""Words around names in bylines, of many languages, as alternatives for regular expressions or in folded form."""

# Before a name.
INTRODUCTIONS = (
    "(?:written|posted|published|reported|words|story|text|article|report|analysis|review|opinion|edited|authored|"
    "created|updated|compiled|photographed|recommended|interview)(?: and [a-z]+)? by|by|(?:view |see )?(?:all|more) "
    "(?:posts|articles|stories) (?:by|from)|interview:|posted in|"
    "about the authors?|authors?|author name|contributors?|editors?|"
    "(?:geschrieben|verfasst|veröffentlicht|erstellt|eingestellt|gepostet|publiziert|text|bericht|ein \\w+|"
    "eine \\w+|interview|kommentar|beitrag|(?:zeige )?alle (?:beiträge|artikel)|alles) von|von|"
    "autor(?:in)?/autor(?:in)?|autor(?:in|en|ka|e|es|a)?|verfasser(?:in)?|"
    "geschreven door|door|tekst|skrevet av|skrevet af|skriven av|av|af|teksti|kirjoittanut|kirjoittaja|"
    "(?:publié|écrit|rédigé|propos recueillis|posté) par|par|auteure?s?|autric[ei]|texte|"
    "(?:escrito|publicado|redactado|texto|elaborado) por|por|texto|redacción|scritto da|a cura di|di|testo|autori|"
    "opracowała?|oprac\\.|napisała?|przez|napsala?|zdroj|írta|szerző|yazan|yazar|haber|автор(?:ы|а|и)?|текст|"
    "بقلم|كتب(?:ت)?|الكاتب|المؤلف|מאת|取材・文|文|作者|記者|记者|责任编辑|责编|編集|"
    "oleh|penulis|ditulis oleh|theo|bởi|tác giả|"
    "โดย|από|του|της|autorius|teksts|text"
)

# Between two names; the short ones count only between full names.
JOINERS = "and|und|et|with|mit|avec|og|och|ja|és|и|та|και|و"
SHORT_JOINERS = "y|e|i|a|en|ve|u|ir|un|și|oraz|dan"

# In a part that is a role, a place or chrome and no name.
ROLES = (
    "staff writers?|writers?|reporters?|reporting|correspondents?|contribut\\w{0,8}|columnists?|journalists?|senior|"
    "editors?|editor-in-chief|producers?|managing|director|analyst|professor|photographer|fellow|gardener|engineer|"
    "researcher|founder|co-founder|ceo|cto|cfo|manager|president|chairman|specialist|expert|consultant|strategist|"
    "redakteur\\w{0,3}|redaktionsleit\\w{0,5}|korrespondent\\w{0,3}|volontär\\w{0,3}|ressortleit\\w{0,5}|chefredak\\w{0,9}|"
    "reporterin|freie[r]?|leiter\\w{0,2}|autorin|hauptstadtkorrespondent\\w{0,2}|journaliste|rédact\\w{0,8}|correspondante?|"
    "envoyée?|periodista|corresponsal|redactora?|giornalista|inviat[oa]|corrispondente|dziennikar\\w{0,4}|redaktor\\w{0,3}|"
    "toimittaja|novinář\\w{0,2}|muhabiri?|journalist\\w{0,3}|repórter|colunista|editora?|skribent|kommentator|"
    "bio|read|minutes?|mins?|minuten|posts?|articles?|comments?|kommentare?|share|follow|updated|published|"
    "veröffentlicht|aktualisiert|ago|uhr|twitter|facebook|linkedin|instagram|email|e-mail|website|profile|years?"
)

# Desks and teams: named only where no person is.
DESKS = (
    "redaktion|redactie|redaction|rédaction|redacción|redação|redakcja|redakce|redazione|redaksi|redaksjonen|"
    "redaktionen|toimitus|editorial|staff|newsroom|newsdesk|news desk|web ?desk|desk|team|agencies|agenturen|agentur|"
    "newswire|wire|press release|pressemitteilung|bureau|correspondent|contributors?|editors?"
)

# Names that name nobody.
NOBODY = frozenset(
    "admin|administrator|superuser|super user|root|webmaster|web admin|site admin|no author|unknown|none|null|"
    "undefined|n/a|na|nan|default|test|user|author|authors|author profile|about|about the author|über den autor|"
    "share|follow|follow us|facebook|twitter|instagram|linkedin|email|e-mail|print|comments|home|menu|news|subscribe|"
    "read more|view all posts|all posts|more posts|posts|website|weitere artikel|alle artikel|contact|published|"
    "updated|posted|posted by|written by|reviewed by|fact checked|editorial policy|by|developer|true|false|no byline|"
    "not available|click here|learn more|see all|sign up|log in|listen to article|full bio|blog|view profile|date|"
    "edit|reply|more|link|permalink|photo|image|video|source|foto|quelle|leave a comment|no comments|in|on|at|"
    "more about me|view more posts|share this|"
    "copy link|whatsapp|telegram|reddit|pinterest|youtube|x|tiktok|rss|guest|editorial team bio".split("|")
)

AGENCIES = frozenset(
    "dpa afp reuters ap apa ansa efe lusa belga anp tt ntb ritzau pap čtk sda ats keystone keystonesda tass interfax "
    "xinhua kyodo yonhap mti stt bns europapress sid kna epd associatedpress theassociatedpress agencefrancepresse "
    "dpaafx pressassociation pa upi jiji 共同 共同通信 時事 時事通信 연합뉴스 新华社 agenciaefe "
    "agencies agenturen".split()
)
