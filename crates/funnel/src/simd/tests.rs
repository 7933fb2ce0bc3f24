use super::Path;
use crate::features::WIDTH;
use crate::heads::{LANGUAGE_ROW, Room, STRIDE};
use crate::learn::Chance;

fn bytes<const N: usize>(count: usize, chance: &mut Chance) -> Vec<[u8; N]> {
    let mut row = || [0_u8; N].map(|_| u8::try_from(chance.below(256)).unwrap());
    (0..count).map(|_| row()).collect()
}

fn float(chance: &mut Chance) -> f32 {
    let number = u16::try_from(chance.below(20_001)).unwrap();
    (f32::from(number) - 10_000.0) / 7_001.0
}

fn paths() -> Vec<Path> {
    let all = [
        Path::Portable,
        #[cfg(target_arch = "x86_64")]
        Path::Avx2,
        #[cfg(target_arch = "x86_64")]
        Path::Avx512,
    ];
    all.into_iter().filter(|path| path.is_supported()).collect()
}

#[test]
fn all_paths_agree_to_the_last_bit() {
    let mut chance = Chance::new(5);
    let rows: Vec<[u8; STRIDE]> = bytes(1 << 16, &mut chance);
    let languages: Vec<[u8; LANGUAGE_ROW]> = bytes(1 << 15, &mut chance);
    let vectors: Vec<[u8; WIDTH]> = bytes(300, &mut chance);
    let scales: Vec<f32> = (0..300).map(|_| float(&mut chance)).collect();
    let mut room = Room::default();
    for text in [
        "",
        "a",
        "The bag is lost, WHERE is it?? \u{1F621} @you http://a.example",
        "Grüße aus Köln",
    ] {
        room.read_letters(text);
        let count = chance.below(40);
        let ids: Vec<u32> = (0..count).map(|_| u32::try_from(chance.below(300)).unwrap()).collect();
        // Even and odd counts, as a row may be left over.
        let weights: Vec<[f32; STRIDE]> =
            (0..=count).map(|_| [0.0; STRIDE].map(|_: f32| float(&mut chance))).collect();
        let values: Vec<f32> = (0..=count).map(|_| float(&mut chance)).collect();
        let on = |path: Path| {
            let (mut sums, mut all) = (Vec::new(), [3_i32; STRIDE]);
            for block in room.blocks() {
                path.sum_block(&rows, block, &mut sums, &mut all);
            }
            let told = path.sum_languages(&languages, room.letters());
            let (mut mean, mut dense) = ([0.5; WIDTH], [0.25; STRIDE]);
            path.add_vectors(&vectors, &scales, &ids, &mut mean);
            path.add_dense(&weights, &values, &mut dense);
            (sums, all, told, mean.map(f32::to_bits), dense.map(f32::to_bits))
        };
        let portable = on(Path::Portable);
        for path in paths() {
            assert!(on(path) == portable, "{path:?} differs on {text}");
        }
    }
}
