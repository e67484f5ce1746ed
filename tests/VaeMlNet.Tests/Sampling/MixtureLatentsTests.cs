namespace VaeMlNet.Tests;

public sealed class MixtureLatentsTests
{
    private const int RowCount = 40_000;

    private static readonly VaeLatentMixture Mixture = new()
    {
        Components =
        [
            new()
            {
                Weight = 0.25,
                Mean = [-10, 5],
                Covariance =
                [
                    [4, 1.5],
                    [1.5, 1],
                ],
            },
            new()
            {
                Weight = 0.75,
                Mean = [10, 0],
                Covariance =
                [
                    [1, -0.5],
                    [-0.5, 2],
                ],
            },
        ],
    };

    [Test]
    public void Read_ManyRows_HaveTheWeightsMeansAndCovariances()
    {
        var rows = Rows(new MixtureLatents(Mixture, RowCount, seed: 3));
        for (var k = 0; k < 2; k++)
        {
            // The components lie twenty apart, with deviations of at most two: the sign of the first slot distinguishes them.
            float[][] own = [.. rows.Where(z => z[0] > 0 == (k == 1))];
            var component = Mixture.Components[k];
            Assert.That((double)own.Length / RowCount, Is.EqualTo(component.Weight).Within(0.01));
            for (var i = 0; i < 2; i++)
            {
                Assert.That(own.Average(z => (double)z[i]), Is.EqualTo(component.Mean[i]).Within(0.1), $"mean {i}");
                for (var j = 0; j < 2; j++)
                {
                    var covariance = own.Average(z => (z[i] - component.Mean[i]) * (z[j] - component.Mean[j]));
                    Assert.That(covariance, Is.EqualTo(component.Covariance[i][j]).Within(0.15), $"{k}: {i}, {j}");
                }
            }
        }
    }

    [Test]
    public void Read_SameSeed_IsTheSameAndAnotherSeedIsNot()
    {
        var first = Rows(new MixtureLatents(Mixture, 50, seed: 1));

        Assert.That(Rows(new MixtureLatents(Mixture, 20, seed: 1)), Is.EqualTo(first.Take(20)));
        Assert.That(Rows(new MixtureLatents(Mixture, 50, seed: 2)), Is.Not.EqualTo(first));
    }

    private static float[][] Rows(MixtureLatents latents) =>
        [
            .. Enumerable
                .Range(0, (int)latents.Count)
                .Select(row =>
                {
                    var z = new float[2];
                    latents.Read(row, z);
                    return z;
                }),
        ];
}
