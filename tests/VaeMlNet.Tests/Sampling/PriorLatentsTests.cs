namespace VaeMlNet.Tests;

public sealed class PriorLatentsTests
{
    private const int RowCount = 20_000;
    private const int LatentDim = 7;

    private static readonly PriorDistribution Prior = PriorDistribution.Create(
        new() { Kind = VaeLatentSpace.Gaussian, Dim = LatentDim }
    );

    /// <summary>At least six standard errors of the statistics of 140,000 independent values.</summary>
    private const double Tolerance = 0.016;

    [Test]
    public void Read_ManyRows_AreStandardNormalAndIndependent()
    {
        var rows = Rows(seed: 1);
        double[] z = [.. rows.SelectMany(r => r.Select(v => (double)v))];

        Assert.That(z.Average(), Is.Zero.Within(Tolerance));
        Assert.That(z.Average(v => v * v), Is.EqualTo(1).Within(2 * Tolerance));
        Assert.That(z.Average(v => v * v * v), Is.Zero.Within(4 * Tolerance));
        Assert.That(z.Average(v => v * v * v * v), Is.EqualTo(3).Within(12 * Tolerance));
        Assert.That(z.Average(v => Math.Abs(v) < 1 ? 1.0 : 0), Is.EqualTo(0.6827).Within(Tolerance));

        for (var i = 0; i < LatentDim; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Assert.That(rows.Average(r => (double)r[i] * r[j]), Is.Zero.Within(0.05), $"slots {i} and {j}");
            }

            Assert.That(rows.Zip(rows.Skip(1), (a, b) => (double)a[i] * b[i]).Average(), Is.Zero.Within(0.05));
        }
    }

    [Test]
    public void Read_AnotherSeed_GivesOtherAndUnrelatedRows()
    {
        var related = Rows(1).Zip(Rows(2), (a, b) => (double)a[0] * b[0]).Average();

        Assert.That(related, Is.Zero.Within(0.05));
        Assert.That(Rows(-1)[0], Is.Not.EqualTo(Rows(1)[0]));
    }

    [Test]
    public void Read_RowBeyond32Bits_IsItsOwn()
    {
        var latents = new PriorLatents(long.MaxValue, seed: 1, Prior);
        var first = new float[LatentDim];
        var far = new float[LatentDim];

        latents.Read(0, first);
        latents.Read(1L << 32, far);

        Assert.That(far, Is.Not.EqualTo(first));
    }

    private static float[][] Rows(int seed)
    {
        var latents = new PriorLatents(RowCount, seed, Prior);
        var rows = new float[RowCount][];
        for (var i = 0; i < RowCount; i++)
        {
            latents.Read(i, rows[i] = new float[LatentDim]);
        }

        return rows;
    }
}
