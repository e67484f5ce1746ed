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

    [TestCase(nn.Reduction.Mean, 0.25)]
    [TestCase(nn.Reduction.Sum, 1.0)]
    public void BinaryCrossEntropy_OfProbabilities_ReducesAsAsked(nn.Reduction reduction, double share)
    {
        var loss = F.binary_cross_entropy(tensor(Logits).sigmoid(), tensor(Targets), reduction: reduction);

        Assert.That(loss.item<double>(), Is.EqualTo(share * Logits.Zip(Targets, CrossEntropy).Sum()).Within(1e-9));
    }

    [Test]
    public void MseAndL1_OfDifferences_AreTheirMeans()
    {
        var input = tensor(new double[] { 1, 2, 3 });
        var target = tensor(new double[] { 1, 4, 0 });

        Assert.Multiple(() =>
        {
            Assert.That(F.mse_loss(input, target).item<double>(), Is.EqualTo(13.0 / 3).Within(1e-12));
            Assert.That(F.l1_loss(input, target).item<double>(), Is.EqualTo(5.0 / 3).Within(1e-12));
        });
    }

    [Test]
    public void CrossEntropy_OfLogits_IsTheNegativeLogProbability()
    {
        var logits = tensor(
            new double[,]
            {
                { 1, 2, 3 },
                { 0, 0, 0 },
            }
        );
        var first = Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)) - 3;

        var loss = F.cross_entropy(logits, tensor(new long[] { 2, 0 }));

        Assert.That(loss.item<double>(), Is.EqualTo((first + Math.Log(3)) / 2).Within(1e-12));
    }

    [Test]
    public void LossModules_Called_MatchTheFunctions()
    {
        var logits = tensor(Logits);
        var targets = tensor(Targets);
        using var loss = nn.BCEWithLogitsLoss(reduction: nn.Reduction.Sum);

        Assert.That(
            loss.call(logits, targets).item<double>(),
            Is.EqualTo(Logits.Zip(Targets, CrossEntropy).Sum()).Within(1e-12)
        );
    }
}
