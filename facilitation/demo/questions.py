"""The words of the demo: what pupils, parents and teachers might really ask each other in Dutch.

Rule: by who asks and who is asked. Nothing here is translated: it stands for what people write.
"""

from __future__ import annotations

Deck = tuple[str, ...]

PUPILS_TO_PARENTS: Deck = (
    "Wat deden jullie vroeger als je geen zin had in huiswerk?",
    "Waarom vraagt u altijd of het af is en nooit hoe het ging?",
    "Zou u het erg vinden als ik een keer een onvoldoende haal?",
    "Hoeveel tijd denkt u dat ik elke dag met huiswerk bezig ben?",
    "Mag ik zelf bepalen wanneer ik mijn huiswerk maak?",
    "Waarom moet het altijd vóór het eten?",
    "Kunt u een wiskundesom uit klas 3 nog maken?",
    "Wat zou u doen als er helemaal geen huiswerk meer was?",
    "Kijkt u wel eens stiekem in Magister?",
    "Waarom wordt u boos als ik zeg dat ik niks op heb?",
    "Wilt u liever dat ik hoge cijfers haal of dat ik goed slaap?",
    "Helpt het u als u weet wat wij in de les doen?",
    "Zou u mij willen overhoren zonder er iets van te zeggen?",
    "Vindt u het eerlijk dat sommigen bijles hebben en anderen niet?",
    "Waarom mag ik geen muziek op als ik leer? Ik leer er beter door.",
    "Had u zelf een rustige plek om te leren?",
    "Neemt u zelf ook werk mee naar huis? Hoe voelt dat?",
    "Wat is belangrijker: sport of huiswerk?",
)
TEACHERS_TO_PARENTS: Deck = (
    "Hoe ziet een huiswerkavond er bij u thuis echt uit?",
    "Waaraan merkt u dat uw kind vastloopt?",
    "Wat zou u van ons willen weten over het huiswerk?",
    "Helpt u mee met de stof, of vooral met het plannen?",
    "Hoeveel huiswerk vindt u redelijk op één dag?",
    "Hoe vaak is er thuis ruzie over huiswerk?",
    "Wat doet u als uw kind zegt dat het niets op heeft?",
    "Wanneer zou u liever willen dat wij bellen?",
    "Weet u waar u kunt zien wat er af moet zijn?",
    "Wat heeft u zelf geleerd van huiswerk maken?",
    "Zou u het missen als het huiswerk op school gebeurde?",
    "Hoe gaat u om met de telefoon tijdens het leren?",
    "Wat kunt u thuis niet bieden dat op school wel kan?",
    "Durft u nee te zeggen tegen nog een sport of nog een club?",
    "Welk vak geeft bij u thuis de meeste spanning?",
    "Vindt u dat een kind ook eens mag vergeten wat het op heeft?",
)
PARENTS_TO_PUPILS: Deck = (
    "Wat moet ik vooral niet zeggen als je thuiskomt?",
    "Wanneer heb je echt iets aan mijn hulp?",
    "Waar maak je het liefst je huiswerk, en waarom daar?",
    "Hoe laat ben je meestal klaar?",
    "Wat zou je doen met een avond zonder huiswerk?",
    "Leer je meer van opdrachten of van uitleg?",
    "Wat leidt je het meeste af?",
    "Vraag je wel eens hulp aan een klasgenoot?",
    "Wanneer was je voor het laatst trots op iets dat je had gemaakt?",
    "Hoe plan je een week met vier toetsen?",
    "Vind je dat ik te veel vraag?",
    "Wat kost je de meeste energie: beginnen of volhouden?",
    "Maak je het huiswerk voor jezelf of voor de docent?",
    "Gebruik je AI bij je huiswerk? Waarvoor?",
    "Wat zou je willen dat ik van jouw schooldag begreep?",
)
TEACHERS_TO_PUPILS: Deck = (
    "Welk huiswerk heeft je echt geholpen bij een toets?",
    "Wanneer vind je huiswerk zonde van je tijd?",
    "Waarom schrijf je het niet op als ik het zeg?",
    "Wat doe je als je een opdracht niet snapt?",
    "Zou je een uur langer op school willen blijven als het dan af is?",
    "Heb je liever elke dag een beetje of één grote opdracht?",
    "Wat merk je ervan als ik het huiswerk niet nakijk?",
    "Hoe weet je zelf of je de stof kent?",
    "Wat maakt het moeilijk om op tijd te beginnen?",
    "Durf je te zeggen dat je het niet af hebt?",
    "Hoeveel vakken per avond kun je aan?",
    "Welke les zou je thuis kunnen doen, en welke juist niet?",
    "Zou je zelf mogen kiezen welke opgaven je maakt?",
    "Wat moeten wij als docenten van elkaar weten over jullie agenda?",
    "Waar word je nieuwsgierig van?",
)
PUPILS_TO_TEACHERS: Deck = (
    "Weten jullie van elkaar hoeveel huiswerk je opgeeft?",
    "Waarom geeft u huiswerk op als u het niet nakijkt?",
    "Kunt u het huiswerk aan het begin van de les opgeven in plaats van na de bel?",
    "Hoeveel huiswerk maakte u zelf toen u zo oud was als wij?",
    "Wat denkt u als iemand het niet af heeft?",
    "Zouden we een week zonder huiswerk kunnen proberen?",
    "Waarom telt huiswerk soms mee voor het cijfer?",
    "Mag ik opgaven overslaan die ik al kan?",
    "Vindt u uw eigen huiswerk leuk om te maken?",
    "Kunnen toetsen niet beter verdeeld worden over de week?",
    "Wat als je thuis geen rustige plek hebt?",
    "Waarom mag je bij de ene docent samenwerken en bij de andere niet?",
    "Hoe ziet u het verschil tussen lui en moe?",
    "Wilt u ons leren hoe we moeten leren?",
    "Waarom krijgen we huiswerk in de vakantie?",
    "Zegt u het als een opdracht eigenlijk niet zo nodig is?",
)
PARENTS_TO_TEACHERS: Deck = (
    "Hoe bepaalt u hoeveel tijd een opdracht kost?",
    "Wat verwacht u van mij als ouder?",
    "Wanneer belt u ons, en wanneer kijkt u het nog even aan?",
    "Overlegt u met andere docenten over de drukke weken?",
    "Wat doet u voor kinderen die thuis niemand hebben die kan helpen?",
    "Waarom verschilt het zo per vak?",
    "Hoe leert u kinderen plannen?",
    "Kan er op school een plek komen waar ze hun huiswerk kunnen maken?",
    "Wat heeft u liever: zelf gemaakt met fouten, of foutloos met hulp?",
    "Hoe merkt u dat een kind te veel op zijn bord heeft?",
    "Wat leert een kind van huiswerk dat het in de les niet leert?",
    "Is het huiswerk de laatste jaren anders geworden?",
    "Hoe kijkt u aan tegen AI bij het huiswerk?",
    "Mag ik een briefje meegeven als het een avond niet is gelukt?",
    "Wat zou u als eerste schrappen?",
)

DECKS: dict[tuple[str, str], Deck] = {
    ("pupils", "parents"): PUPILS_TO_PARENTS,
    ("teachers", "parents"): TEACHERS_TO_PARENTS,
    ("parents", "pupils"): PARENTS_TO_PUPILS,
    ("teachers", "pupils"): TEACHERS_TO_PUPILS,
    ("pupils", "teachers"): PUPILS_TO_TEACHERS,
    ("parents", "teachers"): PARENTS_TO_TEACHERS,
}
"""(who asks, who is asked) → what they ask."""

SECOND_THOUGHTS = (" Ik ben benieuwd!", " Echt waar?", " En waarom?", " 🙂")
"""What somebody adds who changes a note."""
