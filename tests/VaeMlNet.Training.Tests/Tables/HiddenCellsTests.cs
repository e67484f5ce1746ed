using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public sealed class HiddenCellsTests
{
    [Test]
    public void WeightsOf_HiddenCells_IsOneForTheseAndTheVisibleWeightForOthers()
    {
        using var input = tensor(new[] { 3f, float.NaN, -1f });

        using var weights = HiddenCells.WeightsOf(input, visibleWeight: 0.25);

        Assert.That(weights.data<float>().ToArray(), Is.EqualTo(new[] { 0.25f, 1, 0.25f }));
    }

    /// <summary>Manual backpropagation and autograd read the weight in places of their own.</summary>
    [Test]
    public void Fit_VisibleWeight_IsTheSameByBothWaysAndChangesTheModel()
    {
        double Loss(double visibleWeight, bool usesAutograd)
        {
            var options = SomeTable.Options with
            {
                InputNoise = new() { Kind = VaeInputNoiseKind.HiddenCells, VisibleWeight = visibleWeight },
                UsesAutograd = usesAutograd,
                EpochCount = 2,
            };
            using var trained = new VaeTrainer(options).Fit(SomeTable.View(SomeTable.Rows(64)), SomeTable.Columns);
            return trained.History[^1].Training.Total;
        }

        var manual = Loss(0.1, usesAutograd: false);

        Assert.That(manual, Is.EqualTo(Loss(0.1, usesAutograd: true)).Within(1e-4));
        Assert.That(manual, Is.Not.EqualTo(Loss(1, usesAutograd: false)).Within(0.01));
    }
}
