namespace VaeMlNet.Benchmarks.Tests;

internal sealed class GrowthRowsTests
{
    [Test]
    public void GetEnumerator_MoreRowsThanImages_RepeatsThemWithOtherNoiseWithinTheRange()
    {
        byte[] images = [.. Enumerable.Repeat((byte)255, Digit.PixelCount), .. new byte[Digit.PixelCount]];
        var rows = new GrowthRows(images, rowCount: 4);

        float[][] first = [.. rows.Select(row => row.Features.ToArray())];
        float[][] again = [.. rows.Select(row => row.Features.ToArray())];

        Assert.Multiple(() =>
        {
            Assert.That(first, Has.Length.EqualTo(4));
            Assert.That(first.SelectMany(row => row), Has.All.InRange(0f, 1f));
            Assert.That(first[0], Has.All.EqualTo(1f), "white stays white");
            Assert.That(first[1], Is.Not.EqualTo(first[3]), "the same image, other noise");
            Assert.That(again, Is.EqualTo(first), "every epoch reads the same rows");
        });
    }
}
