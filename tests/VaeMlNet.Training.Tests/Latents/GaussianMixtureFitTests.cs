namespace VaeMlNet.Tests;

public class GaussianMixtureFitTests
{
    [Test]
    public void Fit_TwoClusters_FindsTheirWeightsMeansAndCovariances()
    {
        var points = Cluster(3000, seed: 1, x: -4, y: 1, deviation: 0.5, correlation: 0.8)
            .Concat(Cluster(1000, seed: 2, x: 3, y: 0, deviation: 1, correlation: 0))
            .ToArray();

        var components = GaussianMixtureFit.Fit(points, 2, seed: 3).Components.OrderBy(c => c.Mean[0]).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(components[0].Weight, Is.EqualTo(0.75).Within(0.01));
            Assert.That(components[0].Mean, Is.EqualTo(new[] { -4, 1 }).Within(0.05));
            Assert.That(components[0].Covariance[0], Is.EqualTo(new[] { 0.25, 0.2 }).Within(0.03));
            Assert.That(components[1].Mean, Is.EqualTo(new[] { 3, 0 }).Within(0.1));
            Assert.That(components[1].Covariance[1], Is.EqualTo(new[] { 0, 1 }).Within(0.2));
        });
    }

    [Test]
    public void Fit_OneComponent_IsTheMeanAndCovarianceOfThePoints()
    {
        double[][] points =
        [
            [0, 0],
            [2, 0],
            [0, 4],
            [2, 4],
        ];

        var component = GaussianMixtureFit.Fit(points, 1, seed: 1).Components.Single();

        Assert.Multiple(() =>
        {
            Assert.That(component.Weight, Is.EqualTo(1));
            Assert.That(component.Mean, Is.EqualTo(new[] { 1, 2 }).Within(1e-12));
            // The variances are lifted by 1e-4 of their mean.
            Assert.That(component.Covariance[0], Is.EqualTo(new[] { 1, 0 }).Within(1e-3));
            Assert.That(component.Covariance[1], Is.EqualTo(new[] { 0, 4 }).Within(1e-3));
        });
    }

    [Test]
    public void Fit_MoreComponentsThanDistinctPoints_GivesAUsableMixture([Values(1, 2, 3, 4, 5)] int seed)
    {
        double[][] points =
        [
            [1, 1],
            [1, 1],
            [1, 1],
            [5, 5],
        ];

        var mixture = GaussianMixtureFit.Fit(points, 4, seed);

        Assert.Multiple(() =>
        {
            Assert.That(mixture.Components, Has.Count.EqualTo(2));
            Assert.That(SamplerJson.Complaint(mixture, 2), Is.Null);
        });
    }

    [Test]
    public void Fit_ManySmallComponents_KeepsWeightsThatSumToOne([Values(1, 2, 3)] int seed)
    {
        var mixture = GaussianMixtureFit.Fit(Cluster(300, seed, 0, 0, 1, 0.5), 20, seed);

        Assert.That(SamplerJson.Complaint(mixture, 2), Is.Null, $"seed {seed}");
    }

    [Test]
    public void Fit_SameSeed_IsTheSame()
    {
        var points = Cluster(200, seed: 1, 0, 0, 1, 0);
        var first = GaussianMixtureFit.Fit(points, 5, seed: 7).Components;
        var again = GaussianMixtureFit.Fit(points, 5, seed: 7).Components;

        Assert.That(again.Select(c => c.Weight), Is.EqualTo(first.Select(c => c.Weight)));
    }

    private static double[][] Cluster(int count, int seed, double x, double y, double deviation, double correlation)
    {
        var random = new Random(seed);
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var (u, v) = (Normal(), Normal());
                    var second = (correlation * u) + (Math.Sqrt(1 - (correlation * correlation)) * v);
                    return new[] { x + (deviation * u), y + (deviation * second) };
                }),
        ];
    }
}
