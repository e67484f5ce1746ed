namespace VaeMlNet.Tests;

public sealed class PhiloxTests
{
    private static readonly uint[][] Known =
    [
        // Counter, key, result: philox4x32-10 of Random123's kat_vectors.
        [0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
        [
            0xffffffff,
            0xffffffff,
            0xffffffff,
            0xffffffff,
            0xffffffff,
            0xffffffff,
            0x408f276d,
            0x41c83b0e,
            0xa20bc7c6,
            0x6d5451fd,
        ],
        [
            0x243f6a88,
            0x85a308d3,
            0x13198a2e,
            0x03707344,
            0xa4093822,
            0x299f31d0,
            0xd16cfe09,
            0x94fdcceb,
            0x5001e420,
            0x24126ea1,
        ],
    ];

    [TestCaseSource(nameof(Known))]
    public void Draw_CountersOfTheReference_GivesItsNumbers(
        uint a,
        uint b,
        uint c,
        uint d,
        uint key,
        uint secondKey,
        uint first,
        uint second,
        uint third,
        uint fourth
    ) => Assert.That(Philox.Draw((a, b, c, d), (key, secondKey)), Is.EqualTo((first, second, third, fourth)));
}
