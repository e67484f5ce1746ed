using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class TotalCorrelationObjectiveTests
{
    [Test]
    public void LogAggregatePosterior_AllBatchesWithARow_AreRightOnAverage()
    {
        // All ordered batches of 3 of 6 rows that contain row 0. A weight of 1/N in a column instead of the diagonal, as in published code,
        // gives another average.
        const int rowCount = 6;
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var mean = randn(rowCount, 2, ScalarType.Float64, generator: generator) * 2.0;
        var logVariance = randn(rowCount, 2, ScalarType.Float64, generator: generator) * 0.5;
        var z = mean + 0.3;
        var estimates = (
            from second in Enumerable.Range(1, rowCount - 1)
            from third in Enumerable.Range(1, rowCount - 1)
            where second != third
            from place in Enumerable.Range(0, 3)
            select Estimate(place, second, third)
        ).ToArray();

        var difference = z.narrow(0, 0, 1) - mean;
        var densities = (difference.square() * (-logVariance).exp() + logVariance + Math.Log(2 * Math.PI)) * -0.5; // [N, L]

        Assert.Multiple(() =>
        {
            Assert.That(
                estimates.Average(e => e.Joint),
                Is.EqualTo(densities.sum(1).exp().mean().item<double>()).Within(1e-12)
            );
        });

        (double Joint, double Product) Estimate(int place, int second, int third)
        {
            List<long> batch = [second, third];
            batch.Insert(place, 0);
            var rows = tensor(batch.ToArray());
            var (joint, product) = TotalCorrelationObjective.LogAggregatePosterior(
                mean.index_select(0, rows),
                logVariance.index_select(0, rows),
                z.index_select(0, rows),
                rowCount
            );
            return (Math.Exp(joint[place].item<double>()), Math.Exp(product[place].item<double>()));
        }
    }

    [TestCase(0.0)]
    [TestCase(0.9)]
    public void LogAggregatePosterior_GaussianLatents_GivesTheirTotalCorrelation(double correlation)
    {
        const int rowCount = 1500;
        const double variance = 0.1;
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var normals = randn(rowCount, 2, ScalarType.Float64, generator: generator);
        var (first, other) = (normals.narrow(1, 0, 1), normals.narrow(1, 1, 1));
        var mean = cat([first, (first * correlation) + (other * Math.Sqrt(1 - (correlation * correlation)))], 1);
        var z = mean + (randn(rowCount, 2, ScalarType.Float64, generator: generator) * Math.Sqrt(variance));

        var (joint, product) = TotalCorrelationObjective.LogAggregatePosterior(
            mean,
            full_like(mean, Math.Log(variance)),
            z,
            rowCount
        );

        var ofLatents = correlation / (1 + variance);

        Assert.That(
            (joint - product).mean().item<double>(),
            Is.EqualTo(-0.5 * Math.Log(1 - (ofLatents * ofLatents))).Within(0.06)
        );
    }

    [Test]
    public void Fit_LargeWeight_MakesTheLatentsLessDependent()
    {
        double TotalCorrelation(double weight)
        {
            using var rows = Some.Rows(512);
            var options = Some.Options(epochCount: 30, batchSize: 64) with
            {
                Objective = new TotalCorrelationObjectiveOptions { Weight = weight },
            };
            using var model = new VaeTrainer(options).Fit(rows);
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var outputs = model.Network.Latent.ComputeEncoderOutputs(model.Network.ComputeHead(rows));
            var z = model.Network.Latent.Sample(model.Network.ComputeHead(rows), randn(512, 3), 0);
            var (joint, product) = TotalCorrelationObjective.LogAggregatePosterior(outputs[0], outputs[1], z, 512);
            return (joint - product).mean().item<float>();
        }

        Assert.That(TotalCorrelation(20), Is.LessThan(TotalCorrelation(0) / 4));
    }
}
