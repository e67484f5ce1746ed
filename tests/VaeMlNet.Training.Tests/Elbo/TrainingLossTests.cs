using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class TrainingLossTests
{
    private const double Tolerance = 1e-12;

    private DisposeScope scope = null!;
    private ElboTerms terms;

    [SetUp]
    public void OpenScope()
    {
        scope = NewDisposeScope();
        terms = new ElboTerms(
            tensor(new double[] { 10, 1, 4, 5 }),
            tensor(new double[] { 0.1, 2, 0.3, 4, 0.2, 1, 0.6, 3 }, [4, 2])
        );
    }

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void Loss_Plain_IsTheElbosWithBeta() =>
        Assert.That(Loss(klWeight: 2), Is.EqualTo(5 + (2 * 2.8)).Within(Tolerance));

    [Test]
    public void Loss_Weights_CountRowsAsManyTimes()
    {
        using var weights = tensor(new double[] { 2, 0, 1, 1 });
        var reconstruction = (20 + 4 + 5) / 4.0;
        var kl = ((2 * 2.1) + 4.3 - 4.3 + 1.2 + 3.6) / 4;

        Assert.That(Loss(weights: weights), Is.EqualTo(reconstruction + kl).Within(Tolerance));
    }

    [Test]
    public void Loss_FreeBits_LiftsTheMeanOfEachLatentAndNotOfEachRow() =>
        // Means over rows are 0.3 and 2.5: only the first is below 1.
        Assert.That(Loss(freeBits: 1), Is.EqualTo(5 + 1 + 2.5).Within(Tolerance));

    [Test]
    public void Loss_FreeBits_GivesNoGradientToALatentBelow()
    {
        var kl = terms.KlPerLatent.requires_grad_();
        var loss = VariationalAutoencoder.Loss(terms with { KlPerLatent = kl }, null, 3, 4, freeBits: 1);
        var gradient = autograd.grad([loss], [kl])[0];

        Assert.That(
            gradient.data<double>().ToArray(),
            Is.EqualTo(Enumerable.Repeat(new[] { 0, 0.75 }, 4).SelectMany(row => row)).Within(Tolerance)
        );
    }

    [Test]
    public void Loss_Trimmed_LeavesOutTheRowsWithTheLargestLoss() =>
        // Losses of the rows: 12.1, 5.3, 5.2, 8.6; the second and third stay.
        Assert.That(Loss(rowsKept: 2), Is.EqualTo((5.3 + 5.2) / 2).Within(Tolerance));

    [Test]
    public void Loss_TrimmedAndWeighted_KeepsEachRowsWeight()
    {
        using var weights = tensor(new double[] { 9, 3, 1, 9 });

        Assert.That(Loss(weights: weights, rowsKept: 2), Is.EqualTo(((3 * 5.3) + 5.2) / 2).Within(Tolerance));
    }

    [TestCase(0.25, 100, 1, 100)]
    [TestCase(0.25, 100, 2, 75)]
    [TestCase(0.25, 3, 2, 3)]
    [TestCase(0.99, 1, 2, 1)]
    public void RowsKept_FractionOfARow_RoundsUp(double share, long rowCount, int epoch, long expected) =>
        Assert.That(new Trimming(share).RowsKept(rowCount, epoch), Is.EqualTo(expected));

    private double Loss(Tensor? weights = null, double klWeight = 1, long rowsKept = 4, double freeBits = 0) =>
        VariationalAutoencoder.Loss(terms, weights, klWeight, rowsKept, freeBits).item<double>();
}
