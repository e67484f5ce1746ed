using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Dependencies.Tests;

/// <summary>Learning rates of the first epochs against closed forms.</summary>
public sealed class SchedulerTests
{
    private const double Rate = 0.5;
    private const int EpochCount = 7;

    private static IEnumerable<TestCaseData> Schedulers()
    {
        yield return Scheduler("StepLR", o => lr_scheduler.StepLR(o, 3, 0.1), e => Math.Pow(0.1, e / 3));
        yield return Scheduler("ExponentialLR", o => lr_scheduler.ExponentialLR(o, 0.9), e => Math.Pow(0.9, e));
        yield return Scheduler(
            "CosineAnnealingLR",
            o => lr_scheduler.CosineAnnealingLR(o, 10),
            e => (1 + Math.Cos(Math.PI * e / 10)) / 2
        );
    }

    [TestCaseSource(nameof(Schedulers))]
    public void Step_OncePerEpoch_GivesTheClosedForm(
        Func<Optimizer, lr_scheduler.LRScheduler> create,
        Func<int, double> factor
    )
    {
        using var parameter = nn.Parameter(ones(2));
        using Optimizer optimizer = optim.SGD([parameter], Rate);
        var scheduler = create(optimizer);
        var rates = new List<double>();
        for (var epoch = 0; epoch < EpochCount; epoch++)
        {
            rates.Add(optimizer.ParamGroups.Single().LearningRate);
            optimizer.step();
            scheduler.step();
        }

        Assert.That(
            rates,
            Is.EqualTo(Enumerable.Range(0, EpochCount).Select(epoch => Rate * factor(epoch))).Within(1e-12)
        );
    }

    [Test]
    public void ReduceLROnPlateau_WithoutImprovement_ReducesAfterPatienceEpochs()
    {
        using var parameter = nn.Parameter(ones(2));
        using Optimizer optimizer = optim.SGD([parameter], Rate);
        var scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.1, patience: 2);
        var rates = new List<double>();

        foreach (var loss in new[] { 3.0, 2.0, 2.0, 2.0, 2.0, 1.0 })
        {
            scheduler.step(loss);
            rates.Add(optimizer.ParamGroups.Single().LearningRate);
        }

        Assert.That(rates, Is.EqualTo(new[] { Rate, Rate, Rate, Rate, Rate * 0.1, Rate * 0.1 }).Within(1e-12));
    }

    private static TestCaseData Scheduler(
        string name,
        Func<Optimizer, lr_scheduler.LRScheduler> create,
        Func<int, double> factor
    ) => new TestCaseData(create, factor).SetArgDisplayNames(name);
}
