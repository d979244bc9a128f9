"""What the people of the example evening say, in each language of the interface.

Rule: made up for it, short, as such people would write it. The circles' names are not
here: they are the program's own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One evening's words."""

    theme: str
    question: str
    parents: tuple[str, ...]
    """Notes from the parents to the pupils; the first is put to the circle."""
    teachers: tuple[str, ...]
    """From the teachers to the pupils; the first is merged into the parents' first."""
    paper: str
    """From a parent without a phone, to the pupils."""
    answer: str
    summary: str
    response: str
    agreement: str
    follow_up: str


FOREIGN = {
    "ar": "كيف أساعد ابني إذا كنت لا أفهم الواجب؟",
    "nl": "Hoe help ik als ik het zelf niet snap?",
}
"""A parent's note in another script, and one for the evenings that are held in that script."""

FOREIGN_HERE = {
    "nl": "Hoe help ik mijn zoon als ik het huiswerk niet snap?",
    "en": "How do I help my son when I do not understand the homework?",
    "de": "Wie helfe ich meinem Sohn, wenn ich die Hausaufgabe nicht verstehe?",
    "fr": "Comment aider mon fils si je ne comprends pas le devoir ?",
    "es": "¿Cómo ayudo a mi hijo si no entiendo los deberes?",
    "tr": "Ödevi ben de anlamıyorsam oğluma nasıl yardım ederim?",
    "pl": "Jak mam pomóc synowi, gdy nie rozumiem zadania?",
    "uk": "Як допомогти синові, якщо я не розумію завдання?",
    "ar": "كيف أساعد إذا كنت أنا لا أفهم؟",
}
"""The same note in the language of the evening."""

