//! The cores of generated messages, by language. `{}` stands for a random code or place.

/// One language of the stream.
pub(super) struct Tongue {
    pub(super) language: &'static str,
    /// Of 100 posts.
    pub(super) share: u32,
    /// Real words to the brand.
    pub(super) words: &'static [&'static str],
    /// Spam that names the brand.
    pub(super) spam: &'static [&'static str],
}

/// Spam that names nobody.
pub(super) const PLAIN_SPAM: &[&str] = &[
    "WIN a free phone now >>> https://win.example/{} #giveaway #free",
    "Earn $5,000 a week from home, DM me https://fast.example/{}",
    "Follow me and I follow back!! #follow4follow #f4f {}",
    "🔥🔥 crypto signals 100x {} join https://t.example/{}",
    "Cheap followers and likes, best price https://boost.example/{}",
];

/// Talk about something else.
pub(super) const TALK: &[&str] = &[
    "What a game last night, {} deserved it",
    "New recipe on the blog: soup with {}",
    "Good morning from {}, sun at last",
    "Reading about the history of {} and cannot stop",
];

/// The languages of the stream, most frequent first.
pub(super) const TONGUES: &[Tongue] = &[
    Tongue {
        language: "en",
        share: 55,
        words: &[
            "@miradorrail my train to {} is two hours late and nobody tells us anything, please help",
            "@miradorrail I want a refund for booking {}, this is unacceptable",
            "@miradorrail how do I change my seat on the night train to {}?",
            "@miradorrail lost my suitcase at {}, who can I call?",
            "Thank you @miradorrail, the crew on the {} train was wonderful!",
            "@miradorrail the app does not let me log in since {}, what can I do?",
            "Never again @miradorrail. Worst trip of my life, {} hours without water",
            "Is there a student price for Mirador Plus? Thinking of switching from Costaline {}",
            "@miradorrail the door of coach {} is broken and a child got hurt, send someone",
        ],
        spam: &[
            "FREE tickets from Mirador!!! first 100 only https://mirador-win.example/{} #miradorrail",
            "Mirador Rail 90% OFF voucher, claim now https://deal.example/{}",
            "I made $900 today while riding @miradorrail, ask me how https://fast.example/{}",
            "#miradorrail #giveaway #win #free #crypto {} https://coin.example/{}",
        ],
    },
    Tongue {
        language: "es",
        share: 14,
        words: &[
            "@miradorrail mi tren a {} lleva dos horas de retraso, necesito ayuda",
            "@miradorrail quiero el reembolso de la reserva {}, es una vergüenza",
            "Gracias @miradorrail, muy amable el personal del tren a {}",
            "@miradorrail ¿cómo cambio mi asiento para {}?",
        ],
        spam: &[
            "Billetes GRATIS de Mirador, solo hoy https://mirador-gana.example/{} #miradorrail",
            "Gana dinero desde casa con Mirador https://rapido.example/{}",
        ],
    },
    Tongue {
        language: "pt",
        share: 9,
        words: &[
            "@miradorrail o meu comboio para {} está atrasado há duas horas, preciso de ajuda",
            "@miradorrail quero o reembolso da reserva {}, isto é inaceitável",
            "Obrigado @miradorrail, viagem perfeita até {}",
        ],
        spam: &["Bilhetes GRÁTIS da Mirador, clique já https://mirador-ganha.example/{}"],
    },
    Tongue {
        language: "de",
        share: 9,
        words: &[
            "@miradorrail mein Zug nach {} hat zwei Stunden Verspätung, ich brauche Hilfe",
            "@miradorrail ich möchte die Erstattung für Buchung {}, das ist eine Frechheit",
            "Danke @miradorrail, der Nachtzug nach {} war großartig",
            "@miradorrail wo bekomme ich meinen Koffer aus {} zurück?",
        ],
        spam: &["GRATIS Tickets von Mirador, nur heute https://mirador-gewinn.example/{}"],
    },
    Tongue {
        language: "fr",
        share: 8,
        words: &[
            "@miradorrail mon train pour {} a deux heures de retard, aidez-moi",
            "@miradorrail je veux le remboursement de la réservation {}, c'est honteux",
            "Merci @miradorrail, très beau voyage jusqu'à {}",
        ],
        spam: &["Billets GRATUITS Mirador, cliquez vite https://mirador-gagne.example/{}"],
    },
    Tongue {
        language: "ja",
        share: 5,
        words: &[
            "@miradorrail {}行きの列車が二時間遅れています。助けてください",
            "@miradorrail 予約{}の払い戻しをお願いします",
        ],
        spam: &["ミラドールの無料チケット https://mirador-win.example/{} #miradorrail"],
    },
];
