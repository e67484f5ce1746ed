using System.Globalization;
using System.Text;

namespace VaeMlNet.Data.Tests;

internal sealed class NumberTextTests
{
    [TestCase("0")]
    [TestCase("-0")]
    [TestCase("-0.0")]
    [TestCase("5.")]
    [TestCase(".5")]
    [TestCase("-.5")]
    [TestCase("007.250")]
    [TestCase("16777217")]
    [TestCase("16777217.0")]
    [TestCase("16777216.99999999")]
    [TestCase("1.00000005960464477", Description = "half way between two floats, as far as double can tell")]
    [TestCase("1.0000000596046448")]
    [TestCase("33554434.5")]
    [TestCase("9007199254740993")]
    [TestCase("123456789012345678")]
    [TestCase("1234567890123456789")]
    [TestCase("0.000000000000000001")]
    [TestCase("1e3")]
    [TestCase("-1.5E-7")]
    [TestCase("1e39")]
    [TestCase("+3")]
    [TestCase(" 4 ")]
    [TestCase("NaN")]
    [TestCase("-Infinity")]
    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("-.")]
    [TestCase("1.2.3")]
    [TestCase("1,5")]
    [TestCase("--1")]
    [TestCase("1-")]
    [TestCase("0x10")]
    [TestCase("12a")]
    public void TryParse_AnyText_IsWhatNetReads(string text) => AssertSame(text);

    [Test]
    public void TryParse_RandomDecimals_AreWhatNetReadsToTheLastBit()
    {
        Random random = new(1);
        for (var i = 0; i < 300_000; i++)
        {
            var digits = string.Concat(Enumerable.Range(0, random.Next(1, 21)).Select(_ => random.Next(10)));
            var point = random.Next(-1, digits.Length + 1);
            AssertSame((random.Next(2) == 0 ? "-" : "") + (point < 0 ? digits : digits.Insert(point, ".")));
        }
    }

    [Test]
    public void TryParse_MiddleBetweenTwoFloats_IsWhatNetReads()
    {
        Random random = new(1);
        for (var i = 0; i < 100_000; i++)
        {
            var low = (float)random.Next(1 << 20) / (1 << random.Next(12));
            var middle = (low + (double)MathF.BitIncrement(low)) / 2;
            AssertSame(middle.ToString("F17", CultureInfo.InvariantCulture).TrimEnd('0'));
            AssertSame(middle.ToString("F12", CultureInfo.InvariantCulture));
        }
    }

    private static void AssertSame(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var expected = float.TryParse(bytes, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);

        var actual = NumberText.TryParse(bytes, out var read);

        // An assertion of NUnit for each of so many texts takes seconds.
        if (actual != expected || BitConverter.SingleToInt32Bits(read) != BitConverter.SingleToInt32Bits(number))
        {
            Assert.Fail($"'{text}' was read as {actual}, {read:R}, expected {expected}, {number:R}.");
        }
    }
}