WORDS: dict[str, Words] = {
    "nl": Words(
        "Huiswerk",
        "Wanneer helpt huiswerk ons echt vooruit?",
        (
            "Wat doe je als je vastloopt?",
            "Wanneer begin je eraan?",
            "Wat kan ik thuis beter laten?",
        ),
        ("Wat helpt je als je niet verder komt?", "Welke opdracht was vorige week zinvol?"),
        "Maak je het liever op school?",
        "Eerst een klasgenoot vragen. Pas daarna mijn ouders.",
        "Huiswerk helpt als je snapt waarvoor het is.\nThuis beginnen is het moeilijkst.",
        "We voelden dat er echt geluisterd werd.",
        "Op vrijdag geen huiswerk voor maandag",
        "In de nieuwsbrief van januari staat wat we ermee doen.",
    ),
    "en": Words(
        "Homework",
        "When does homework really help us?",
        (
            "What do you do when you are stuck?",
            "When do you start?",
            "What should I not do at home?",
        ),
        ("What helps when you get no further?", "Which task was useful last week?"),
        "Would you rather do it at school?",
        "First I ask a classmate. Then my parents.",
        "Homework helps when you know what it is for.\nStarting at home is the hardest part.",
        "We felt that people really listened.",
        "No homework on Friday for Monday",
        "The January newsletter will say what we do with this.",
    ),
    "tr": Words(
        "Ödev",
        "Ödev bize ne zaman gerçekten yardımcı olur?",
        ("Takıldığında ne yapıyorsun?", "Ne zaman başlıyorsun?", "Evde neyi yapmasam daha iyi?"),
        ("İlerleyemediğinde sana ne yardım eder?", "Geçen hafta hangi ödev işe yaradı?"),
        "Ödevi okulda yapmak ister miydin?",
        "Önce bir arkadaşıma soruyorum. Sonra anneme babama.",
        "Ne için olduğunu bilirsen ödev işe yarar.\nEn zoru evde başlamak.",
        "Gerçekten dinlendiğimizi hissettik.",
        "Cuma günü pazartesi için ödev yok",
        "Ocak bülteninde ne yapacağımızı okuyabilirsiniz.",
    ),
    "ar": Words(
        "الواجبات المنزلية",
        "متى تساعدنا الواجبات حقًا؟",
        ("ماذا تفعل عندما لا تفهم؟", "متى تبدأ بالواجب؟", "ما الذي يجب ألّا أفعله في البيت؟"),
        ("ما الذي يساعدك عندما تتوقف؟", "أي واجب كان مفيدًا الأسبوع الماضي؟"),
        "هل تفضّل أن تحلّ الواجب في المدرسة؟",
        "أسأل زميلًا أولًا، ثم والديّ.",
        "الواجب مفيد عندما نعرف الهدف منه.\nأصعب شيء هو البدء في البيت.",
        "شعرنا أنكم استمعتم إلينا حقًا.",
        "لا واجبات يوم الجمعة ليوم الاثنين",
        "سنكتب في نشرة يناير ما الذي سنفعله.",
    ),
    "pl": Words(
        "Zadania domowe",
        "Kiedy zadania domowe naprawdę nam pomagają?",
        ("Co robisz, kiedy utkniesz?", "Kiedy zaczynasz?", "Czego lepiej nie robić w domu?"),
        ("Co ci pomaga, kiedy nie wiesz, co dalej?", "Które zadanie było ostatnio przydatne?"),
        "Wolisz odrabiać je w szkole?",
        "Najpierw pytam kolegę z klasy. Potem rodziców.",
        "Zadanie pomaga, gdy wiadomo, po co jest.\nNajtrudniej jest zacząć w domu.",
        "Czuliśmy, że ktoś nas naprawdę słucha.",
        "W piątek żadnych zadań na poniedziałek",
        "W styczniowym biuletynie napiszemy, co z tym zrobimy.",
    ),
    "uk": Words(
        "Домашні завдання",
        "Коли домашні завдання справді нам допомагають?",
        ("Що ти робиш, коли не виходить?", "Коли ти починаєш?", "Чого краще не робити вдома?"),
        ("Що допомагає, коли не знаєш, як далі?", "Яке завдання було корисним?"),
        "Тобі краще робити їх у школі?",
        "Спочатку питаю однокласника. Потім батьків.",
        "Завдання допомагає, коли знаєш, навіщо воно.\nНайважче почати вдома.",
        "Ми відчули, що нас справді чують.",
        "У п’ятницю жодних завдань на понеділок",
        "У січневому листі напишемо, що ми зробимо.",
    ),
    "fr": Words(
        "Les devoirs",
        "Quand les devoirs nous aident-ils vraiment ?",
        ("Que fais-tu quand tu bloques ?", "Quand commences-tu ?", "Que devrais-je éviter ?"),
        ("Qu’est-ce qui t’aide quand tu es bloqué ?", "Quel devoir a été utile ?"),
        "Préfères-tu les faire à l’école ?",
        "Je demande d’abord à un camarade, puis à mes parents.",
        "Un devoir aide quand on sait à quoi il sert.\nLe plus dur est de commencer.",
        "Nous avons senti qu’on nous écoutait.",
        "Le vendredi, pas de devoirs pour le lundi",
        "La lettre de janvier dira ce que nous en ferons.",
    ),
    "de": Words(
        "Hausaufgaben",
        "Wann bringen uns Hausaufgaben wirklich weiter?",
        ("Was machst du, wenn du festhängst?", "Wann fängst du an?", "Was sollte ich lassen?"),
        ("Was hilft dir, wenn du nicht weiterkommst?", "Welche Aufgabe war sinnvoll?"),
        "Machst du sie lieber in der Schule?",
        "Zuerst frage ich jemanden aus der Klasse, dann meine Eltern.",
        "Hausaufgaben helfen, wenn man weiß, wozu sie da sind.\nAnfangen ist am schwersten.",
        "Wir haben gemerkt, dass man uns wirklich zuhört.",
        "Freitags keine Hausaufgaben für Montag",
        "Im Rundbrief im Januar steht, was wir daraus machen.",
    ),
    "es": Words(
        "Los deberes",
        "¿Cuándo nos ayudan de verdad los deberes?",
        ("¿Qué haces cuando te atascas?", "¿Cuándo empiezas?", "¿Qué no debería hacer en casa?"),
        ("¿Qué te ayuda cuando no sabes seguir?", "¿Qué tarea fue útil?"),
        "¿Prefieres hacerlos en el colegio?",
        "Primero pregunto a un compañero. Después a mis padres.",
        "Los deberes ayudan si sabes para qué son.\nLo más difícil es empezar en casa.",
        "Sentimos que nos escuchaban de verdad.",
        "Los viernes, sin deberes para el lunes",
        "En el boletín de enero diremos qué hacemos con esto.",
    ),
}
