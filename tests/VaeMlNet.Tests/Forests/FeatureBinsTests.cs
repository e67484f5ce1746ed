namespace VaeMlNet.Tests;

public sealed class FeatureBinsTests
{
    private const float Missing = float.NaN;

    [Test]
    public void Encode_FewValues_GivesEachItsBinAndMissingOnesZero()
    {
        float[] feature = [3, 1, Missing, 1, 7];
        FeatureBins bins = new([feature]);

        Assert.That(bins.Encode([feature])[0], Is.EqualTo(new byte[] { 2, 1, 0, 1, 3 }));
        // The middle of two values belongs to the lower one.
        Assert.That(
            bins.Encode([
                [0, 2, 2.01f, 5, 5.5f, 100],
            ])[0],
            Is.EqualTo(new byte[] { 1, 1, 2, 2, 3, 3 })
        );
    }

    [Test]
    public void Encode_ManyValues_FillsAllBinsEvenly()
    {
        float[] feature = [.. Enumerable.Range(0, 25_500).Select(i => (float)i)];

        var codes = new FeatureBins([feature]).Encode([feature])[0];

        Assert.That(codes, Is.Ordered);
        Assert.That(codes.GroupBy(c => c).Select(g => g.Count()), Has.Exactly(255).Items.And.All.InRange(99, 102));
    }

    [Test]
    public void Encode_PointMassAmongManyValues_HasABinOfItsOwn()
    {
        float[] feature = [.. Enumerable.Repeat(0f, 5_000), .. Enumerable.Range(1, 5_000).Select(i => (float)i)];

        var codes = new FeatureBins([feature]).Encode([feature])[0];

        Assert.That(codes[..5_000], Is.All.EqualTo(1));
        Assert.That(codes[5_000..], Is.All.GreaterThan(1));
    }

    [Test]
    public void Encode_ConstantOrEmptyFeature_HasOneBin()
    {
        FeatureBins bins = new([
            [5, 5],
            [Missing, Missing],
        ]);

        Assert.That(
            bins.Encode([
                [5, 6],
                [Missing, 1],
            ]),
            Is.EqualTo(new byte[][] { [1, 1], [0, 1] })
        );
    }

    [Test]
    public void Encode_NeighboringFloats_AreDifferentBins()
    {
        var next = MathF.BitIncrement(1);

        Assert.That(
            new FeatureBins([
                [1, next],
            ]).Encode([
                [1, next],
            ])[0],
            Is.EqualTo(new byte[] { 1, 2 })
        );
    }
}
