using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace VaeMlNet.Tests;

public class LearningRateTests
{
    private const int EpochCount = 20;
    private const int StepsPerEpoch = 5;
    private const double Rate = 0.5;

    [Test]
    public void At_Constant_IsTheRate() =>
        Assert.That(RatesOfEpochs(new()), Is.EqualTo(Enumerable.Repeat(Rate, EpochCount)));

    [Test]
    public void At_Cosine_IsTorchSharpsCosineAnnealingLR() =>
        Assert.That(
            RatesOfEpochs(new() { Schedule = VaeLearningRateSchedule.Cosine }),
            Is.EqualTo(TorchSharps(optimizer => lr_scheduler.CosineAnnealingLR(optimizer, EpochCount))).Within(1e-12)
        );

    [Test]
    public void At_ReduceOnPlateau_IsTorchSharpsReduceLROnPlateau()
    {
        double[] losses = [9, 8, 8, 8, 8, 8, 7, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 7.5, 6, 5, 4, 4.5, 4, 4];
        var options = Options(new() { Schedule = VaeLearningRateSchedule.ReduceOnPlateau, Patience = 2 });
        var history = losses.Select((loss, i) => new VaeEpoch(i + 1, new(99, 0), new(loss, 0), 0, 0)).ToList();
        var rates = Enumerable
            .Range(1, EpochCount)
            .Select(epoch => LearningRate.At(options, new(epoch, 0, StepsPerEpoch), history[..(epoch - 1)]));
        using var parameter = nn.Parameter(ones(1));
        using var optimizer = SGD([parameter], Rate);
        var scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 2, threshold: 0);
        var expected = losses.Select(loss =>
        {
            var rate = optimizer.ParamGroups.Single().LearningRate;
            scheduler.step(loss);
            return rate;
        });

        Assert.That(rates, Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void At_OneCycle_RisesFallsAndHasPyTorchsEnds()
    {
        var options = Options(new() { Schedule = VaeLearningRateSchedule.OneCycle });
        var rates = Enumerable
            .Range(0, EpochCount * StepsPerEpoch)
            .Select(step =>
                LearningRate.At(options, new((step / StepsPerEpoch) + 1, step % StepsPerEpoch, StepsPerEpoch), [])
            )
            .ToArray();

        // Of 100 steps PyTorch's OneCycleLR reaches the top in step 29 (pct_start * total_steps - 1).
        Assert.Multiple(() =>
        {
            Assert.That(rates[0], Is.EqualTo(Rate / 25).Within(1e-12));
            Assert.That(rates[29], Is.EqualTo(Rate).Within(1e-12));
            Assert.That(rates[^1], Is.EqualTo(Rate / 250_000).Within(1e-12));
            Assert.That(rates[..30], Is.Ordered.Ascending);
            Assert.That(rates[29..], Is.Ordered.Descending);
        });
    }

    [Test]
    public void At_OneCycleOfAFewSteps_IsFiniteAndAboveZero([Range(1, 8)] int stepCount)
    {
        var options = Options(new() { Schedule = VaeLearningRateSchedule.OneCycle }) with { EpochCount = 1 };
        var rates = Enumerable
            .Range(0, stepCount)
            .Select(step => LearningRate.At(options, new(1, step, stepCount), []));

        Assert.That(rates, Is.All.GreaterThan(0).And.All.LessThanOrEqualTo(Rate));
    }

    private static VaeTrainerOptions Options(VaeLearningRateOptions schedule) =>
        new()
        {
            LearningRate = Rate,
            EpochCount = EpochCount,
            LearningRateSchedule = schedule,
        };

    private static IEnumerable<double> RatesOfEpochs(VaeLearningRateOptions schedule) =>
        Enumerable
            .Range(1, EpochCount)
            .Select(epoch => LearningRate.At(Options(schedule), new(epoch, StepsPerEpoch - 1, StepsPerEpoch), []));

    private static List<double> TorchSharps(Func<Optimizer, lr_scheduler.LRScheduler> create)
    {
        using var parameter = nn.Parameter(ones(1));
        using var optimizer = SGD([parameter], Rate);
        var scheduler = create(optimizer);
        List<double> rates = [];
        for (var epoch = 0; epoch < EpochCount; epoch++)
        {
            rates.Add(optimizer.ParamGroups.Single().LearningRate);
            optimizer.step();
            scheduler.step();
        }

        return rates;
    }
}
