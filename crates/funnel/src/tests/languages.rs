use crate::Funnel;

use super::{post, verdict};

#[test]
fn languages_are_told_by_words_and_script() {
    for (text, language) in [
        ("Where is my order? I have been waiting for two weeks and nobody answers", "en"),
        ("Wo bleibt meine Bestellung? Ich warte seit zwei Wochen auf eine Antwort", "de"),
        ("¿Dónde está mi pedido? Llevo dos semanas esperando y nadie responde", "es"),
        ("Où est ma commande ? J'attends depuis deux semaines et personne ne répond", "fr"),
        ("Cadê o meu pedido? Estou esperando há duas semanas e ninguém responde", "pt"),
        ("Dove è il mio ordine? Aspetto da due settimane e non mi risponde nessuno", "it"),
        ("Waar is mijn bestelling? Ik wacht al twee weken op een antwoord van jullie", "nl"),
        ("注文した商品はどこですか？", "ja"),
        ("我的订单在哪里", "zh"),
        ("Где мой заказ?", "ru"),
        ("أين طلبي؟", "ar"),
        ("주문한 상품이 어디에 있나요", "ko"),
    ] {
        assert_eq!(verdict(text).language.value, language, "{text}");
    }
}

#[test]
fn what_cannot_be_told_is_und() {
    for text in ["", "@ana https://example.org", "🙂", "12345", "xyzzy plugh"] {
        assert_eq!(verdict(text).language.value, "und", "{text}");
    }
}

#[test]
fn the_channels_claim_tips_the_scale_only_when_words_are_few() {
    let claimed = |text, language| {
        let mut input = post(text);
        input.claimed_language = Some(language);
        Funnel::default().judge(&input).language.value
    };
    assert_eq!(claimed("super!", "de-AT"), "de");
    assert_eq!(claimed("Wo bleibt meine Bestellung, ich warte seit Tagen", "en"), "de");
    assert_eq!(claimed("Kde je moja objednavka", "sk"), "sk");
}
