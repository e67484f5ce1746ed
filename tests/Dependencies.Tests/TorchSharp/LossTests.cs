using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Dependencies.Tests;

/// <summary>Losses against their formulas.</summary>
public sealed class LossTests
{
    private static readonly double[] Logits = [-40, -1, 0.5, 3];
    private static readonly double[] Targets = [0, 1, 0.25, 0];

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    private static double CrossEntropy(double logit, double target) =>
        Math.Max(logit, 0) - (logit * target) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));

    [Test]
    public void BinaryCrossEntropyWithLogits_WithoutReduction_MatchesTheStableFormula()
    {
        var loss = F.binary_cross_entropy_with_logits(tensor(Logits), tensor(Targets), reduction: nn.Reduction.None);

        Assert.That(loss.data<double>().ToArray(), Is.EqualTo(Logits.Zip(Targets, CrossEntropy)).Within(1e-12));
    }

    [Test]
    public void Mse_OfDifferences_IsTheirMean()
    {
        var input = tensor(new double[] { 1, 2, 3 });
        var target = tensor(new double[] { 1, 4, 0 });

        Assert.Multiple(() =>
        {
            Assert.That(F.mse_loss(input, target).item<double>(), Is.EqualTo(13.0 / 3).Within(1e-12));
        });
    }
}
